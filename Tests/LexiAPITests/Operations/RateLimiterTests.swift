import Testing

@testable import LexiAPI

/// The token bucket of each user.
struct RateLimiterTests {
    private static let second = 1_000_000_000

    /// A burst passes, the next is refused until a token has come back.
    @Test func burstThenRefill() {
        let limiter = RateLimiter(RateLimit(burst: 3, requests: 1, window: 1))
        for remaining in [2, 1, 0] {
            let verdict = limiter.take("a", now: 0)
            #expect(verdict.isAllowed)
            #expect(verdict.remaining == remaining)
        }
        #expect(limiter.take("a", now: 0) == .init(isAllowed: false, remaining: 0, seconds: 1))
        #expect(!limiter.take("a", now: Self.second - 1).isAllowed)
        #expect(limiter.take("a", now: Self.second).isAllowed)
        #expect(!limiter.take("a", now: Self.second).isAllowed)
        // A bucket never holds more than the burst, however long the pause was.
        for _ in 0..<3 { #expect(limiter.take("a", now: 100 * Self.second).isAllowed) }
        #expect(!limiter.take("a", now: 100 * Self.second).isAllowed)
    }

    /// One user's requests cost no other user anything.
    @Test func usersAreApart() {
        let limiter = RateLimiter(RateLimit(burst: 1, requests: 1, window: 60))
        #expect(limiter.take("a", now: 0).isAllowed)
        #expect(limiter.take("b", now: 0).isAllowed)
        #expect(!limiter.take("a", now: 0).isAllowed)
    }

    /// Memory stays bounded under any number of users, and full buckets are what is forgotten first.
    @Test func manyUsers() {
        let limiter = RateLimiter(RateLimit(burst: 1, requests: 1, window: 1))
        for user in 0..<2 * RateLimiter.maximumUsers { #expect(limiter.take("old \(user)", now: 0).isAllowed) }
        #expect(limiter.userCount <= RateLimiter.maximumUsers)
        #expect(limiter.userCount > RateLimiter.maximumUsers / 2)
        // Two seconds later all of them are full: new users take their room, and stay known.
        let new = (0..<1_000).map { "new \($0)" }
        for user in new { #expect(limiter.take(user, now: 2 * Self.second).isAllowed) }
        #expect(limiter.userCount < 2 * new.count)
        for user in new { #expect(!limiter.take(user, now: 2 * Self.second).isAllowed) }
    }
}
