/// How far an answer came.
public struct HTTPAnswerEnd: Sendable {
    /// Bytes of the body that the system has taken for the client. Of an answer that was broken off while it was
    /// streamed, the framing of what was not taken may count against them.
    public let bodyBytes: Int
    /// Whether the connection ended before the system had taken the last byte: the client left, or was cut.
    public let isBrokenOff: Bool
    /// Why a streamed body broke off by itself; nil when it did not, or when the client had left before: the body
    /// learns that by ``HTTPStreamError/connectionClosed``, or by the cancellation of its task.
    public let error: (any Error)?

    /// An end; also for callers who answer without a connection.
    public init(bodyBytes: Int, isBrokenOff: Bool = false, error: (any Error)? = nil) {
        self.bodyBytes = bodyBytes
        self.isBrokenOff = isBrokenOff
        let isLeft = error as? HTTPStreamError == .connectionClosed || error is CancellationError
        self.error = isLeft ? nil : error
    }
}
