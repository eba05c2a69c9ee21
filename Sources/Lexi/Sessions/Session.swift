/// A role-play conversation: its head, without turns, prompt and scores.
public struct Session: Sendable, Equatable {
    /// Made by the service.
    public internal(set) var sessionID: SessionID
    /// Whose session it is.
    public internal(set) var userID: UserID
    /// Which scenario it follows.
    public internal(set) var scenarioID: ScenarioID
    /// The scenario's title when the session was started.
    public internal(set) var scenarioTitle: String
    /// One of the scenario's two roles.
    public internal(set) var learnerRole: String
    /// The scenario's other role.
    public internal(set) var aiRole: String
    /// Face and voice of the conversation partner.
    public internal(set) var aiCharacter: AICharacter
    /// The level at which it is held.
    public internal(set) var level: CEFRLevel
    /// One of the scenario's goals.
    public internal(set) var selectedGoal: String
    /// Where it stands.
    public internal(set) var status: SessionStatus
    /// Turns so far; the next turn has this number.
    public internal(set) var totalTurns: Int
    /// Turns of the learner.
    public internal(set) var userTurns: Int
    /// Turns for which a hint was used.
    public internal(set) var hintUsedCount: Int
    /// The model that plays the partner, or `""`.
    public internal(set) var assignedModel: String
    /// Time to the first token of AI turns, in milliseconds.
    public internal(set) var ttft: Figure
    /// Latency of AI turns, in milliseconds.
    public internal(set) var latency: Figure
    /// Tokens of AI turns.
    public internal(set) var outputTokens: Figure
    /// The exact sum of the turns' costs, in US dollars.
    public internal(set) var totalCostUSD: DecimalAmount
    /// When it was started.
    public internal(set) var createdAt: Timestamp
    /// When its head was changed last.
    public internal(set) var updatedAt: Timestamp
    /// When the learner completed it; nil before.
    public internal(set) var completedAt: Timestamp?
    /// When scores were asked for last; nil before, and for sessions that were completed together with their scores.
    public internal(set) var scoringRequestedAt: Timestamp?
    /// Why the scoring service gave up, while it has; 1 to ``LexiLimits/failureReason`` characters.
    public internal(set) var scoringFailureReason: String?
    /// Goes up by one with every change, from 1.
    public internal(set) var version: Int
    /// The session's current row in its user's change feed.
    public internal(set) var feedPosition: FeedPosition

    /// Since when the session waits for its scores; nil when it does not.
    public var scoresAwaitedSince: Timestamp? {
        status == .scoring ? scoringRequestedAt ?? completedAt ?? createdAt : nil
    }

    /// Whether the scores are awaited for longer than a scoring service should take.
    public func isScoringLate(at now: Timestamp) -> Bool {
        guard let since = scoresAwaitedSince else { return false }
        return now.seconds - since.seconds >= LexiLimits.scoringLate
    }
}
