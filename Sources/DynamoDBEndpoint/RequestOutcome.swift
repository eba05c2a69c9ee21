import HTTPServer

/// What became of a request, for the log: no values, no keys.
public struct RequestOutcome: Sendable {
    /// The operation's name; nil when the request named none that is known.
    public let operation: String?
    /// The answer's status.
    public let status: Int
    /// The error's type; nil for success.
    public let errorType: String?
    /// The request's id.
    public let requestID: String
    /// Microseconds from the last byte of the request's head to that of its answer.
    public let microseconds: Int
    /// How far the answer came.
    public let end: HTTPAnswerEnd
}
