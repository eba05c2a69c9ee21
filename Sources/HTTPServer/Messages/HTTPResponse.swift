/// An answer. The server adds `Date`, `Content-Length` or `Transfer-Encoding`, and `Connection`; fields of these names
/// that a handler set are left out, so that framing cannot be contradicted.
public struct HTTPResponse: Sendable {
    /// What follows the head of an answer.
    public enum Body: Sendable {
        /// Nothing (`Content-Length: 0`, except where the status forbids a body).
        case empty
        /// All of it at once.
        case bytes([UInt8])
        /// All of it at once, of bytes that the program keeps anyway, such as a fixed document: however many clients
        /// are being sent it, it is in memory once, and counts for no client.
        case shared([UInt8])
        /// Piece by piece: `write` runs on the connection's task and waits while the client is slow. With `length` it
        /// is sent with that `Content-Length` and must have exactly that many bytes; without, chunked (to an HTTP/1.0
        /// client until the connection closes). Throwing cuts the connection, so that the client cannot take a part for
        /// the whole. Runs exactly once, unless the request is HEAD or the status forbids a body; when the client is
        /// gone already, its first write throws.
        case stream(length: Int?, write: @Sendable (HTTPBodyWriter) async throws -> Void)
    }

    /// How it went.
    public var status: HTTPStatus
    /// The fields.
    public var headers: HTTPHeaders
    /// What follows the head. A HEAD request is answered with the fields alone, and nothing is written.
    public var body: Body
    /// Whether the connection ends after this answer.
    public var closesConnection: Bool
    /// Learns when the system has taken the last byte for the client, or the connection ended before.
    public var observer: (any HTTPAnswerObserver)?

    /// An answer of these parts.
    public init(
        status: HTTPStatus, headers: HTTPHeaders = HTTPHeaders(), body: Body = .empty, closesConnection: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.closesConnection = closesConnection
    }

    /// An answer with a body of one media type.
    public init(status: HTTPStatus, contentType: HTTPFieldValue, bytes: [UInt8]) {
        self.init(status: status, body: .bytes(bytes))
        headers.append("Content-Type", contentType)
    }
}

extension HTTPResponse.Body {
    /// Bytes of the body; of a streamed one 0, whose count is known when it has been written.
    public var count: Int {
        switch self {
        case .empty, .stream: 0
        case .bytes(let bytes), .shared(let bytes): bytes.count
        }
    }
}
