import HTTPServer

/// A limit with its name in the header fields: what calls of one key share.
struct NamedLimit: Sendable {
    private let limiter: RateLimiter
    private let fields: RateLimitFields

    init(_ name: String, _ limit: RateLimit) {
        limiter = RateLimiter(limit)
        fields = RateLimitFields(limit, name: name)
    }

    /// What a limit says of a call.
    struct Verdict: Sendable {
        fileprivate let fields: RateLimitFields
        let verdict: RateLimiter.Verdict

        func append(to headers: inout HTTPHeaders) { fields.append(verdict, to: &headers) }
    }

    func take(_ key: String) -> Verdict {
        let now = Int(truncatingIfNeeded: MonotonicTime.now.nanoseconds)
        return Verdict(fields: fields, verdict: limiter.take(key, now: now))
    }

    /// Takes back what a call was counted for.
    func giveBack(_ key: String) { limiter.giveBack(key) }
}
