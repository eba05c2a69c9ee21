import Lexi

/// The bodies of calls about scenarios.
enum ScenarioForms {
    private static let title = Schema.name(LexiLimits.scenarioTitle)
    private static let roles = Schema.array(.name(LexiLimits.scenarioRole), 2...2)
    private static let goals = Schema.array(.name(LexiLimits.scenarioGoal), LexiLimits.scenarioGoals)
    private static let options: [Schema.Field] = [
        .optional("context", Schema.line(0...LexiLimits.scenarioContext).nullable),
        .optional(
            "order", Schema.integer(LexiLimits.scenarioOrder.lowerBound, LexiLimits.scenarioOrder.upperBound).nullable),
        .optional("notes", Schema.lines(0...LexiLimits.scenarioNotes).nullable),
        .optional("is_active", Schema.boolean.nullable),
    ]
    private static let kept = ["usage_count", "created_at", "updated_at", "version"]

    static let creation = BodyForm(
        name: "NewScenario",
        schema: .object(
            [
                .optional(
                    "scenario_id", Schema.slug.nullable.described("Made from the title when left out.")
                ),
                .required("scenario_title", title), .required("roles", roles), .required("goals", goals),
                .required("difficulty_level", Resources.level),
            ] + options, notSettable: kept))

    static let patch = BodyForm(
        name: "ScenarioPatch",
        schema: .object(
            [
                .optional("scenario_title", title), .optional("roles", roles), .optional("goals", goals),
                .optional("difficulty_level", Resources.level),
            ] + options, notSettable: kept + ["scenario_id"]),
        isPatch: true)
}

extension Body {
    /// Takes each member by its name in the body; a wrong type is noted and the field left absent.
    var scenarioFields: ScenarioFields {
        var fields = ScenarioFields()
        fields.scenarioID = textField("scenario_id")
        fields.scenarioTitle = textField("scenario_title")
        fields.context = textField("context")
        fields.roles = textsField("roles")
        fields.goals = textsField("goals")
        fields.difficultyLevel = textField("difficulty_level")
        fields.order = integerField("order")
        fields.notes = textField("notes")
        fields.isActive = booleanField("is_active")
        return fields
    }
}
