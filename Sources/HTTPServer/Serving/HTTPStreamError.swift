/// Why a streamed body ended early.
public enum HTTPStreamError: Error, Sendable, Equatable {
    /// The client is gone, or the server has cut the connection.
    case connectionClosed
    /// The body is longer or shorter than the length that was announced.
    case wrongLength
}
