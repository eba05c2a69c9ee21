import DynamoModel

/// The fields of a session to start, as a body gives them, unchecked.
public struct SessionFields: Sendable {
    /// `scenario_id`: required; a slug of an active scenario.
    public var scenarioID: FieldInput<String> = .absent
    /// `learner_role`: one of the scenario's two roles.
    public var learnerRole: FieldInput<String> = .absent
    /// `ai_role`: the other one when left out.
    public var aiRole: FieldInput<String> = .absent
    /// `ai_character`: Sarah when left out.
    public var aiCharacter: FieldInput<String> = .absent
    /// `level`: the user's when left out.
    public var level: FieldInput<String> = .absent
    /// `selected_goal`: the scenario's first when left out.
    public var selectedGoal: FieldInput<String> = .absent
    /// `prompt`: from a service only.
    public var prompt: FieldInput<String> = .absent
    /// `greeting`, the AI's turn 0: from a service only.
    public var greeting: FieldInput<String> = .absent
    /// `assigned_model`: from a service only.
    public var assignedModel: FieldInput<String> = .absent

    /// No field.
    public init() {}

    /// The scenario that the body names, to be read before the rest is checked; nil, and noted, when it does not exist.
    public func scenario(_ errors: inout FieldErrors) -> ScenarioID? {
        errors.required("/scenario_id", scenarioID) { (text) throws(InvalidValue) in
            guard let slug = try? Slug(text) else { throw InvalidValue("is not an active scenario") }
            return slug
        }
    }

    /// Gives the learner a role where the body leaves that open: the one besides the partner's, or the first.
    public mutating func chooseRole(in scenario: Scenario) {
        guard case .set = learnerRole else {
            var role = scenario.roles.first
            if case .set(let partner) = aiRole {
                role = scenario.roles.first { !$0.hasSameBytes(as: partner) }
            }
            if let role { learnerRole = .set(role) }
            return
        }
    }

    /// Checks a session of a user in a scenario; nil for one that is unknown or inactive.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func start(
        user: User, scenario: Scenario?, asService: Bool, _ errors: inout FieldErrors
    ) -> NewSession? {
        let active = scenario.flatMap { $0.isActive ? $0 : nil }
        if active == nil { errors.add("/scenario_id", "is not an active scenario") }
        if !asService {
            let ofServices = [
                ("/prompt", prompt.isSet), ("/greeting", greeting.isSet), ("/assigned_model", assignedModel.isSet),
            ]
            for (pointer, isSet) in ofServices where isSet { errors.add(pointer, "can be set by services only") }
        }
        let roles = active.flatMap { checkedRoles($0, &errors) }
        let goal = active.flatMap { checkedGoal($0, &errors) }
        let character = errors.optional("/ai_character", aiCharacter, default: .sarah, AICharacter.init(_:))
        let level = errors.optional("/level", level, default: user.currentLevel, CEFRLevel.init(_:))
        let texts = serviceTexts(&errors)
        guard errors.isEmpty, let active, let roles, let goal, let character, let level else { return nil }
        return NewSession(
            userID: user.userID, scenarioID: active.scenarioID, scenarioTitle: active.scenarioTitle,
            learnerRole: roles.learner, aiRole: roles.ai, aiCharacter: character, level: level, selectedGoal: goal,
            assignedModel: texts.model, prompt: texts.prompt, greeting: texts.greeting)
    }

    private func checkedRoles(_ scenario: Scenario, _ errors: inout FieldErrors) -> (learner: String, ai: String)? {
        let names = scenario.roles.joined(separator: ", ")
        let learner = errors.required("/learner_role", learnerRole) { (text) throws(InvalidValue) in
            guard scenario.roles.contains(where: { $0.hasSameBytes(as: text) }) else {
                throw InvalidValue("must be one of the scenario's roles: \(names)")
            }
            return text
        }
        guard let learner, let other = scenario.roles.first(where: { !$0.hasSameBytes(as: learner) }) else {
            return nil
        }
        let ai = errors.optional("/ai_role", aiRole, default: other) { (text) throws(InvalidValue) in
            guard text.hasSameBytes(as: other) else {
                throw InvalidValue("must be the scenario's other role: \(other)")
            }
            return text
        }
        guard let ai else { return nil }
        return (learner, ai)
    }

    private func checkedGoal(_ scenario: Scenario, _ errors: inout FieldErrors) -> String? {
        errors.optional("/selected_goal", selectedGoal, default: scenario.goals.first ?? "") {
            (text) throws(InvalidValue) in
            guard scenario.goals.contains(where: { $0.hasSameBytes(as: text) }) else {
                throw InvalidValue("must be one of the scenario's goals")
            }
            return text
        }
    }

    private func serviceTexts(_ errors: inout FieldErrors) -> (model: String, prompt: String?, greeting: String?) {
        let model = errors.optional("/assigned_model", assignedModel, default: "") {
            (text) throws(InvalidValue) in try Text.line(text, 0...LexiLimits.modelName)
        }
        let prompt: String?? = errors.optional("/prompt", prompt, default: nil) {
            (text) throws(InvalidValue) in try Text.lines(text, 1...LexiLimits.prompt)
        }
        let greeting: String?? = errors.optional("/greeting", greeting, default: nil) {
            (text) throws(InvalidValue) in try Text.lines(text, 1...LexiLimits.turnContent)
        }
        return (model ?? "", prompt ?? nil, greeting ?? nil)
    }
}
