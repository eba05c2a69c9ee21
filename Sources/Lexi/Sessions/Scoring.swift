/// The scores of a completed session, written once.
public struct Scoring: Sendable, Equatable {
    /// A session has one scoring at most.
    public internal(set) var sessionID: SessionID
    /// Whose session it is.
    public internal(set) var userID: UserID
    /// Which scenario it followed.
    public internal(set) var scenarioID: ScenarioID
    /// The scenario's title in the session.
    public internal(set) var scenarioTitle: String
    /// The five scores and the feedback.
    public internal(set) var scores: Scores
    /// When the learner completed the session.
    public internal(set) var completedAt: Timestamp
    /// When the scores arrived.
    public internal(set) var createdAt: Timestamp
}
