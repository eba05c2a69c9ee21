import Glibc
import JSONText
import Lexi
import Synchronization
import Threads

/// How much is logged.
public enum LogLevel: String, Sendable, CaseIterable, Comparable {
    /// Failures of the service.
    case error
    /// What needs a look, too.
    case warning
    /// Each request, too.
    case info
    /// Everything.
    case debug

    private var rank: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .info: 2
        case .debug: 3
        }
    }

    /// Whether the left one logs less.
    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }
}

/// A structured log: one JSON object a line. Neither tokens nor personal data belong into it.
public struct Log: Sendable {
    /// Up to which level is logged.
    public let level: LogLevel
    /// Takes a whole line with its line feed; must not block for long.
    public let write: @Sendable ([UInt8]) -> Void

    /// A log that writes its lines there.
    public init(level: LogLevel, write: @escaping @Sendable ([UInt8]) -> Void) {
        self.level = level
        self.write = write
    }

    /// No log.
    public static let none = Log(level: .error) { _ in }

    /// Writes one event.
    ///
    /// - Parameter members: further members; values are texts or integers.
    public func event(_ level: LogLevel, _ name: String, clock: WallClock, _ members: [(String, JSONValue)] = []) {
        guard level <= self.level else { return }
        var line = Log.start(level, name, now: clock.now)
        for (name, value) in members {
            line.name(name)
            line.value(value)
        }
        finish(&line)
    }

    static func start(_ level: LogLevel, _ event: String, now: Timestamp) -> JSONWriter {
        var line = JSONWriter(capacity: 384)
        line.beginObject()
        line.name("time")
        line.string(now.text)
        line.name("level")
        line.string(level.rawValue)
        line.name("event")
        line.string(event)
        return line
    }

    func finish(_ line: inout JSONWriter) {
        line.endObject()
        write(line.bytes + [UInt8(ascii: "\n")])
    }
}

/// Collects log lines and writes them to a descriptor from a thread of its own, so that a request never waits for a slow
/// terminal or pipe.
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
    /// Held by whoever takes lines and writes them, so that they stay in their order and `flush()` waits for them.
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
