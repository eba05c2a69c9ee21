import Lexi

/// The bodies of calls about users.
enum UserForms {
    private static let levels: [Schema.Field] = [
        .optional("current_level", Resources.level.nullable), .optional("target_level", Resources.level.nullable),
    ]
    private static let settings: [Schema.Field] = [
        .optional("avatar_url", Schema.url.nullable),
        .optional("learning_goal", Schema.line(0...LexiLimits.learningGoal).nullable),
        .optional("time_zone", Schema.zone.nullable),
    ]
    private static let name = Schema.name(LexiLimits.displayName)

    /// What the service keeps by itself.
    private static let kept = ["user_id", "is_new_user", "created_at", "updated_at", "version"]
    private static let statistics = [
        "current_streak", "best_streak", "last_active_day", "total_words_learned", "cards_new", "cards_learning",
        "cards_mature", "reviews_total", "sessions_completed",
    ]

    static let registration = BodyForm(
        name: "Registration",
        schema: .object(
            [
                .optional("email", Schema.text().nullable.described("If there, the token's.")),
                .optional("display_name", name.nullable.described("What stands before the @ when left out.")),
            ] + levels + settings, notSettable: kept + statistics + ["role", "is_active"]),
        isOptional: true)

    static let patch = BodyForm(
        name: "ProfilePatch",
        schema: .object(
            [.optional("display_name", name)] + levels + settings,
            notSettable: kept + statistics + ["email", "role", "is_active"]),
        isPatch: true)

    static let email = BodyForm(
        name: "EmailChange",
        schema: .object([.required("email", Schema.text().described("The token's."))]))

    static let onboarding = BodyForm(
        name: "Onboarding",
        schema: .object(
            [
                .required("display_name", name), .required("current_level", Resources.level),
                .required("target_level", Resources.level),
            ] + settings, notSettable: kept + statistics + ["email", "role", "is_active"]))

    static let adminPatch = BodyForm(
        name: "UserPatch",
        schema: .object(
            levels + [
                .optional("role", Resources.role.nullable), .optional("is_active", Schema.boolean.nullable),
            ],
            notSettable: kept + statistics + ["email", "display_name", "avatar_url", "learning_goal", "time_zone"]),
        isPatch: true)
}

extension Body {
    /// The address of a change of address.
    func email(_ errors: inout FieldErrors) -> EmailAddress? {
        guard case .set(let text) = textField("email") else {
            errors.add("/email", "is required")
            return nil
        }
        do { return try EmailAddress(text) } catch {
            errors.add("/email", error.detail)
            return nil
        }
    }

    /// The fields of a profile.
    var userFields: UserFields {
        var fields = UserFields()
        fields.email = textField("email")
        fields.displayName = textField("display_name")
        fields.avatarURL = textField("avatar_url")
        fields.currentLevel = textField("current_level")
        fields.targetLevel = textField("target_level")
        fields.learningGoal = textField("learning_goal")
        fields.timeZone = textField("time_zone")
        fields.role = textField("role")
        fields.isActive = booleanField("is_active")
        return fields
    }
}
