import DynamoModel

/// The fields of a scenario as a body gives them, unchecked.
public struct ScenarioFields: Sendable {
    /// `scenario_id`: for a new scenario only; made from the title when left out.
    public var scenarioID: FieldInput<String> = .absent
    /// `scenario_title`: required in a new scenario; one line of 1 to 100 characters.
    public var scenarioTitle: FieldInput<String> = .absent
    /// `context`: one line of up to 100 characters, `""` when left out.
    public var context: FieldInput<String> = .absent
    /// `roles`: exactly two, which differ in their bytes.
    public var roles: FieldInput<[String]> = .absent
    /// `goals`: 1 to 10 of up to 200 characters each.
    public var goals: FieldInput<[String]> = .absent
    /// `difficulty_level`: one of ``CEFRLevel``; required in a new scenario.
    public var difficultyLevel: FieldInput<String> = .absent
    /// `order`: 0 to 999,999, lowest first in lists; 0 when left out.
    public var order: FieldInput<Int> = .absent
    /// `notes`: up to 2,000 characters, line breaks allowed.
    public var notes: FieldInput<String> = .absent
    /// `is_active`: true when left out. Sessions start only from an active scenario.
    public var isActive: FieldInput<Bool> = .absent

    /// No field.
    public init() {}

    /// Checks a new scenario: title, roles, goals and level are required.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func creation(_ errors: inout FieldErrors) -> NewScenario? {
        let title = errors.required("/scenario_title", scenarioTitle, Self.title)
        let roles = errors.required("/roles", roles, Self.roles)
        let goals = errors.required("/goals", goals, Self.goals)
        let level = errors.required("/difficulty_level", difficultyLevel, CEFRLevel.init(_:))
        let id = checkedID(title: title, &errors)
        let rest = options(&errors)
        guard errors.isEmpty, let id, let title, let roles, let goals, let level else { return nil }
        return NewScenario(
            scenarioID: id, scenarioTitle: title, context: rest.context ?? "", roles: roles, goals: goals,
            difficultyLevel: level, order: rest.order ?? 0, notes: rest.notes ?? "", isActive: rest.isActive ?? true)
    }

    /// Checks a patch of a scenario.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func patch(_ errors: inout FieldErrors) -> ScenarioPatch? {
        if !scenarioID.isAbsent { errors.add("/scenario_id", "cannot be changed") }
        var patch = options(&errors)
        patch.scenarioTitle = errors.change("/scenario_title", scenarioTitle, default: nil, Self.title)
        patch.roles = errors.change("/roles", roles, default: nil, Self.roles)
        patch.goals = errors.change("/goals", goals, default: nil, Self.goals)
        patch.difficultyLevel = errors.change("/difficulty_level", difficultyLevel, default: nil, CEFRLevel.init(_:))
        return errors.isEmpty ? patch : nil
    }

    private func options(_ errors: inout FieldErrors) -> ScenarioPatch {
        var patch = ScenarioPatch()
        patch.context = errors.change("/context", context, default: "") {
            (text) throws(InvalidValue) in try Text.line(text, 0...LexiLimits.scenarioContext)
        }
        patch.notes = errors.change("/notes", notes, default: "") {
            (text) throws(InvalidValue) in try Text.lines(text, 0...LexiLimits.scenarioNotes)
        }
        patch.order =
            errors.change("/order", order, default: .some(0)) {
                (value) throws(InvalidValue) in try checkedInteger(value, LexiLimits.scenarioOrder)
            } ?? nil
        patch.isActive = errors.change("/is_active", isActive, default: true) { (value) throws(InvalidValue) in value }
        return patch
    }

    private func checkedID(title: String?, _ errors: inout FieldErrors) -> ScenarioID? {
        guard case .set = scenarioID else {
            guard let title else { return nil }
            let made = Slug(title: title)
            if made == nil { errors.add("/scenario_id", "is required, since none can be made from the title") }
            return made
        }
        return errors.required("/scenario_id", scenarioID) { (text) throws(InvalidValue) in try Slug(text) }
    }

    private static func title(_ text: String) throws(InvalidValue) -> String {
        try Text.name(text, LexiLimits.scenarioTitle)
    }

    private static func roles(_ roles: [String]) throws(InvalidValue) -> [String] {
        guard roles.count == 2, !roles[0].hasSameBytes(as: roles[1]) else {
            throw InvalidValue("must be exactly two different roles")
        }
        for role in roles { _ = try Text.name(role, LexiLimits.scenarioRole) }
        return roles
    }

    private static func goals(_ goals: [String]) throws(InvalidValue) -> [String] {
        guard LexiLimits.scenarioGoals.contains(goals.count) else {
            throw InvalidValue("must be 1 to \(LexiLimits.scenarioGoals.upperBound) goals")
        }
        for goal in goals { _ = try Text.name(goal, LexiLimits.scenarioGoal) }
        return goals
    }
}
