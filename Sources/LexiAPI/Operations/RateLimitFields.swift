import HTTPServer

/// The header fields that report the rate limit (draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4).
struct RateLimitFields: Sendable {
    private let name: String
    private let policy: HTTPFieldValue

    /// The bucket as a quota: so many requests in the time that it takes to fill.
    init(_ limit: RateLimit, name: String = "user") {
        self.name = name
        let seconds = max(1, (limit.burst * limit.window + limit.requests - 1) / limit.requests)
        policy = HTTPFieldValue("\"\(name)\";q=\(limit.burst);w=\(seconds)") ?? "\"limit\""
    }

    func append(_ verdict: RateLimiter.Verdict, to headers: inout HTTPHeaders) {
        headers.append("RateLimit-Policy", policy)
        if let state = HTTPFieldValue("\"\(name)\";r=\(verdict.remaining);t=\(verdict.seconds)") {
            headers.append("RateLimit", state)
        }
    }
}
