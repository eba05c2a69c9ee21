/// A place in a user's change feed: each change has the next sequence number, so that nothing can be skipped.
public struct FeedPosition: Sendable, Hashable, Comparable {
    /// When the change was written; never before that of the position before.
    public let time: Timestamp
    /// Counts the user's changes from 1, without gaps.
    public let sequence: Int

    /// A place in the feed.
    public init(time: Timestamp, sequence: Int) {
        self.time = time
        self.sequence = sequence
    }

    /// The place after this one, so many changes further.
    func advanced(at now: Timestamp, by count: Int = 1) -> FeedPosition {
        FeedPosition(time: max(time, now), sequence: sequence + count)
    }

    /// The order of the changes.
    public static func < (left: FeedPosition, right: FeedPosition) -> Bool { left.sequence < right.sequence }
}
