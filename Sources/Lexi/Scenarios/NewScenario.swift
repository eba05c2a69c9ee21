/// A scenario to make. Made from fields that were checked.
public struct NewScenario: Sendable, Equatable {
    /// Its slug.
    public let scenarioID: ScenarioID
    let scenarioTitle: String
    let context: String
    let roles: [String]
    let goals: [String]
    let difficultyLevel: CEFRLevel
    let order: Int
    let notes: String
    let isActive: Bool
}
