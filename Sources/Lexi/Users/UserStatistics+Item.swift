import DynamoModel

extension UserStatistics: ItemConvertible {
    static let kind = ItemKind.statistics
    /// Statistics of version 1 have no open day. Programs that knew no other version would lose what is open.
    static let schemaVersion = 2
    static let tableKey = EntityKey(
        .table, Key("USER#", KeyPart("user_id", \UserStatistics.userID)), Key("METADATA#STATS"))
    private static let shard = KeyPart("shard") { (statistics: UserStatistics) in
        ShardNumber(Shard.of(statistics.userID.text, count: Shard.deletedLogs))
    }
    /// Users with deleted cards and sessions of which something is still to be removed are in it, and those with cards
    /// that are still to be folded by another setting.
    static let unfinished = EntityKey(
        .gsi2, Key("JOB#LOGS#", shard), Key("USER#", KeyPart("user_id", \.userID)),
        when: { $0.erasureStartedAt == nil && ($0.removals > 0 || $0.hasCardsToFold) })
    /// Users whose accounts are being erased are in it.
    static let erasures = EntityKey(
        .gsi2, Key("JOB#ERASURE#", shard), Key("USER#", KeyPart("user_id", \.userID)),
        when: { $0.erasureStartedAt != nil })
    static let indexKeys: [any DeclaredKey<UserStatistics>] = [unfinished, erasures]

    /// Since when the account is being erased, if it is; the user's item has an attribute of the same name.
    static let erasureAttribute = "erasure_started_at"
    /// What stands for the account in the entries about its end.
    static let erasureIDAttribute = "erasure_id"
    /// Whether an operator has the account erased.
    static let operatorAttribute = "erased_by_operator"
    /// The condition of writes next to a user's data: the account is there and is not being erased.
    static let open = WriteShape.Condition.without(erasureAttribute)
    fileprivate static var isOpen: WriteCondition { .without(erasureAttribute) }

    func write(to builder: inout ItemBuilder) {
        builder.set("user_id", userID)
        builder.set("current_streak", currentStreak)
        builder.set("best_streak", bestStreak)
        if let lastActiveDay { builder.set("last_active_day", lastActiveDay.text) }
        builder.set("total_words_learned", totalWordsLearned)
        builder.set("cards_new", cardsNew)
        builder.set("cards_learning", cardsLearning)
        builder.set("cards_mature", cardsMature)
        builder.set("reviews_total", reviewsTotal)
        builder.set("sessions_completed", sessionsCompleted)
        builder.set(scheduler)
        if hasCardsToFold { builder.set("has_cards_to_fold", true) }
        if guardsHaveTerms { builder.set("guards_have_terms", true) }
        if leechesAreListed { builder.set("leeches_are_listed", true) }
        if let studyDay {
            builder.set("study_day", studyDay.day.text)
            builder.set("study_day_new_cards", studyDay.newCards)
            builder.set("study_day_reviews", studyDay.reviews)
        }
        if let openDay {
            builder.set("open_day", openDay.day.text)
            builder.set("open_day_counters", openDay.numbers)
        }
        if !sessionsToRemove.isEmpty { builder.set("sessions_to_remove", sessionsToRemove.map(\.text)) }
        if !logsToRemove.isEmpty { builder.set("logs_to_remove", logsToRemove.map(\.text)) }
        builder.set(Self.erasureAttribute, ifPresent: erasureStartedAt)
        if let erasureID { builder.set(Self.erasureIDAttribute, erasureID.text) }
        if isErasedByOperator { builder.set(Self.operatorAttribute, true) }
        builder.set(feedPosition)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        var logs: [FlashcardID] = []
        for text in try read.optional("logs_to_remove", read.strings) ?? [] {
            guard let card = FlashcardID(text) else { throw read.error("logs_to_remove", "is not a list of ULIDs") }
            logs.append(card)
        }
        var sessions: [SessionID] = []
        for text in try read.optional("sessions_to_remove", read.strings) ?? [] {
            guard let session = SessionID(text) else {
                throw read.error("sessions_to_remove", "is not a list of ULIDs")
            }
            sessions.append(session)
        }
        var studyDay: StudyDay?
        if let day = try read.optional("study_day", read.day) {
            studyDay = StudyDay(
                day: day, newCards: try read.int("study_day_new_cards"), reviews: try read.int("study_day_reviews"))
        }
        var openDay: OpenDay?
        if let day = try read.optional("open_day", read.day) {
            openDay = OpenDay(day: day, numbers: try read.ints("open_day_counters"))
            if openDay == nil { throw read.error("open_day_counters", "is not a list of seven numbers") }
        }
        self.init(
            userID: try read.id("user_id"), currentStreak: try read.int("current_streak"),
            bestStreak: try read.int("best_streak"),
            lastActiveDay: try read.optional("last_active_day", read.day),
            totalWordsLearned: try read.int("total_words_learned"), cardsNew: try read.int("cards_new"),
            cardsLearning: try read.int("cards_learning"), cardsMature: try read.int("cards_mature"),
            reviewsTotal: try read.int("reviews_total"), sessionsCompleted: try read.int("sessions_completed"),
            scheduler: try read.schedulerMark(),
            hasCardsToFold: try read.optional("has_cards_to_fold", read.bool) ?? false,
            guardsHaveTerms: try read.optional("guards_have_terms", read.bool) ?? false,
            leechesAreListed: try read.optional("leeches_are_listed", read.bool) ?? false, studyDay: studyDay,
            openDay: openDay, logsToRemove: logs, sessionsToRemove: sessions,
            erasureStartedAt: try read.optional(Self.erasureAttribute, read.time),
            erasureID: try read.optional(Self.erasureIDAttribute, read.ulid),
            isErasedByOperator: try read.optional(Self.operatorAttribute, read.bool) ?? false,
            feedPosition: try read.feedPosition())
    }
}

extension WriteCollector {
    /// Makes all of the transaction depend on a user's account being there and not being erased: it writes nothing
    /// that the erasure does not find.
    mutating func checkAccount(of user: UserID, else refusal: Refusal = .failure { _ in .notFound }) {
        check(UserStatistics.key(user), if: UserStatistics.isOpen, else: refusal)
    }
}
