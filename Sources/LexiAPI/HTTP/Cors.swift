import HTTPServer

/// Cross-origin calls from browsers (Fetch standard, section 3.2): off unless origins are configured, which must match
/// byte for byte. Tokens travel in a header, so that credentials mode is never needed.
struct Cors: Sendable {
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
    func preflight(_ methods: [HTTPMethod]) -> HTTPResponse {
        var response = HTTPResponse(status: .noContent)
        let list = methods.map(\.description).joined(separator: ", ")
        if let methods = HTTPFieldValue(list) { response.headers.append("Access-Control-Allow-Methods", methods) }
        response.headers.append(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id")
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
        headers.append(
            "Access-Control-Expose-Headers",
            "ETag, Idempotency-Replayed, Location, X-Request-Id, RateLimit, RateLimit-Policy, Retry-After")
    }
}
