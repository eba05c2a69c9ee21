/// What became of a review.
public struct ReviewOutcome: Sendable, Equatable {
    /// The review as it is stored.
    public let review: Review
    /// The card with it.
    public let flashcard: Flashcard
    /// Whether the review was there before, so that nothing was written.
    public let isDuplicate: Bool
}
