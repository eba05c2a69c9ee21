/// A session with all that belongs to it.
public struct WholeSession: Sendable, Equatable {
    /// Its head.
    public let session: Session
    /// Its prompt, if a service gave one. For services; learners do not see it.
    public let prompt: SessionPrompt?
    /// Its turns in their order.
    public let turns: [SessionTurn]
    /// Its scores, when they have come.
    public let scoring: Scoring?
}

/// A turn with what the learner saved from it.
public struct SessionTurn: Sendable, Equatable {
    /// The turn.
    public let turn: Turn
    /// The cards that were saved from it, in the order of their ids.
    public let savedFlashcardIDs: [FlashcardID]
}

/// A session's head as a write left it, and the turns that the write added.
public struct AppendedTurns: Sendable, Equatable {
    /// The head.
    public let session: Session
    /// The new turns with their numbers: the greeting of a session that was started, or what was appended.
    public let turns: [Turn]
}

/// A session's head as its completion or its scores left it.
public struct EndedSession: Sendable, Equatable {
    /// The head.
    public let session: Session
    /// The scores, if they came.
    public let scoring: Scoring?
}
