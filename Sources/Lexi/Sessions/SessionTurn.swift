/// A turn with what the learner saved from it.
public struct SessionTurn: Sendable, Equatable {
    /// The turn.
    public let turn: Turn
    /// The cards that were saved from it, in the order of their ids.
    public let savedFlashcardIDs: [FlashcardID]
}
