/// Why the server itself refuses a request. The connection is closed after the answer, and nothing after the request
/// is ever read as a request.
public enum HTTPProtocolError: Error, Sendable, Hashable {
    /// The request line is not `method SP target SP version CRLF`.
    case malformedRequestLine
    /// The method is a token that this server does not implement.
    case unknownMethod
    /// The target holds an illegal byte, a bad percent-escape, or has a form that does not go with the method.
    case invalidTarget
    /// The target is longer than `limit` bytes.
    case targetTooLong(limit: Int)
    /// The version is neither HTTP/1.1 nor HTTP/1.0.
    case unsupportedVersion
    /// A line ends with LF alone, or CR stands without LF.
    case malformedLineEnd
    /// A field line starts with white space (obsolete line folding).
    case foldedHeader
    /// A field name is empty, is not a token, or has white space before the colon.
    case invalidHeaderName
    /// A field value holds NUL or another control byte.
    case invalidHeaderValue
    /// The head is longer than `limit` bytes.
    case headerTooLarge(limit: Int)
    /// The head has more than `limit` fields.
    case tooManyHeaders(limit: Int)
    /// An HTTP/1.1 request has no `Host`.
    case missingHost
    /// `Host` is repeated.
    case duplicateHost
    /// `Host` is not a host with an optional port.
    case invalidHost
    /// `Content-Length` is not a plain decimal number, or is repeated.
    case invalidContentLength
    /// Both `Content-Length` and `Transfer-Encoding` are there.
    case lengthAndTransferEncoding
    /// `Transfer-Encoding` is repeated, empty, does not end with `chunked`, or is sent with HTTP/1.0.
    case invalidTransferEncoding
    /// `Transfer-Encoding` names a coding other than `chunked`.
    case unsupportedTransferEncoding
    /// A chunk's size, extension or end is malformed or too long.
    case invalidChunk
    /// The body is longer than `limit` bytes.
    case bodyTooLarge(limit: Int)
    /// `Expect` asks for something other than `100-continue`.
    case unsupportedExpectation
    /// The head did not arrive in time.
    case headerTimeout
    /// The body did not arrive in time, or too slowly.
    case bodyTimeout
    /// The unfinished bodies of all connections take all the memory that they may; see
    /// ``HTTPLimits/bufferedBodyBytes``.
    case bodyMemoryExhausted
    /// The answers of all connections take all the memory that they may; see ``HTTPLimits/outputBytes``. The request
    /// was not started.
    case outputMemoryExhausted

    /// The status with which the request is answered.
    public var status: HTTPStatus {
        switch self {
        case .targetTooLong: .uriTooLong
        case .headerTooLarge, .tooManyHeaders: .requestHeaderFieldsTooLarge
        case .bodyTooLarge: .contentTooLarge
        case .unknownMethod, .unsupportedTransferEncoding: .notImplemented
        case .unsupportedVersion: .httpVersionNotSupported
        case .unsupportedExpectation: .expectationFailed
        case .headerTimeout, .bodyTimeout: .requestTimeout
        case .bodyMemoryExhausted, .outputMemoryExhausted: .serviceUnavailable
        default: .badRequest
        }
    }

    /// One sentence for the client that names the fault. It repeats nothing of what was sent.
    public var detail: String {
        switch self {
        case .malformedRequestLine: "The request line is not a method, a target and a version, one space apart."
        case .unknownMethod: "The method is not one that this server knows."
        case .invalidTarget: "The request target is malformed."
        case .targetTooLong(let limit): "The request target is longer than \(limit) bytes."
        case .unsupportedVersion: "This server speaks HTTP/1.1 and HTTP/1.0."
        case .malformedLineEnd: "A line does not end with CR LF."
        case .foldedHeader: "A header field is folded over several lines."
        case .invalidHeaderName: "A header field has an invalid name."
        case .invalidHeaderValue: "A header field has a control character in its value."
        case .headerTooLarge(let limit): "Request line and header fields are longer than \(limit) bytes."
        case .tooManyHeaders(let limit): "The request has more than \(limit) header fields."
        case .missingHost: "The header field Host is missing."
        case .duplicateHost: "The header field Host is repeated."
        case .invalidHost: "The header field Host is malformed."
        case .invalidContentLength: "Content-Length is not one plain decimal number."
        case .lengthAndTransferEncoding: "Content-Length and Transfer-Encoding exclude each other."
        case .invalidTransferEncoding: "Transfer-Encoding is malformed."
        case .unsupportedTransferEncoding: "The only transfer coding that this server knows is chunked."
        case .invalidChunk: "The chunked body is malformed."
        case .bodyTooLarge(let limit): "The body is longer than \(limit) bytes."
        case .unsupportedExpectation: "The only expectation that this server knows is 100-continue."
        case .headerTimeout: "The request's header did not arrive in time."
        case .bodyTimeout: "The request's body did not arrive in time."
        case .bodyMemoryExhausted: "The server is receiving too many bodies at the moment; nothing was done."
        case .outputMemoryExhausted: "The server has too many answers to send at the moment; nothing was done."
        }
    }

    /// Seconds after which the same request may succeed, for the field `Retry-After`; nil when it never will or the
    /// client is at fault.
    public var retryAfterSeconds: Int? { status == .serviceUnavailable ? 1 : nil }
}
