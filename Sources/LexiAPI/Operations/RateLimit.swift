/// How many requests a user may send.
public struct RateLimit: Sendable, Equatable {
    /// How many may come at once, after a pause.
    public let burst: Int
    /// How many may come per `window` in the long run.
    public let requests: Int
    /// The window, in seconds.
    public let window: Int

    /// 6,000 a minute, 1,000 at once: far above what a person with an app can need.
    public static let generous = RateLimit(burst: 1_000, requests: 6_000, window: 60)

    /// - Parameters: all at least 1; smaller values count as 1.
    public init(burst: Int, requests: Int, window: Int) {
        self.burst = max(1, burst)
        self.requests = max(1, requests)
        self.window = max(1, window)
    }
}
