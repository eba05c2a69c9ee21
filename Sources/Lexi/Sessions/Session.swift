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
    /// The model behind the partner, or `""`.
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
    /// Goes up by one with every change, from 1.
    public internal(set) var version: Int
    /// The session's current row in its user's change feed.
    public internal(set) var feedPosition: FeedPosition
}

/// A figure over several turns: its sum and how many turns carry it, so that the average stays exact.
public struct Figure: Sendable, Hashable {
    /// The sum.
    public internal(set) var sum: Int
    /// How many turns carry the figure.
    public internal(set) var count: Int

    /// No turn carries it.
    public static let none = Figure(sum: 0, count: 0)

    /// The average in tenths, half up; nil when no turn carries the figure.
    public var averageTenths: Int? {
        count == 0 ? nil : (20 * sum + count) / (2 * count)
    }

    mutating func add(_ value: Int?) {
        guard let value else { return }
        sum += value
        count += 1
    }
}

/// The prompt of a session: large, and therefore an item of its own.
public struct SessionPrompt: Sendable, Equatable {
    /// The session.
    public internal(set) var sessionID: SessionID
    /// Whose session it is.
    public internal(set) var userID: UserID
    /// The snapshot.
    public internal(set) var prompt: String
    /// When it was taken.
    public internal(set) var createdAt: Timestamp
}

/// One thing said in a session.
public struct Turn: Sendable, Equatable {
    /// The session.
    public internal(set) var sessionID: SessionID
    /// Whose session it is.
    public internal(set) var userID: UserID
    /// 0, 1, 2 … in the order of arrival, without gaps.
    public internal(set) var turnIndex: Int
    /// When it arrived.
    public internal(set) var createdAt: Timestamp
    /// What was said, and how it was made.
    public internal(set) var said: NewTurn
}

/// A turn to append. Made from fields that were checked.
public struct NewTurn: Sendable, Equatable {
    /// Who speaks.
    public let speaker: Speaker
    /// What is said.
    public let content: String
    /// Its translation, or `""`.
    public let translatedContent: String
    /// A recording, or none.
    public let audioURL: WebAddress
    /// Whether the learner used a hint.
    public let isHintUsed: Bool
    /// Time to the first token, in milliseconds.
    public let ttftMS: Int?
    /// Latency, in milliseconds.
    public let latencyMS: Int?
    /// Tokens that went in.
    public let inputTokens: Int?
    /// Tokens that came out.
    public let outputTokens: Int?
    /// What it cost, in US dollars.
    public let costUSD: DecimalAmount?
    /// How to say it, or `""`.
    public let deliveryCue: String
    /// 0 to 100.
    public let qualityScore: Int?

    /// What a partner says first, as turn 0.
    static func greeting(_ content: String) -> NewTurn {
        NewTurn(
            speaker: .ai, content: content, translatedContent: "", audioURL: .none, isHintUsed: false, ttftMS: nil,
            latencyMS: nil, inputTokens: nil, outputTokens: nil, costUSD: nil, deliveryCue: "", qualityScore: nil)
    }
}

/// The scores of a completed session, written once.
public struct Scoring: Sendable, Equatable {
    /// The session.
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

/// Five scores from 0 to 100, and words about them. Made from fields that were checked.
public struct Scores: Sendable, Equatable {
    /// How fluently the learner spoke.
    public let fluency: Int
    /// How clearly.
    public let pronunciation: Int
    /// How correctly.
    public let grammar: Int
    /// How richly.
    public let vocabulary: Int
    /// All in all: the mean of the four, half up, when it was left out.
    public let overall: Int
    /// Words about it, or `""`.
    public let feedback: String

    /// The mean of four scores, half up.
    static func mean(_ fluency: Int, _ pronunciation: Int, _ grammar: Int, _ vocabulary: Int) -> Int {
        (fluency + pronunciation + grammar + vocabulary + 2) / 4
    }
}
