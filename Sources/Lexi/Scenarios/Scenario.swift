/// A role-play that sessions follow.
public struct Scenario: Sendable, Equatable {
    /// A slug.
    public internal(set) var scenarioID: ScenarioID
    /// 1 to 100 characters.
    public internal(set) var scenarioTitle: String
    /// Up to 100 characters.
    public internal(set) var context: String
    /// Exactly two, not the same.
    public internal(set) var roles: [String]
    /// One or more.
    public internal(set) var goals: [String]
    /// For whom it is.
    public internal(set) var difficultyLevel: CEFRLevel
    /// Its place in the list; scenarios of the same place are sorted by id.
    public internal(set) var order: Int
    /// Only admins see them.
    public internal(set) var notes: String
    /// Whether learners see it and can start sessions.
    public internal(set) var isActive: Bool
    /// When it was made.
    public internal(set) var createdAt: Timestamp
    /// When it was changed last.
    public internal(set) var updatedAt: Timestamp
    /// Goes up by one with every change, from 1. Starting a session does not change it.
    public internal(set) var version: Int

    init(
        scenarioID: ScenarioID, scenarioTitle: String, context: String, roles: [String], goals: [String],
        difficultyLevel: CEFRLevel, order: Int, notes: String, isActive: Bool, createdAt: Timestamp,
        updatedAt: Timestamp, version: Int
    ) {
        self.scenarioID = scenarioID
        self.scenarioTitle = scenarioTitle
        self.context = context
        self.roles = roles
        self.goals = goals
        self.difficultyLevel = difficultyLevel
        self.order = order
        self.notes = notes
        self.isActive = isActive
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.version = version
    }

    /// The scenario as it is when it is made.
    init(_ new: NewScenario, at now: Timestamp) {
        self.init(
            scenarioID: new.scenarioID, scenarioTitle: new.scenarioTitle, context: new.context, roles: new.roles,
            goals: new.goals, difficultyLevel: new.difficultyLevel, order: new.order, notes: new.notes,
            isActive: new.isActive, createdAt: now, updatedAt: now, version: 1)
    }

    /// Whether nothing of it was changed since it was made.
    public var isAsMade: Bool { version == 1 }

    func applying(_ patch: ScenarioPatch, at now: Timestamp) -> Scenario {
        var scenario = self
        scenario.scenarioTitle = patch.scenarioTitle ?? scenarioTitle
        scenario.context = patch.context ?? context
        scenario.roles = patch.roles ?? roles
        scenario.goals = patch.goals ?? goals
        scenario.difficultyLevel = patch.difficultyLevel ?? difficultyLevel
        scenario.order = patch.order ?? order
        scenario.notes = patch.notes ?? notes
        scenario.isActive = patch.isActive ?? isActive
        scenario.updatedAt = now
        scenario.version += 1
        return scenario
    }
}
