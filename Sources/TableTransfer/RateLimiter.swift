import Synchronization

/// Holds what many tasks do together to so many items a second. Up to half a second's worth may come at once.
public final class RateLimiter: Sendable {
    private let secondsPerItem: Double
    /// When the next item may go, in seconds since the start.
    private let next = Mutex(0.0)
    private let start = ContinuousClock.now
    private static let burst = 0.5

    /// - Parameter itemsPerSecond: more than 0.
    public init(itemsPerSecond: Int) { secondsPerItem = 1 / Double(max(itemsPerSecond, 1)) }

    /// Waits until so many more items may go.
    /// - Throws: ``TransferError/stopped`` when the task is cancelled.
    func take(_ count: Int) async throws(TransferError) {
        let now = (ContinuousClock.now - start) / .seconds(1)
        let due = next.withLock { next in
            let due = max(next, now - Self.burst)
            next = due + Double(count) * secondsPerItem
            return due
        }
        guard due > now else { return }
        do { try await Task.sleep(for: .seconds(due - now)) } catch { throw .stopped }
    }
}
