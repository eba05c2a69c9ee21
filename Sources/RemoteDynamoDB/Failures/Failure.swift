import DynamoModel

/// Why one try of a call did not succeed, and what that says of the write that it carried.
struct Failure: Error, Sendable {
    /// The kinds of failures, by what can be done about them.
    enum Cause: Sendable {
        /// The service understood and refused: to ask again is to be refused again.
        case refused
        /// Too much was asked of the table: later it may be different.
        case throttled
        /// The service failed.
        case serviceFailed
        /// Something in front of the service failed, or something that is not DynamoDB.
        case gatewayFailed
        /// There was no answer in time.
        case timedOut
        /// There was no connection, or it was lost.
        case unreachable
        /// The answer does not match its checksum, or is not one of the protocol's.
        case corrupt
        /// The credentials have expired.
        case expiredCredentials
        /// The credentials are not accepted.
        case notAdmitted
        /// Our clock is wrong by more than signatures allow.
        case wrongClock
        /// Nothing was sent: there are no credentials to sign with.
        case noCredentials
        /// Nothing was sent: no time left, too many calls waiting, or the client was closed.
        case notSent
    }

    /// What is known of the write.
    enum Outcome: Int, Sendable, Comparable {
        /// It was certainly not done.
        case notDone
        /// It may have been done; if it was not, it will not be any more.
        case settled
        /// It may have been done, or may yet be: the request can still be on its way.
        case open

        static func < (left: Outcome, right: Outcome) -> Bool { left.rawValue < right.rawValue }
    }

    let cause: Cause
    let outcome: Outcome
    /// The error that the caller gets when no try is left after this: `serviceUnavailable` where the cause lies on the
    /// way.
    let error: DynamoDBError
    /// How long the service asks to wait.
    var retryAfter: Duration?

    init(_ cause: Cause, _ outcome: Outcome, _ error: DynamoDBError, retryAfter: Duration? = nil) {
        self.cause = cause
        self.outcome = outcome
        self.error = error
        self.retryAfter = retryAfter
    }

    /// Whether it may be different next time.
    var isTransient: Bool {
        switch cause {
        case .throttled, .serviceFailed, .gatewayFailed, .timedOut, .unreachable, .corrupt: true
        case .refused, .expiredCredentials, .notAdmitted, .wrongClock, .noCredentials, .notSent: false
        }
    }

    /// What a retry costs of the budget: a time-out has cost the endpoint and us more than another failure.
    var retryCost: Int { cause == .timedOut ? RetryBudget.timeoutCost : RetryBudget.cost }
}

// What a try says.
extension Failure {
    /// No answer.
    init(_ failure: TransportFailure, endpoint: RemoteEndpoint) {
        let cause: Cause =
            switch failure.kind {
            case .timedOut: .timedOut
            case .malformed: .corrupt
            case .overloaded, .closed: .notSent
            case .unresolved, .noConnection, .connectionLost: .unreachable
            }
        self.init(
            cause, failure.mayHaveArrived ? .open : .notDone,
            DynamoDBError(.serviceUnavailable, endpoint.text(failure)))
    }

    /// An answer that cannot be trusted: it was sent after the request was dealt with, but does not say how.
    static func corrupt(_ detail: String, _ outcome: Outcome, endpoint: RemoteEndpoint) -> Failure {
        Failure(.corrupt, outcome, DynamoDBError(.serviceUnavailable, endpoint.unusable(detail)))
    }

    /// No credentials to sign with.
    static func noCredentials(_ detail: String, endpoint: RemoteEndpoint) -> Failure {
        Failure(.noCredentials, .notDone, DynamoDBError(.serviceUnavailable, endpoint.noCredentials(detail)))
    }
}
