import DynamoModel
import DynamoWire
import JSONText
import Lexi
import LexiAPI
import RemoteDynamoDB
import Synchronization

/// Counts what the client of an endpoint does, and logs when the endpoint goes away and comes back: once each, not for
/// each call.
final class EndpointWatch: RemoteObserver {
    private struct Counts {
        var attempts: [AttemptResult: Int] = [:]
        var retries = 0
        var isReachable = true
    }

    private let endpoint: RemoteEndpoint
    private let log: Log
    private let counts = Mutex(Counts())

    init(_ endpoint: RemoteEndpoint, _ log: Log) {
        self.endpoint = endpoint
        self.log = log
    }

    func attemptEnded(_ operation: DynamoOperation, _ result: AttemptResult) {
        counts.withLock { $0.attempts[result, default: 0] += 1 }
    }

    func callEnded(_ operation: DynamoOperation, attempts: Int, retries: Int, error: DynamoDBError.Code?) {
        guard retries > 0 else { return }
        counts.withLock { $0.retries += retries }
    }

    func breakerChanged(isOpen: Bool) {
        counts.withLock { $0.isReachable = !isOpen }
        log.event(
            isOpen ? .error : .warning, isOpen ? "table-unreachable" : "table-reachable", clock: .system,
            [("endpoint", .string("\(endpoint)"))])
    }

    /// Figures for `/metrics`.
    var gauges: [Gauge] {
        [
            Gauge("lexi_table_reachable", "1 when the table's endpoint answered of late, else 0.") {
                self.counts.withLock { $0.isReachable ? 1 : 0 }
            },
            Gauge(
                "lexi_table_retries_total", "Requests to the table's endpoint beyond the first of a call.",
                isCounter: true
            ) {
                self.counts.withLock { Double($0.retries) }
            },
        ]
            + AttemptResult.allCases.map { result in
                Gauge(
                    "lexi_table_attempts_\(Self.name(result))_total",
                    "Requests to the table's endpoint that \(Self.meaning(result)).", isCounter: true
                ) { self.counts.withLock { Double($0.attempts[result] ?? 0) } }
            }
    }

    private static func name(_ result: AttemptResult) -> String {
        switch result {
        case .succeeded: "succeeded"
        case .refused: "refused"
        case .throttled: "throttled"
        case .serviceFailed: "service_failed"
        case .timedOut: "timed_out"
        case .unreachable: "unreachable"
        case .corrupt: "corrupt"
        case .notAdmitted: "not_admitted"
        case .noCredentials: "no_credentials"
        case .notSent: "not_sent"
        }
    }

    private static func meaning(_ result: AttemptResult) -> String {
        switch result {
        case .succeeded: "were carried out"
        case .refused: "broke a condition or a rule"
        case .throttled: "were throttled"
        case .serviceFailed: "failed there"
        case .timedOut: "got no answer in time"
        case .unreachable: "got no connection or lost it"
        case .corrupt: "got an answer that is unusable"
        case .notAdmitted: "were refused for their credentials"
        case .noCredentials: "were not sent for want of credentials"
        case .notSent: "the client itself refused"
        }
    }
}
