/// A card to save. Made from fields that were checked.
public struct NewFlashcard: Sendable, Equatable {
    /// Unique among the user's cards in its normal form.
    public let word: Word
    /// All texts, the word among them.
    let texts: FlashcardPatch
    /// The turn from which it is saved, if any.
    public let source: TurnReference?
    /// The schedule that it comes with, if it was learnt elsewhere.
    public var baseline: Baseline?
}
