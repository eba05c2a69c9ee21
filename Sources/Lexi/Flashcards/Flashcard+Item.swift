import DynamoModel

extension Flashcard: ItemConvertible {
    static let kind = ItemKind.flashcard
    static let schemaVersion = 3

    // The components of its keys.
    private static let id = KeyPart("flashcard_id", \Flashcard.flashcardID)
    private static let user = KeyPart("user_id", \Flashcard.userID)

    static let tableKey = EntityKey(.table, Key("FLASHCARD#", id), Key("METADATA#FLASHCARD"))
    static let newest = EntityKey(
        .gsi1, Key("USER#", user, "#FLASHCARD"), Key("CREATED#", KeyPart("created_at", \.createdAt), "#", id))
    static let due = EntityKey(
        .gsi2, Key("USER#", user, "#DUE"), Key("DUE#", KeyPart("next_review_at", \.schedule.nextReviewAt), "#", id),
        when: { !$0.isSuspended })
    private static let byWord = Key("WORD#", KeyPart("normal form", \Flashcard.word.normalForm), "#", id)
    /// Suspended cards are in it, instead of being due.
    static let suspended = EntityKey(.gsi2, Key("USER#", user, "#SUSPENDED"), byWord, when: { $0.isSuspended })
    /// Leeches are in it.
    static let leeches = EntityKey(.gsi5, Key("USER#", user, "#LEECH"), byWord, when: { $0.isLeech })
    static let byMaturity = EntityKey(
        .gsi3, Key("USER#", user, "#MATURITY#", KeyPart("maturity", \.maturity)),
        byWord)
    /// Cards that were saved from a session are in it.
    static let ofSession = EntityKey(
        .gsi4, Key("SESSION#", KeyPart("source_session_id", \.source?.sessionID), "#FLASHCARD"),
        Key("TURN#", KeyPart("source_turn_index") { $0.source.map { TurnNumber($0.turnIndex) } }, "#", id))
    static let indexKeys: [any DeclaredKey<Flashcard>] = [newest, due, suspended, byMaturity, ofSession, leeches]

    func write(to builder: inout ItemBuilder) {
        builder.set("flashcard_id", flashcardID)
        builder.set("user_id", userID)
        builder.set(Self.fields, of: self)
        if !tags.isEmpty { builder.set("tags", tags.map(\.text)) }
        if isSuspended { builder.set("is_suspended", true) }
        if let source {
            builder.set("source_session_id", source.sessionID)
            builder.set("source_turn_index", source.turnIndex)
        }
        schedule.write(to: &builder)
        if let baseline { builder.set(baseline) }
        builder.set(scheduler)
        if !recent.isEmpty { builder.set("recent_reviews", recent.numbers) }
        builder.set("log_by_time", isLogByTime)
        if let unsettled {
            builder.set("unsettled_after", unsettled.after)
            builder.set("unsettled_through", unsettled.through)
        }
        builder.set("created_at", createdAt)
        builder.set("updated_at", updatedAt)
        builder.set("version", version)
        builder.set(feedPosition)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        var source: TurnReference?
        if let session: SessionID = try read.optional("source_session_id", read.id) {
            source = TurnReference(sessionID: session, turnIndex: try read.int("source_turn_index"))
        }
        var unsettled: ReviewSpan?
        if let through = try read.order("unsettled_through") {
            unsettled = ReviewSpan(after: try read.order("unsettled_after"), through: through)
        }
        guard let recent = RecentReviews(try read.optional("recent_reviews", read.ints) ?? []) else {
            throw read.error("recent_reviews", "is not a list of days")
        }
        self.init(
            flashcardID: try read.id("flashcard_id"), userID: try read.id("user_id"),
            word: try read.value(Field.word), wordType: try read.value(Field.wordType),
            translationVi: try read.value(Field.translationVi), phonetic: try read.value(Field.phonetic),
            audioURL: try read.value(Field.audioURL),
            exampleSentence: try read.value(Field.exampleSentence),
            tags: (try read.optional("tags", read.strings) ?? []).map { CardTag(trusted: $0) },
            isSuspended: try read.optional("is_suspended", read.bool) ?? false, source: source,
            schedule: try Schedule(read),
            baseline: try read.baseline(), createdAt: try read.time("created_at"),
            updatedAt: try read.time("updated_at"),
            version: try read.int("version"), scheduler: try read.schedulerMark(), recent: recent,
            isLogByTime: try read.bool("log_by_time"), unsettled: unsettled,
            feedPosition: try read.feedPosition())
    }

    /// Version 1 kept the logs by the ids of the reviews. Version 2 had no baselines: a program that does not know them
    /// would lose them.
    static func upgrade(_ item: inout Item, from version: Int) {
        if version < 2 { item["log_by_time"] = .bool(item["review_count"]?.int == 0) }
    }
}

extension ItemBuilder {
    /// The place of a review, in two attributes.
    fileprivate mutating func set(_ name: String, _ order: ReviewOrder?) {
        guard let order else { return }
        set(name + "_time", order.reviewedAt)
        set(name + "_id", order.reviewID)
    }
}

extension ItemReader {
    fileprivate func order(_ name: String) throws(CorruptItem) -> ReviewOrder? {
        guard let time = try optional(name + "_time", time) else { return nil }
        return ReviewOrder(reviewedAt: time, reviewID: try id(name + "_id"))
    }
}

extension Schedule {
    fileprivate func write(to builder: inout ItemBuilder) {
        builder.set("review_count", reviewCount)
        builder.set("repetition_count", repetitionCount)
        builder.set("interval_days", intervalDays)
        builder.set("ease_thousandths", easeThousandths)
        builder.set("lapse_count", lapseCount)
        if let lastReview {
            builder.set("last_reviewed_at", lastReview.reviewedAt)
            builder.set("last_review_id", lastReview.reviewID)
        }
        builder.set("next_review_at", nextReviewAt)
        if let memory { builder.set("memory", memory.numbers) }
        // For people who read the table; it follows from the rest and is not read back.
        builder.set("maturity", maturity)
    }

    fileprivate init(_ read: ItemReader) throws(CorruptItem) {
        var last: ReviewOrder?
        if let time = try read.optional("last_reviewed_at", read.time) {
            last = ReviewOrder(reviewedAt: time, reviewID: try read.id("last_review_id"))
        }
        var memory: MemoryState?
        if let numbers = try read.optional("memory", read.ints) {
            guard numbers.count == 3 else { throw read.error("memory", "is not a list of three numbers") }
            memory = MemoryState(stability: numbers[0], difficulty: numbers[1], decay: numbers[2])
        }
        self.init(
            reviewCount: try read.int("review_count"), repetitionCount: try read.int("repetition_count"),
            intervalDays: try read.int("interval_days"), easeThousandths: try read.int("ease_thousandths"),
            lapseCount: try read.int("lapse_count"), lastReview: last, nextReviewAt: try read.time("next_review_at"),
            memory: memory)
    }
}
