/// The order of a card's reviews: by their own time, then by their id.
public struct ReviewOrder: Sendable, Hashable, Comparable {
    /// When the review was made.
    public let reviewedAt: Timestamp
    /// Decides between reviews of one millisecond.
    public let reviewID: ReviewID

    /// Earlier first.
    public static func < (left: ReviewOrder, right: ReviewOrder) -> Bool {
        left.reviewedAt != right.reviewedAt ? left.reviewedAt < right.reviewedAt : left.reviewID < right.reviewID
    }
}
