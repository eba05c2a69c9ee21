import DynamoWire
import HTTPServer

/// Reports a request's outcome when its answer has ended.
final class OutcomeReport: HTTPAnswerObserver {
    private let operation: DynamoOperation?
    private let neighbour: String?
    private let status: Int
    private let errorType: String?
    private let identifier: [UInt8]
    private let receivedAt: MonotonicTime
    private let report: @Sendable (RequestOutcome) -> Void

    init(
        _ answer: EndpointAnswer, identifier: [UInt8], receivedAt: MonotonicTime,
        _ report: @escaping @Sendable (RequestOutcome) -> Void
    ) {
        operation = answer.operation
        neighbour = answer.neighbour
        status = answer.status
        errorType = answer.errorType
        self.identifier = identifier
        self.receivedAt = receivedAt
        self.report = report
    }

    func answerEnded(_ end: HTTPAnswerEnd) {
        let elapsed = MonotonicTime.now.nanoseconds &- receivedAt.nanoseconds
        report(
            RequestOutcome(
                operation: operation?.rawValue ?? neighbour, status: status, errorType: errorType,
                requestID: String(decoding: identifier, as: UTF8.self),
                microseconds: Int(clamping: elapsed / 1_000), end: end))
    }
}
