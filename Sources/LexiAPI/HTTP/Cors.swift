import HTTPServer

/// Cross-origin calls from browsers (Fetch standard, section 3.2): off unless origins are configured, which must match
/// byte for byte. Tokens travel in a header, so that credentials mode is never needed.
struct Cors: Sendable {
    /// What the API reads of a request, and browsers do not send unasked.
    private static let requestFields: HTTPFieldValue =
        "Authorization, Content-Encoding, Content-Type, Idempotency-Key, If-Match, If-None-Match, If-Unmodified-Since, traceparent, X-Request-Id"
    /// What answers carry, and browsers do not show unasked.
    private static let answerFields: HTTPFieldValue =
        "Accept-Encoding, Accept-Patch, Allow, ETag, Idempotency-Replayed, Location, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-Id"

    private let origins: [[UInt8]]

    init(origins: [String]) { self.origins = origins.map { Array($0.utf8) } }

    /// The request's origin, when its scripts may read the answer.
    func allowedOrigin(_ headers: HTTPHeaders) -> HTTPFieldValue? {
        guard !origins.isEmpty, let origin = headers.first("origin"),
            origins.contains(where: { origin.elementsEqual($0) })
        else { return nil }
        return HTTPFieldValue(bytes: Array(origin))
    }

    /// Whether the request asks in advance whether another one would be allowed.
    func isPreflight(_ request: HTTPRequest) -> Bool {
        request.method == .options && request.headers.contains("access-control-request-method")
            && allowedOrigin(request.headers) != nil
    }

    /// The answer to such a question, for a path that has these methods.
    ///
    /// The method that is asked for is always among the allowed ones: a browser shows the answer to a call (404, 405
    /// and 429 too) only if it was allowed to make the call.
    func preflight(_ request: HTTPRequest, _ methods: [HTTPMethod]) -> HTTPResponse {
        var response = HTTPResponse(status: .noContent)
        var methods = methods
        if let bytes = request.headers.first("access-control-request-method"),
            let asked = HTTPMethod.allCases.first(where: { $0.description.utf8.elementsEqual(bytes) }),
            !methods.contains(asked)
        {
            methods.append(asked)
        }
        let list = methods.map(\.description).joined(separator: ", ")
        if let methods = HTTPFieldValue(list) { response.headers.append("Access-Control-Allow-Methods", methods) }
        response.headers.append("Access-Control-Allow-Headers", Self.requestFields)
        response.headers.append("Access-Control-Max-Age", "600")
        return response
    }

    /// Adds what lets the origin's scripts read the answer.
    func decorate(_ headers: inout HTTPHeaders, for request: HTTPHeaders) {
        guard !origins.isEmpty else { return }
        // Caches must keep the answers to different origins apart, also the one without permission.
        headers.append("Vary", "Origin")
        guard let origin = allowedOrigin(request) else { return }
        headers.append("Access-Control-Allow-Origin", origin)
        headers.append("Access-Control-Expose-Headers", Self.answerFields)
    }
}
