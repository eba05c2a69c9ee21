import Synchronization

/// A token bucket for each user, held as one time: when the bucket would be full again (the generic cell rate
/// algorithm).
///
/// Memory is bounded by `maximumUsers`: a full bucket is the same as none, so those are dropped first; when all are in
/// use, an arbitrary one is, in favour of that user.
final class RateLimiter: Sendable {
    /// How many users are watched at once, over all shards.
    static let maximumUsers = 65_536
    private static let shardCount = 16

    /// What the limiter says of a request.
    struct Verdict: Sendable, Equatable {
        /// Whether it may pass.
        var isAllowed: Bool
        /// How many more may come at once.
        var remaining: Int
        /// Seconds until the bucket is full, or when refused until the next request may come; rounded up.
        var seconds: Int
    }

    private final class Shard: Sendable {
        /// User to the time, in nanoseconds, at which the bucket is full.
        let fullAt = Mutex<[String: Int]>([:])
    }

    let limit: RateLimit
    private let shards = (0..<shardCount).map { _ in Shard() }
    /// Nanoseconds that one request costs.
    private let cost: Int
    /// Nanoseconds that the whole bucket is worth.
    private let capacity: Int

    init(_ limit: RateLimit) {
        self.limit = limit
        cost = max(1, limit.window * 1_000_000_000 / limit.requests)
        capacity = cost * limit.burst
    }

    /// Takes one token of the user's bucket, if there is one. `now` in nanoseconds of a clock that does not go back.
    func take(_ user: String, now: Int) -> Verdict {
        let shard = shards[Int(truncatingIfNeeded: UInt(bitPattern: user.hashValue) % UInt(Self.shardCount))]
        return shard.fullAt.withLock { buckets in
            let start = max(buckets[user] ?? now, now)
            let next = start + cost
            guard next - now <= capacity else {
                return Verdict(isAllowed: false, remaining: 0, seconds: Self.seconds(next - now - capacity))
            }
            if buckets.count >= Self.maximumUsers / Self.shardCount { Self.makeRoom(&buckets, now) }
            buckets[user] = next
            return Verdict(
                isAllowed: true, remaining: (capacity - (next - now)) / cost, seconds: Self.seconds(next - now))
        }
    }

    /// Puts a token back into the user's bucket.
    func giveBack(_ user: String) {
        let shard = shards[Int(truncatingIfNeeded: UInt(bitPattern: user.hashValue) % UInt(Self.shardCount))]
        shard.fullAt.withLock { buckets in buckets[user].map { buckets[user] = $0 - cost } ?? () }
    }

    /// How many users are watched.
    var userCount: Int { shards.reduce(0) { $0 + $1.fullAt.withLock(\.count) } }

    private static func makeRoom(_ buckets: inout [String: Int], _ now: Int) {
        buckets = buckets.filter { $0.value > now }
        if buckets.count >= maximumUsers / shardCount, let user = buckets.keys.first { buckets[user] = nil }
    }

    private static func seconds(_ nanoseconds: Int) -> Int { (nanoseconds + 999_999_999) / 1_000_000_000 }
}
