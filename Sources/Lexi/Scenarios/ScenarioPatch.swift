/// What a change of a scenario sets; nil leaves a field as it is. Made from fields that were checked.
public struct ScenarioPatch: Sendable, Equatable {
    var scenarioTitle: String?
    var context: String?
    var roles: [String]?
    var goals: [String]?
    var difficultyLevel: CEFRLevel?
    var order: Int?
    var notes: String?
    var isActive: Bool?

    init() {}

    /// Whether the patch sets nothing.
    public var isEmpty: Bool { self == ScenarioPatch() }

    /// Names of the fields that the patch sets, for the audit.
    var fieldNames: [String] {
        let fields: [(String, Bool)] = [
            ("scenario_title", scenarioTitle != nil), ("context", context != nil), ("roles", roles != nil),
            ("goals", goals != nil), ("difficulty_level", difficultyLevel != nil), ("order", order != nil),
            ("notes", notes != nil), ("is_active", isActive != nil),
        ]
        return fields.filter(\.1).map(\.0)
    }
}
