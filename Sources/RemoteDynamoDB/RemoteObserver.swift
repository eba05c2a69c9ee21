import DynamoModel
import DynamoWire

/// What became of one try of a call, as metrics count it.
public enum AttemptResult: String, Sendable, CaseIterable {
    /// The service carried it out.
    case succeeded
    /// The service refused it: a condition that did not hold, a rule that was broken.
    case refused
    /// Too much was asked of the table.
    case throttled
    /// The service failed.
    case serviceFailed
    /// There was no answer in time.
    case timedOut
    /// There was no connection, or it was lost.
    case unreachable
    /// The answer was unusable.
    case corrupt
    /// The credentials were not accepted.
    case notAdmitted
    /// Nothing was sent: there were no credentials to sign with.
    case noCredentials
    /// Nothing was sent: no time left, too many calls waiting, or the client was closed.
    case notSent
}

/// Hears what a ``RemoteTable`` does, for metrics. Called in the middle of calls: it must be quick.
public protocol RemoteObserver: Sendable {
    /// A try has ended.
    func attemptEnded(_ operation: DynamoOperation, _ result: AttemptResult)
    /// A call has ended after so many tries (none when the breaker was open), with an error or without. Retries are the
    /// tries but the first; in a further round of a batch, for what was left unprocessed, the first too.
    func callEnded(_ operation: DynamoOperation, attempts: Int, retries: Int, error: DynamoDBError.Code?)
    /// The circuit breaker opened or closed.
    func breakerChanged(isOpen: Bool)
}

extension Failure {
    /// What metrics call it.
    var result: AttemptResult {
        switch cause {
        case .refused: .refused
        case .throttled: .throttled
        case .serviceFailed, .gatewayFailed: .serviceFailed
        case .timedOut: .timedOut
        case .unreachable: .unreachable
        case .corrupt: .corrupt
        case .expiredCredentials, .notAdmitted, .wrongClock: .notAdmitted
        case .noCredentials: .noCredentials
        case .notSent: .notSent
        }
    }

    /// What it says of the endpoint. Even an answer that cannot be used comes from somebody; but a 5xx without an error
    /// of the protocol's comes from a program in front of it, such as a balancer without a server left.
    var finding: CircuitBreaker.Finding {
        switch cause {
        case .timedOut, .unreachable, .gatewayFailed: .notReached
        case .noCredentials, .notSent: .nothing
        default: .reached
        }
    }
}
