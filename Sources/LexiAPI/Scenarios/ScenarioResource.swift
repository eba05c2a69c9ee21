import JSONText
import Lexi

extension Resources {
    static let scenarioComponents: [(name: String, schema: Schema)] = [
        ("Scenario", .object(scenarioFields)),
        (
            "AdminScenario",
            .object(
                scenarioFields + [
                    .required("notes", .text(0...LexiLimits.scenarioNotes)),
                    .required("usage_count", count.described("Sessions started.")),
                ])
        ),
    ]

    private static let scenarioFields: [Schema.Field] = [
        .required("scenario_id", .text(LexiLimits.slug)), .required("scenario_title", .text(LexiLimits.scenarioTitle)),
        .required("context", .text(0...LexiLimits.scenarioContext)),
        .required("roles", .array(.text(LexiLimits.scenarioRole), 2...2)),
        .required("goals", .array(.text(LexiLimits.scenarioGoal), LexiLimits.scenarioGoals)),
        .required("difficulty_level", level),
        .required("order", .integer(LexiLimits.scenarioOrder.lowerBound, LexiLimits.scenarioOrder.upperBound)),
        .required("is_active", .boolean), .required("created_at", time), .required("updated_at", time),
        .required("version", version),
    ]

    /// What everybody sees.
    static func write(_ scenario: Scenario, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(scenario, to: &json)
        json.endObject()
    }

    /// What admins see.
    static func writeForAdmin(_ scenario: Scenario, usage: Int, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(scenario, to: &json)
        json.member("notes", scenario.notes)
        json.member("usage_count", usage)
        json.endObject()
    }

    private static func writeMembers(_ scenario: Scenario, to json: inout JSONWriter) {
        json.member("scenario_id", scenario.scenarioID.text)
        json.member("scenario_title", scenario.scenarioTitle)
        json.member("context", scenario.context)
        json.member("roles", scenario.roles)
        json.member("goals", scenario.goals)
        json.member("difficulty_level", scenario.difficultyLevel.rawValue)
        json.member("order", scenario.order)
        json.member("is_active", scenario.isActive)
        json.member("created_at", scenario.createdAt.text)
        json.member("updated_at", scenario.updatedAt.text)
        json.member("version", scenario.version)
    }
}
