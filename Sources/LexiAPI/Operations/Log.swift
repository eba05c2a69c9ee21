import Glibc
import JSONText
import Lexi

/// A structured log: one JSON object a line. Neither tokens nor personal data belong into it, except the addresses that
/// requests come from.
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
        var bytes = line.takePiece()
        bytes.append(UInt8(ascii: "\n"))
        write(bytes)
    }
}
