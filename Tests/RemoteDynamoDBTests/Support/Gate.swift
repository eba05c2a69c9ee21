import Dispatch

/// Holds threads up until it is opened.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    /// Waits until it is open. It blocks: for threads of one's own.
    func pass() {
        semaphore.wait()
        semaphore.signal()
    }

    /// Opens it for good.
    func open() { semaphore.signal() }
}
