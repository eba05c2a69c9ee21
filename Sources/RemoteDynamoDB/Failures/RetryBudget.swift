import Synchronization

/// What all calls of a client together may spend on retries, so that a service that is down is not asked several times
/// as often as one that is up.
///
/// A bucket of tokens: a retry takes some and gives them back when it succeeds; each call that succeeds at once adds
/// one. With an empty bucket a failed call is not retried. Source: AWS SDKs, "standard" retry mode (500 tokens, 5 for a
/// retry, 10 after a time-out).
public final class RetryBudget: Sendable {
    /// What a retry costs.
    public static let cost = 5
    /// What a retry after a time-out costs.
    public static let timeoutCost = 10

    private let capacity: Int
    private let tokens: Mutex<Int>

    /// A full bucket.
    public init(capacity: Int) {
        self.capacity = capacity
        tokens = Mutex(capacity)
    }

    /// What is left.
    public var remaining: Int { tokens.withLock { $0 } }

    /// Takes so many tokens; false, and none taken, when there are fewer.
    func take(_ count: Int) -> Bool {
        tokens.withLock { tokens in
            guard tokens >= count else { return false }
            tokens -= count
            return true
        }
    }

    /// Gives back what the retry cost that succeeded, or one token for a call without any.
    func giveBack(_ count: Int) { tokens.withLock { $0 = min(capacity, $0 + max(1, count)) } }
}
