import Glibc
import Synchronization
import Threads

/// Collects log lines and writes them to a descriptor from a separate thread, so that a request never waits for a
/// slow terminal or pipe.
///
/// Bounded: when `maximumBytes` wait, further lines are dropped and counted.
public final class LogWriter: Sendable {
    /// How many bytes may wait to be written.
    public static let maximumBytes = 4 << 20
    /// How long lines are collected before one write, in microseconds.
    static let collecting: UInt32 = 20_000

    private struct State {
        var waiting: [UInt8] = []
        var dropped = 0
        var isWriting = false
    }

    private let state = Mutex(State())
    /// Held while lines are taken and written, so that they stay in their order and `flush()` waits for them.
    private let output = Mutex(())
    private let descriptor: Int32

    /// A writer to an open descriptor, for example 2 for standard error.
    public init(descriptor: Int32 = 2) { self.descriptor = descriptor }

    /// Lines that were dropped because the descriptor was too slow.
    public var dropped: Int { state.withLock(\.dropped) }

    /// Takes a line. Returns at once.
    public func write(_ line: [UInt8]) {
        let mustStart = state.withLock { state in
            guard state.waiting.count + line.count <= Self.maximumBytes else {
                state.dropped += 1
                return false
            }
            state.waiting += line
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { startWriting() }
    }

    /// Writes what waits, before the process ends: when it returns, all lines that were taken are written.
    public func flush() {
        output.withLock { _ in
            writeAll(
                state.withLock { state in
                    defer { state.waiting = [] }
                    return state.waiting
                })
        }
    }

    /// A detached thread that lives while there is something to write: an idle service has none.
    private func startWriting() {
        if DetachedThread.start(name: "log", { self.run() }) != 0 {
            state.withLock { $0.isWriting = false }
            flush()
        }
    }

    private func run() {
        while true {
            usleep(Self.collecting)
            let isDone = output.withLock { _ in
                let bytes = state.withLock { state in
                    if state.waiting.isEmpty { state.isWriting = false }
                    defer { state.waiting = [] }
                    return state.waiting
                }
                writeAll(bytes)
                return bytes.isEmpty
            }
            if isDone { return }
        }
    }

    private func writeAll(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return }
                rest = rest.dropFirst(written)
            }
        }
    }
}
