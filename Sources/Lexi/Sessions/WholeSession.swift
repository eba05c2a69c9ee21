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
