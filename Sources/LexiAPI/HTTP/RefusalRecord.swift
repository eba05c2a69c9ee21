import HTTPServer
import JSONText
import Lexi

/// Records the answer to a request that the server refused before it was whole.
final class RefusalRecord: HTTPAnswerObserver {
    private let log: AnswerLog
    private let counts: Metrics.RouteCounts
    private let requestID: [UInt8]
    private let peer: PeerAddress
    private let status: Int
    private let why: String

    init(
        _ error: HTTPProtocolError, _ status: HTTPStatus, _ request: RefusedRequest, _ requestID: [UInt8],
        _ counts: Metrics.RouteCounts, _ log: AnswerLog
    ) {
        self.log = log
        self.counts = counts
        self.requestID = requestID
        peer = request.peer
        self.status = Int(status.code)
        why = error.detail
    }

    func answerEnded(_ end: HTTPAnswerEnd) {
        counts.count(status: status, microseconds: 0)
        guard var line = log.line(.info, "refused", requestID) else { return }
        line.name("peer")
        line.string(peer.host)
        line.name("status")
        line.integer(status)
        line.name("why")
        line.string(why)
        log.finish(&line, end)
    }
}
