import CLinux
import Glibc
import Synchronization
import Threads

/// Signals as values that are awaited: `SIGTERM` and `SIGINT` begin a graceful shutdown instead of ending the process
/// at once. Make one, early in the program; the signals keep their new meaning.
public final class ShutdownSignals: Sendable {
    private let stream: AsyncStream<Int32>

    /// Catches `signals`. Nil when the system refuses (out of descriptors or threads).
    public init?(_ signals: [Int32] = [SIGTERM, SIGINT]) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { return nil }
        // In a handler only calls like write are safe: it hands the number to a thread that may do anything.
        signalPipe.store(ends[1], ordering: .sequentiallyConsistent)
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        self.stream = stream
        let reader = SignalReader(descriptor: ends[0], continuation)
        guard DetachedThread.start(name: "signals", { reader.run() }) == 0 else { return nil }
        for number in signals {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = forwardSignal
            action.sa_flags = SA_RESTART
            sigaction(number, &action, nil)
        }
    }

    /// Waits for the next signal and returns its number; a signal that came before is not lost. One task may wait at a
    /// time. Nil when the task is cancelled.
    public func next() async -> Int32? {
        var iterator = stream.makeAsyncIterator()
        return await iterator.next()
    }

}

/// Where the handler writes to. An atomic, since a handler may run at any moment on any thread.
private let signalPipe = Atomic<Int32>(-1)

private func forwardSignal(_ number: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(signalPipe.load(ordering: .relaxed), &byte, 1)
    errno = saved
}

/// Turns bytes from the handler into values.
private final class SignalReader: Sendable {
    private let descriptor: Int32
    private let continuation: AsyncStream<Int32>.Continuation

    init(descriptor: Int32, _ continuation: AsyncStream<Int32>.Continuation) {
        self.descriptor = descriptor
        self.continuation = continuation
    }

    func run() {
        var byte: UInt8 = 0
        while true {
            let count = read(descriptor, &byte, 1)
            if count == 1 {
                continuation.yield(Int32(byte))
            } else if count == 0 || errno != EINTR {
                return continuation.finish()
            }
        }
    }
}
