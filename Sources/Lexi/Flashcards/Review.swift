/// A review of a card.
public struct Review: Sendable, Equatable {
    /// Unique on its card.
    public internal(set) var reviewID: ReviewID
    /// The card.
    public internal(set) var flashcardID: FlashcardID
    /// Whose card it is.
    public internal(set) var userID: UserID
    /// How well the card was remembered.
    public internal(set) var rating: Rating
    /// When the learner reviewed it, by the learner's device.
    public internal(set) var reviewedAt: Timestamp
    /// When the service took it in.
    public internal(set) var createdAt: Timestamp
    /// Where the card stood after it when it was written; see ``Flashcard/unsettled``. Nil where it was not kept.
    var state: ReviewState?

    /// The place in the card's log.
    public var order: ReviewOrder { ReviewOrder(reviewedAt: reviewedAt, reviewID: reviewID) }
}
