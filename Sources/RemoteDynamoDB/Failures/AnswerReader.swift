import AWSSignatures
import Digests
import DynamoModel
import DynamoWire
import HTTPText

/// Reads what an HTTP answer means: checks it, decodes it, and sorts what it says went wrong.
struct AnswerReader: Sendable {
    let endpoint: RemoteEndpoint

    /// The answer to a request of an operation.
    ///
    /// - Throws: ``Failure``.
    func read(_ answer: WireAnswer, of operation: DynamoOperation) throws(Failure) -> DynamoResponse {
        try check(answer)
        guard answer.status == 200 else { throw failure(answer) }
        do throws(DynamoDBError) {
            return try DynamoResponse(operation, json: answer.body)
        } catch {
            throw .corrupt("it is not what \(operation.rawValue) answers", .open, endpoint: endpoint)
        }
    }

    /// Compares the body with its checksum, which is of the bytes as they were sent.
    private func check(_ answer: WireAnswer) throws(Failure) {
        if let coding = answer.fields.first("content-encoding"), !matchesIgnoringCase(coding, "identity") {
            throw .corrupt("it is compressed, which was not asked for", .open, endpoint: endpoint)
        }
        guard let expected = answer.fields.first("x-amz-crc32") else { return }
        guard let value = expected.decimal, value == Int(CRC32.checksum(answer.body)) else {
            throw .corrupt("it does not match its checksum", .open, endpoint: endpoint)
        }
    }

    private func failure(_ answer: WireAnswer) -> Failure {
        let said = ErrorAnswer(json: answer.body, status: answer.status)
        let wait = Self.retryAfter(answer.fields)
        if Self.throttles.contains(said.type ?? "") || answer.status == 429 {
            let code = said.type.flatMap(DynamoDBError.Code.init(rawValue:)) ?? .throttling
            return Failure(
                .throttled, .notDone,
                DynamoDBError(code, said.error.message, throttlingReasons: said.error.throttlingReasons),
                retryAfter: wait)
        }
        if Self.isThrottled(said.error) {
            return Failure(.throttled, .notDone, DynamoDBError(.throttling, said.error.message), retryAfter: wait)
        }
        if said.error.code == .transactionInProgress {
            // Of this token: an earlier try of ours, of which it is not known yet how it ends.
            return Failure(.throttled, .open, said.error, retryAfter: wait)
        }
        if answer.status >= 500 || answer.status == 408 { return serviceFailure(answer, said, wait) }
        guard let type = said.type else { return foreign(answer) }
        if Self.expired.contains(type) { return notAdmitted(.expiredCredentials, type) }
        if Self.skewed.contains(type) { return notAdmitted(.wrongClock, type) }
        if Self.unadmitted.contains(type) { return notAdmitted(.notAdmitted, type) }
        return Failure(.refused, .notDone, said.error)
    }

    /// An error of the service's own says that it is done with the request; one of somebody in between says nothing.
    private func serviceFailure(_ answer: WireAnswer, _ said: ErrorAnswer, _ wait: Duration?) -> Failure {
        guard let type = said.type else {
            let text = endpoint.failed(status: answer.status)
            return Failure(.gatewayFailed, .open, DynamoDBError(.serviceUnavailable, text), retryAfter: wait)
        }
        let isOwn = type == DynamoDBError.Code.internalServerError.rawValue
        let text = endpoint.failed(Self.printable(type), said.error.message)
        return Failure(
            .serviceFailed, isOwn ? .settled : .open,
            DynamoDBError(isOwn ? .internalServerError : .serviceUnavailable, text), retryAfter: wait)
    }

    private func notAdmitted(_ cause: Failure.Cause, _ type: String) -> Failure {
        let advice: RemoteEndpoint.Admission =
            cause == .expiredCredentials ? .expired : Self.forbidden.contains(type) ? .forbidden : .unknown
        let text = endpoint.notAdmitted(Self.printable(type), advice)
        return Failure(cause, .notDone, DynamoDBError(.serviceUnavailable, text))
    }

    /// Not an answer of the protocol at all: redirections, and what other servers say to a stranger.
    private func foreign(_ answer: WireAnswer) -> Failure {
        Failure(
            .refused, .notDone, DynamoDBError(.serviceUnavailable, endpoint.foreign(status: answer.status)))
    }

    /// A type's name is shown when it looks like one.
    private static func printable(_ type: String) -> String {
        let isName = type.utf8.count <= 64 && type.utf8.allSatisfy { ByteClass.isToken($0) }
        return isName ? type : "an error without a name"
    }
}

// The types of errors (API reference, "Common errors" and "Error handling").
extension AnswerReader {
    /// The request was refused for now, before anything was done.
    private static let throttles: Set<String> = [
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException", "Throttling",
        "ThrottledException", "RequestThrottled", "RequestThrottledException", "TooManyRequestsException", "SlowDown",
        "PriorRequestNotComplete", "BandwidthLimitExceeded",
    ]
    private static let expired: Set<String> = ["ExpiredTokenException", "ExpiredToken", "RequestExpired"]
    /// These come with a clock that is wrong as well as with a wrong key.
    private static let skewed: Set<String> = [
        "RequestTimeTooSkewed", "InvalidSignatureException", "SignatureDoesNotMatch", "RequestInTheFuture",
    ]
    private static let forbidden: Set<String> = ["AccessDeniedException", "AccessDenied"]
    private static let unadmitted: Set<String> = [
        "UnrecognizedClientException", "MissingAuthenticationTokenException", "MissingAuthenticationToken",
        "IncompleteSignatureException", "IncompleteSignature", "AccessDeniedException", "AccessDenied",
        "InvalidClientTokenId", "OptInRequired", "NotAuthorized",
    ]

    /// Whether a transaction was cancelled for nothing but what the table had left to give: later it may be carried
    /// out.
    private static func isThrottled(_ error: DynamoDBError) -> Bool {
        let codes = Set(error.cancellationReasons.map(\.code)).subtracting([.none])
        return !codes.isEmpty && codes.isSubset(of: [.throttlingError, .provisionedThroughputExceeded])
    }

    /// What the service asks to wait: `x-amz-retry-after` in milliseconds, or `Retry-After` in seconds.
    private static func retryAfter(_ fields: AnswerFields) -> Duration? {
        if let milliseconds = fields.number("x-amz-retry-after") { return .milliseconds(milliseconds) }
        return fields.number("retry-after").map { .seconds($0) }
    }
}
