import JSONText
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
    /// How the user learns: of the user's own patch only.
    private static let learning: [Schema.Field] = [
        .optional(
            "scheduler",
            Schema.object([
                .required("algorithm", .oneOf(SchedulerSetting.Algorithm.allCases.map(\.rawValue))),
                .optional(
                    "desired_retention",
                    Schema.number(LexiLimits.retention.lowerBound, LexiLimits.retention.upperBound).nullable.described(
                        "The probability with which FSRS lets a card be remembered when it is due; 0.9 when left out.")),
                .optional(
                    "parameters",
                    Schema.array(.number, FSRSParameters.count...FSRSParameters.count).nullable.described(
                        "Own parameters of FSRS-6, to four decimals; the published ones when left out.")),
            ]).nullable.described("What schedules the cards. Cards are folded again after a change.")),
        .optional(
            "day_start_hour",
            Schema.integer(LexiLimits.dayStartHour).nullable.described(
                "When the user's days of learning begin. If set, cards are due before the end of such a day.")),
        .optional("new_cards_per_day", Schema.integer(LexiLimits.cardsPerDay).nullable),
        .optional("reviews_per_day", Schema.integer(LexiLimits.cardsPerDay).nullable),
    ]
    private static let learningNames = ["scheduler", "day_start_hour", "new_cards_per_day", "reviews_per_day"]
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
                .optional("display_name", name.nullable.described("The part before the @ when left out.")),
            ] + levels + settings, notSettable: kept + statistics + learningNames + ["role", "is_active"]),
        isOptional: true)

    static let patch = BodyForm(
        name: "ProfilePatch",
        schema: .object(
            [.optional("display_name", name)] + levels + settings + learning,
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
            ] + settings, notSettable: kept + statistics + learningNames + ["email", "role", "is_active"]))

    static let adminPatch = BodyForm(
        name: "UserPatch",
        schema: .object(
            levels + [
                .optional("role", Resources.role.nullable), .optional("is_active", Schema.boolean.nullable),
            ],
            notSettable: kept + statistics + learningNames + [
                "email", "display_name", "avatar_url", "learning_goal", "time_zone",
            ]),
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
        fields.scheduler = schedulerField
        fields.dayStartHour = integerField("day_start_hour")
        fields.newCardsPerDay = integerField("new_cards_per_day")
        fields.reviewsPerDay = integerField("reviews_per_day")
        return fields
    }

    private var schedulerField: FieldInput<SchedulerFields> {
        guard has("scheduler") else { return .absent }
        guard let body = nested("scheduler") else { return object["scheduler"]?.isNull == true ? .reset : .absent }
        var fields = SchedulerFields()
        fields.algorithm = body.textField("algorithm")
        fields.desiredRetention = body.numberField("desired_retention")
        fields.parameters = body.numbersField("parameters")
        return .set(fields)
    }
}
