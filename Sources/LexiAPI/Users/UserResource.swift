import JSONText
import Lexi
import LexiUseCases

extension Resources {
    static let userComponents: [(name: String, schema: Schema)] = [
        ("User", user), ("Statistics", statistics), ("ActivityDay", activityDay),
    ]

    static let level = Schema.oneOf(CEFRLevel.allCases.map(\.rawValue))
    static let role = Schema.oneOf(Role.allCases.map(\.rawValue))

    /// What every form of a user shows; see ``writeProfile(_:to:)``.
    static let profileFields: [Schema.Field] = [
        .required("user_id", id), .required("email", .text()),
        .required("display_name", .text(LexiLimits.displayName)),
        .required("avatar_url", .text(0...LexiLimits.url)),
        .required("current_level", level), .required("target_level", level),
        .required("role", role), .required("is_active", .boolean),
        .required("is_new_user", Schema.boolean.described("Whether the onboarding is still to come.")),
        .required("learning_goal", .text(0...LexiLimits.learningGoal)),
        .required("created_at", time), .required("updated_at", time),
    ]

    private static let user = Schema.object(
        profileFields + [
            .required("time_zone", Schema.text().described("An IANA name: where the user's days begin and end.")),
            .required("scheduler", scheduler),
            .required("day_start_hour", Schema.integer(LexiLimits.dayStartHour).nullable),
            .required("new_cards_per_day", Schema.integer(LexiLimits.cardsPerDay).nullable),
            .required("reviews_per_day", Schema.integer(LexiLimits.cardsPerDay).nullable),
            .required("version", version),
        ])

    private static let scheduler = Schema.object([
        .required("algorithm", .oneOf(SchedulerSetting.Algorithm.allCases.map(\.rawValue))),
        .optional("desired_retention", .number),
        .optional("parameters", Schema.array(.number).nullable.described("Null for the published ones.")),
    ])

    private static let statistics = Schema.object([
        .required("current_streak", count), .required("best_streak", count), .required("last_active_day", day.nullable),
        .required("total_words_learned", count), .required("cards_new", count), .required("cards_learning", count),
        .required("cards_mature", count), .required("reviews_total", count), .required("sessions_completed", count),
        .required(
            "cards_due",
            count.described(
                "Cards that are due now; counting ends at \(LexiLimits.forecastCards), of very long cards before.")),
        .required(
            "cards_due_is_minimum", Schema.boolean.described("Whether more cards can be due than `cards_due` says.")),
        .required(
            "due_forecast",
            .array(
                .object([.required("day", day), .required("cards", count), .required("is_minimum", .boolean)])
            ).described(
                """
                Cards that become due on each of the next days; the first is today, with all that is overdue. \
                Of those that are not due yet, the first \(LexiLimits.forecastCards) are counted, and `is_minimum` says \
                of a day that there can be more.
                """)),
        .required(
            "retention",
            Schema.object([
                .required("learning", Schema.number.nullable), .required("mature", Schema.number.nullable),
                .required("total", Schema.number.nullable),
            ]).described(
                """
                The shares of the last 30 days' reviews that were not `forgot`: of cards that were learning, of mature \
                ones, and of all. Null without any review.
                """)),
    ])

    private static let activityDay = Schema.object([
        .required("day", day), .required("reviews", count), .required("sessions", count),
        .required("correct", count.described("Reviews that were not `forgot`.")),
    ])

    static func write(_ user: User, to json: inout JSONWriter) {
        json.beginObject()
        writeProfile(user, to: &json)
        json.member("time_zone", user.timeZone.text)
        json.name("scheduler")
        write(user.scheduler, to: &json)
        json.member("day_start_hour", user.dayStartHour)
        json.member("new_cards_per_day", user.newCardsPerDay)
        json.member("reviews_per_day", user.reviewsPerDay)
        json.member("version", user.version)
        json.endObject()
    }

    /// The members of ``profileFields``.
    static func writeProfile(_ user: User, to json: inout JSONWriter) {
        json.member("user_id", user.userID.text)
        json.member("email", user.email.text)
        json.member("display_name", user.displayName)
        json.member("avatar_url", user.avatarURL.text)
        json.member("current_level", user.currentLevel.rawValue)
        json.member("target_level", user.targetLevel.rawValue)
        json.member("role", user.role.rawValue)
        json.member("is_active", user.isActive)
        json.member("is_new_user", user.isNewUser)
        json.member("learning_goal", user.learningGoal)
        json.member("created_at", user.createdAt.text)
        json.member("updated_at", user.updatedAt.text)
    }

    static func write(_ account: AccountStatistics, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(account.statistics, today: account.today, to: &json)
        json.member("cards_due", account.forecast.due)
        json.member("cards_due_is_minimum", account.forecast.isDueMinimum)
        json.name("due_forecast")
        json.beginArray()
        for day in account.forecast.days {
            json.beginObject()
            json.member("day", day.day.text)
            json.member("cards", day.cards)
            json.member("is_minimum", day.isMinimum)
            json.endObject()
        }
        json.endArray()
        write(account.retention, to: &json)
        json.endObject()
    }

    private static func write(_ retention: Retention, to json: inout JSONWriter) {
        json.name("retention")
        json.beginObject()
        let share = { (value: Double?) in value.map { Int(($0 * 10_000).rounded()) } }
        json.tenThousandths("learning", share(retention.learning))
        json.tenThousandths("mature", share(retention.mature))
        json.tenThousandths("total", share(retention.total))
        json.endObject()
    }

    private static func write(_ scheduler: SchedulerSetting, to json: inout JSONWriter) {
        json.beginObject()
        json.member("algorithm", scheduler.algorithm.rawValue)
        if case .fsrs(let retention, let parameters) = scheduler {
            json.tenThousandths("desired_retention", retention)
            json.name("parameters")
            if let parameters {
                json.beginArray()
                for value in parameters.tenThousandths { json.tenThousandths(value) }
                json.endArray()
            } else {
                json.null()
            }
        }
        json.endObject()
    }

    static func writeMembers(_ statistics: UserStatistics, today: LocalDay, to json: inout JSONWriter) {
        json.member("current_streak", statistics.streak(today: today))
        json.member("best_streak", statistics.bestStreak)
        json.member("last_active_day", statistics.lastActiveDay?.text)
        json.member("total_words_learned", statistics.totalWordsLearned)
        json.member("cards_new", statistics.cardsNew)
        json.member("cards_learning", statistics.cardsLearning)
        json.member("cards_mature", statistics.cardsMature)
        json.member("reviews_total", statistics.reviewsTotal)
        json.member("sessions_completed", statistics.sessionsCompleted)
    }

    static func write(_ day: ActivityDay, to json: inout JSONWriter) {
        json.beginObject()
        json.member("day", day.day.text)
        json.member("reviews", day.reviews)
        json.member("sessions", day.sessions)
        json.member("correct", day.correct)
        json.endObject()
    }
}
