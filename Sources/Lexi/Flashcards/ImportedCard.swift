/// A card of a file, after its fields were checked.
public struct ImportedCard: Sendable {
    /// The card; with a baseline where it was learnt elsewhere.
    public let new: NewFlashcard
    /// When it was made, if the file says so.
    public let createdAt: Timestamp?
    /// Its log.
    public let reviews: [NewReview]

    /// A card.
    public init(_ new: NewFlashcard, createdAt: Timestamp? = nil, reviews: [NewReview] = []) {
        self.new = new
        self.createdAt = createdAt
        self.reviews = reviews
    }
}

/// What became of a card of a file.
public enum ImportOutcome: Sendable, Equatable {
    /// It was saved.
    case imported(Flashcard)
    /// The user has a card with its word already.
    case duplicate(FlashcardID)
}
