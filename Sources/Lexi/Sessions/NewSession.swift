/// A session to start. Made from fields that were checked against its scenario.
public struct NewSession: Sendable, Equatable {
    /// Whose session it is.
    public let userID: UserID
    /// Which scenario it follows.
    public let scenarioID: ScenarioID
    let scenarioTitle: String
    let learnerRole: String
    let aiRole: String
    let aiCharacter: AICharacter
    let level: CEFRLevel
    let selectedGoal: String
    let assignedModel: String
    let prompt: String?
    let greeting: String?
}
