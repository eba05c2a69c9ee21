import JSONText
import Lexi
import LexiUseCases

/// The forms of what the app reads, by the names of its own types.
enum AppResources {
    // MARK: Profile

    static let profile = Schema.object(
        Resources.profileFields + [
            .required("learning_goal_text", .text(0...LexiLimits.learningGoal)),
            .required("current_streak", Resources.count), .required("total_words_learned", Resources.count),
        ])

    static func write(_ profile: AccountProfile, to json: inout JSONWriter) {
        json.beginObject()
        Resources.writeProfile(profile.user, to: &json)
        json.member("learning_goal_text", profile.user.learningGoal)
        json.member("current_streak", profile.currentStreak)
        json.member("total_words_learned", profile.statistics.totalWordsLearned)
        json.endObject()
    }

    // MARK: Scenarios

    private static let scenarioFields: [Schema.Field] = [
        .required("scenario_id", .text(LexiLimits.slug)), .required("scenario_title", .text(LexiLimits.scenarioTitle)),
        .required("context", .text(0...LexiLimits.scenarioContext)), .required("roles", .array(.text(), 2...2)),
        .required("goals", .array(.text())), .required("is_active", .boolean),
        .required("usage_count", Resources.count), .required("difficulty_level", Resources.level),
        .required("order", Resources.count),
    ]

    static let scenario = Schema.object(scenarioFields)

    static let adminScenario = Schema.object(
        scenarioFields + [
            .required("notes", .text(0...LexiLimits.scenarioNotes)), .required("created_at", Resources.time),
            .required("updated_at", Resources.time),
        ])

    /// - Parameter usage: 0 in the list for everybody, which would otherwise cost a read for each scenario.
    static func write(_ scenario: Scenario, usage: Int, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(scenario, usage: usage, to: &json)
        json.endObject()
    }

    static func write(_ found: ScenarioWithUsage, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(found.scenario, usage: found.usageCount, to: &json)
        json.member("notes", found.scenario.notes)
        json.member("created_at", found.scenario.createdAt.text)
        json.member("updated_at", found.scenario.updatedAt.text)
        json.endObject()
    }

    private static func writeMembers(_ scenario: Scenario, usage: Int, to json: inout JSONWriter) {
        json.member("scenario_id", scenario.scenarioID.text)
        json.member("scenario_title", scenario.scenarioTitle)
        json.member("context", scenario.context)
        json.member("roles", scenario.roles)
        json.member("goals", scenario.goals)
        json.member("is_active", scenario.isActive)
        json.member("usage_count", usage)
        json.member("difficulty_level", scenario.difficultyLevel.rawValue)
        json.member("order", scenario.order)
    }

    // MARK: Users

    static let user = Schema.object([
        .required("user_id", Resources.id), .required("id", Resources.id), .required("email", .text()),
        .required("display_name", .text()), .required("role", Resources.role), .required("is_active", .boolean),
        .required("status", .oneOf(["active", "inactive"])), .required("joined_at", Resources.time),
        .required("updated_at", Resources.time),
        .required("last_active_at", .text().described("The last active day as its first moment in UTC, or empty.")),
        .required("current_level", Resources.level), .required("target_level", Resources.level),
        .required("learning_goal_text", .text()), .required("total_words_learned", Resources.count),
        .required("sessions_completed", Resources.count), .required("streak", Resources.count),
        .required("notes", .text()),
    ])

    static func write(_ found: UserWithStatistics, to json: inout JSONWriter) {
        let (user, statistics) = (found.user, found.statistics)
        json.beginObject()
        json.member("user_id", user.userID.text)
        json.member("id", user.userID.text)
        json.member("email", user.email.text)
        json.member("display_name", user.displayName)
        json.member("role", user.role.rawValue)
        json.member("is_active", user.isActive)
        json.member("status", user.isActive ? "active" : "inactive")
        json.member("joined_at", user.createdAt.text)
        json.member("updated_at", user.updatedAt.text)
        json.member("last_active_at", statistics?.lastActiveDay.map { $0.text + "T00:00:00Z" } ?? "")
        json.member("current_level", user.currentLevel.rawValue)
        json.member("target_level", user.targetLevel.rawValue)
        json.member("learning_goal_text", user.learningGoal)
        json.member("total_words_learned", statistics?.totalWordsLearned ?? 0)
        json.member("sessions_completed", statistics?.sessionsCompleted ?? 0)
        json.member("streak", statistics?.streak(today: found.today) ?? 0)
        json.member("notes", "")
        json.endObject()
    }
}
