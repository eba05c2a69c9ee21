/// Changes of a user's data that follow each other.
public struct FeedPage: Sendable {
    /// The changes, in their order.
    public let changes: [FeedChange]
    /// Where to go on, also when nothing more has changed yet.
    public let next: FeedCursor
    /// Whether there are more changes already.
    public let hasMore: Bool
}
