import HTTPServer
import JSONText
import Lexi

/// Where answers are recorded: the counts of routes and the access log.
final class AnswerLog: Sendable {
    let metrics: Metrics
    let log: Log
    private let clock: WallClock
    private let tablePlace: String

    init(_ metrics: Metrics, _ log: Log, _ clock: WallClock, tablePlace: String) {
        self.metrics = metrics
        self.log = log
        self.clock = clock
        self.tablePlace = tablePlace
    }

    /// What the log says of a failure of the service's own.
    func words(for error: any Error) -> String { Problem.failure(error, tablePlace) }

    /// A line that its caller goes on with; nil when the log leaves lines of this level out.
    func line(_ level: LogLevel, _ event: String, _ requestID: [UInt8]) -> JSONWriter? {
        guard level <= log.level else { return nil }
        var line = Log.start(level, event, now: clock.now)
        line.name("request_id")
        line.string(String(decoding: requestID, as: UTF8.self))
        return line
    }

    /// Ends a line with how the answer ended.
    func finish(_ line: inout JSONWriter, _ end: HTTPAnswerEnd) {
        line.name("bytes_out")
        line.integer(end.bodyBytes)
        if end.isBrokenOff {
            line.name("broken_off")
            line.bool(true)
        }
        log.finish(&line)
    }
}
