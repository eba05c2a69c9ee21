import HTTPServer
import JSONText
import Lexi

/// Records an answer when it has ended: duration and size are those of the client's line, too.
final class AnswerRecord: HTTPAnswerObserver {
    private let log: AnswerLog
    private let exchange: Exchange
    // Of the request without its body, which is not to be kept until the client has taken the answer.
    private let method: HTTPMethod
    private let peer: PeerAddress
    private let receivedAt: MonotonicTime
    private let bytesIn: Int
    private let status: Int

    init(_ request: HTTPRequest, _ status: HTTPStatus, _ exchange: consuming Exchange, _ log: AnswerLog) {
        self.log = log
        self.exchange = exchange
        method = request.method
        peer = request.peer
        receivedAt = request.receivedAt
        bytesIn = request.body.count
        self.status = Int(status.code)
    }

    func answerEnded(_ end: HTTPAnswerEnd) {
        log.metrics.inFlight.add(-1)
        let elapsed = MonotonicTime.now.nanoseconds &- receivedAt.nanoseconds
        let microseconds = Int(clamping: elapsed / 1_000)
        exchange.counts.count(status: status, microseconds: microseconds)
        writeLine(end, failure: exchange.failure ?? end.error.map(log.words), microseconds)
    }

    /// The route's template stands in the line, never the path, which may hold words.
    private func writeLine(_ end: HTTPAnswerEnd, failure: String?, _ microseconds: Int) {
        let level: LogLevel = status >= 500 || failure != nil ? .error : .info
        guard var line = log.line(level, "request", exchange.requestID) else { return }
        writeOrigin(&line)
        line.name("method")
        line.string(method.description)
        line.name("route")
        line.string(exchange.counts.path)
        line.name("status")
        line.integer(status)
        line.name("duration_us")
        line.integer(microseconds)
        line.name("bytes_in")
        line.integer(bytesIn)
        if let failure {
            line.name("failure")
            line.string(failure)
        }
        log.finish(&line, end)
    }

    private func writeOrigin(_ line: inout JSONWriter) {
        if let trace = exchange.trace {
            line.name("trace_id")
            line.string(trace.traceID)
        }
        line.name("peer")
        line.string(peer.host)
        if exchange.client != peer, exchange.client != .none {
            line.name("client")
            line.string(exchange.client.host)
        }
        if let caller = exchange.caller {
            line.name("caller")
            line.string(caller)
        }
    }
}
