/// What became of a card of a file.
public enum ImportOutcome: Sendable, Equatable {
    /// It was saved, now or when the call was carried out in part.
    case imported(FlashcardID)
    /// The user has a card with its word already.
    case duplicate(FlashcardID)
}
