/// A turn with what the learner saved from it.
public struct SessionTurn: Sendable, Equatable {
    /// As it was appended: turns never change.
    public let turn: Turn
    /// The cards that were saved from it, in the order of their ids.
    public let savedFlashcardIDs: [FlashcardID]
}
