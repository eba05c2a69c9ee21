import DynamoModel

@testable import Lexi

/// Entities of every kind, for tests of what is made from them.
enum Samples {
    static let now = Timestamp(clamping: 1_777_717_800)
    static let userID = UserID(ULID(high: 0x0190_0000_0000_0001, low: 7))
    static let feed = FeedPosition(time: now.adding(seconds: -30), sequence: 12)
    // Each property has a separate value, so that two that change places are found.
    static let created = now.adding(days: -3)
    static let updated = now.adding(seconds: -20)

    static func user(email: String = "lan#%@example.com") throws -> User {
        User(
            userID: userID, email: try EmailAddress(email), displayName: "Lan # %",
            avatarURL: WebAddress(trusted: "https://a.example/a.png"),
            currentLevel: .a1, targetLevel: .b2, role: .admin, isActive: false, isNewUser: true, learningGoal: "Travel",
            timeZone: .standard, createdAt: created, updatedAt: updated, version: 3,
            identity: try Identity(issuer: "https://issuer/#%", subject: "a#b"), feedPosition: feed)
    }

    static func statistics() -> UserStatistics {
        var statistics = UserStatistics.initial(userID: userID, feedPosition: feed)
        statistics.guardsHaveTerms = false
        statistics.leechesAreListed = false
        statistics.apply(Streak(current: 2, best: 5, lastActiveDay: LocalDay(utc: now)))
        (statistics.cardsNew, statistics.cardsLearning, statistics.cardsMature) = (11, 12, 13)
        (statistics.totalWordsLearned, statistics.reviewsTotal, statistics.sessionsCompleted) = (36, 99, 4)
        return statistics
    }

    /// A card whose log is kept by the ids of its reviews.
    static func oldCard() throws -> Flashcard {
        var card = try card()
        card.isLogByTime = false
        return card
    }

    static func unsettledCard() throws -> Flashcard {
        var card = try card()
        card.unsettled = ReviewSpan(
            after: ReviewOrder(reviewedAt: created, reviewID: ReviewID(ULID(high: 1, low: 7))),
            through: ReviewOrder(reviewedAt: updated, reviewID: ReviewID(ULID(high: 1, low: 8))))
        return card
    }

    /// A card that came with a schedule, and was reviewed once before its time and once after it.
    static func cardWithBaseline() throws -> Flashcard {
        var card = try card()
        let baseline = Baseline(
            reviewedAt: created, nextReviewAt: created.adding(days: 12), reviewCount: 7, repetitionCount: 3,
            intervalDays: 11, easeThousandths: 2350, lapseCount: 1)
        card.baseline = Baseline(
            reviewedAt: baseline.reviewedAt, nextReviewAt: baseline.nextReviewAt, state: baseline.state,
            earlierReviews: 1)
        card.schedule = baseline.schedule.applying(
            .good, ReviewOrder(reviewedAt: now.adding(days: -1), reviewID: ReviewID(ULID(high: 1, low: 9))))
        return card
    }

    static func statisticsWithLogs() -> UserStatistics {
        var statistics = statistics()
        statistics.logsToRemove = [
            FlashcardID(ULID(high: 0x0190_0000_0000_0002, low: 8)),
            FlashcardID(ULID(high: 0x0190_0000_0000_0002, low: 9)),
        ]
        return statistics
    }

    /// A session whose scoring failed, or was asked for again after that.
    static func failedSession(isAsked: Bool = false) -> Session {
        var session = session(isAsked ? .scoring : .scoringFailed)
        session.scoringRequestedAt = now.adding(seconds: 90)
        session.scoringFailureReason = isAsked ? nil : "The recording is silent."
        return session
    }

    static func card(_ word: String = "don't / e.g.", number: UInt64 = 1) throws -> Flashcard {
        let id = FlashcardID(ULID(high: 0x0190_0000_0000_0002, low: number))
        let order = ReviewOrder(reviewedAt: now.adding(days: -1), reviewID: ReviewID(ULID(high: 1, low: 9)))
        return Flashcard(
            flashcardID: id, userID: userID, word: try Word(word), wordType: .phrase, translationVi: "đừng",
            phonetic: "dəʊnt", audioURL: WebAddress(trusted: "https://a.example/dont.mp3"), exampleSentence: "Don't!",
            source: TurnReference(sessionID: session().sessionID, turnIndex: 3),
            schedule: Schedule.new(at: created).applying(.good, order), createdAt: created, updatedAt: updated,
            version: 2,
            feedPosition: feed)
    }

    static func review(withState: Bool = false) throws -> Review {
        var review = Review(
            reviewID: ReviewID(ULID(high: 1, low: 9)), flashcardID: try card().flashcardID, userID: userID,
            rating: .hard, reviewedAt: now.adding(days: -1), createdAt: now)
        if withState { review.state = ReviewState(try card().schedule) }
        return review
    }

    static func session(_ status: SessionStatus = .active) -> Session {
        let new = NewSession(
            userID: userID, scenarioID: Slug(trusted: "at-the-cafe"), scenarioTitle: "At the café",
            learnerRole: "Guest", aiRole: "Waiter", aiCharacter: .emma, level: .b1, selectedGoal: "Order",
            assignedModel: "m-1", prompt: nil, greeting: nil)
        var session = Session(
            new, id: SessionID(ULID(high: 0x0190_0000_0000_0003, low: 1)), at: created, feedPosition: feed)
        session.status = status
        session.completedAt = status == .active || status == .abandoned ? nil : now
        session.updatedAt = updated
        (session.totalTurns, session.userTurns, session.hintUsedCount, session.version) = (5, 2, 1, 6)
        (session.ttft, session.latency) = (Figure(sum: 300, count: 2), Figure(sum: 700, count: 3))
        (session.outputTokens, session.totalCostUSD) = (
            Figure(sum: 90, count: 4), DecimalAmount(trusted: DynamoNumber(7))
        )
        return session
    }

    static func turn() throws -> Turn {
        let said = NewTurn(
            speaker: .ai, content: "Hi", translatedContent: "Chào",
            audioURL: WebAddress(trusted: "https://a.example/hi.mp3"), isHintUsed: true, ttftMS: 3, latencyMS: 4,
            inputTokens: 5, outputTokens: 6, costUSD: try DecimalAmount("0.00012"), deliveryCue: "warmly",
            qualityScore: 90)
        return Turn(sessionID: session().sessionID, userID: userID, turnIndex: 7, createdAt: now, said: said)
    }

    static func scoring() -> Scoring {
        let scores = Scores(fluency: 1, pronunciation: 2, grammar: 3, vocabulary: 4, overall: 3, feedback: "Good")
        return session(.completed).scoring(scores, at: now.adding(seconds: 5))
    }

    static func scenario(isActive: Bool = true) -> Scenario {
        Scenario(
            scenarioID: Slug(trusted: "at-the-cafe"), scenarioTitle: "At the café", context: "Noon",
            roles: ["Guest", "Waiter"],
            goals: ["Order", "Pay"], difficultyLevel: .b1, order: 12, notes: "n", isActive: isActive,
            createdAt: created,
            updatedAt: updated, version: 2)
    }

    static func audit() -> AuditEntry {
        AuditEntry(userID: userID, note: note(.user(UserID(ULID(high: 6, low: 6)))))
    }

    static func note(_ actor: WriteContext.Actor) -> AuditNote {
        AuditNote(
            auditID: ULID(high: 5, low: 5), actor: actor, action: .registered, subject: "role", createdAt: now)
    }

    /// A user whose account is being erased.
    static func closedUser() throws -> User {
        var user = try user()
        user.erasureStartedAt = now.adding(seconds: 40)
        return user
    }

    static func closedStatistics() -> UserStatistics {
        var statistics = statisticsWithLogs()
        statistics.erasureStartedAt = now.adding(seconds: 40)
        return statistics
    }

    /// A note that names its request; its actor may be one whose account is gone.
    static func noteOfRequest(_ actor: WriteContext.Actor) -> AuditNote {
        var note = note(actor)
        note.requestID = "request-1"
        return note
    }

    static func feedRow(tombstone: Bool = false) throws -> FeedRow {
        FeedRow(
            userID: userID, position: feed, kind: .flashcard, entityID: try card().flashcardID.ulid,
            expiresAt: tombstone ? now.adding(days: 180) : nil)
    }

    /// An entity of every kind that is an item, in every state that has other index keys.
    static func all() throws -> [any ItemConvertible] {
        try ofVersion1() + addedByVersion2() + addedByVersion3() + addedByVersion4() + added()
    }

    /// Entities of kinds and states that came when statistics counted the newest day.
    static func added() throws -> [any ItemConvertible] {
        let erasure = ULID(high: 9, low: 9)
        var refused = ErasedIdentity(try user().identity, at: now, erasure)
        refused.tokenRefusedAt = now.adding(seconds: 5)
        var closed = closedStatistics()
        closed.erasureID = erasure
        return [
            closed, refused, ErasureAuditEntry(erasureID: erasure, note: noteOfRequest(.formerUser)),
            statisticsWithOpenDay(),
        ]
    }

    static func statisticsWithOpenDay() -> UserStatistics {
        var statistics = statistics()
        let change = DayChange(
            reviews: 7, forgot: 3, sessions: 1, learning: JudgedCount(reviews: 4, forgot: 2),
            mature: JudgedCount(reviews: 2, forgot: 1))
        statistics.openDay = OpenDay(day: LocalDay(utc: now), change: change)
        return statistics
    }

    /// Entities of kinds and states that came when searches read the guards of words, as programs knew them that wrote
    /// each review's day.
    static func addedByVersion4() throws -> [any ItemConvertible] {
        let card = try card()
        let duplicates = [2: card.flashcardID, 10_000: card.flashcardID]
        return [
            WordGuard(card), statisticsOfSearches(), ErasedIdentity(try user().identity, at: now),
            record(.result(.cards(startedAt: now, duplicates: duplicates))),
            record(.running(CallClaim(startedAt: now, heldUntil: now.adding(seconds: 6), seed: .max))),
        ]
    }

    /// Entities of kinds and states that came after cards of version 2, as programs knew them that listed cards under
    /// their terms.
    static func addedByVersion3() throws -> [any ItemConvertible] {
        let card = try card().flashcardID
        let errors = [FieldError("/word", "is required"), FieldError("/x", "is not a field")]
        let outcomes: [IdempotencyRecord.Outcome] = [
            .result(.user(userID)), .result(.flashcard(card)),
            .result(.review(card, ReviewID(ULID(high: 1, low: 9)), isDuplicate: true)),
            .result(.review(card, ReviewID(ULID(high: 1, low: 9)), isDuplicate: false)),
            .result(.turns(session().sessionID, first: 3, count: 2)), .result(.scenario(scenario().scenarioID)),
            .problem(KeptProblem(type: "invalid-fields", detail: "Wrong.", errors: errors, flashcardID: card)),
        ]
        return [
            try cardWithBaseline(), try cardOfFSRS(), try reviewOfFSRS(), try userOfFSRS(), statisticsOfFSRS(), day(),
            try markedCard(), TagRow(userID: userID, tag: "a#b", flashcardID: card),
            SearchRow(userID: userID, term: "dung", flashcardID: card, terms: ["don", "t", "dung"]),
            statisticsWithSessions(),
            TakenBackReview(try review(), at: now), try closedUser(), closedStatistics(),
            AuditEntry(userID: userID, note: noteOfRequest(.formerUser)),
            AuditEntry(userID: userID, note: noteOfRequest(.user(userID))),
            ScenarioAuditEntry(
                scenarioID: Slug(trusted: "at-the-cafe"), note: noteOfRequest(.user(UserID(ULID(high: 6, low: 6))))),
        ] + outcomes.map { record($0) }
    }

    private static func record(_ outcome: IdempotencyRecord.Outcome) -> IdempotencyRecord {
        IdempotencyRecord(
            caller: userID.text, clientKey: "a#b", fingerprint: "f", outcome: outcome, expiresAt: now.adding(days: 1))
    }

    /// A card with all marks, suspended and a leech.
    static func markedCard() throws -> Flashcard {
        var card = try card()
        card.tags = [CardTag(trusted: "Đi lại"), CardTag(trusted: "b#1")]
        card.isSuspended = true
        card.schedule.lapseCount = 9
        return card
    }

    static func statisticsWithSessions() -> UserStatistics {
        var statistics = statistics()
        statistics.sessionsToRemove = [session().sessionID]
        return statistics
    }

    static func statisticsOfSearches() -> UserStatistics {
        var statistics = statistics()
        statistics.guardsHaveTerms = true
        return statistics
    }

    /// A guard of a program that listed cards under their terms.
    static func oldGuard() throws -> WordGuard {
        var word = WordGuard(try card())
        word.terms = nil
        return word
    }

    /// A card that FSRS schedules, with reviews that count for the retention of their days.
    static func cardOfFSRS() throws -> Flashcard {
        var card = try card()
        card.scheduler = SchedulerMark(version: 3, algorithm: .fsrs)
        card.schedule.memory = MemoryState(stability: 23_065, difficulty: 21_181, decay: 1542)
        for rating in [Rating.good, .forgot] {
            card.recent.count(
                JudgedReview(reviewedAt: now, rating: rating, maturity: .mature), on: LocalDay(utc: now))
        }
        return card
    }

    static func reviewOfFSRS() throws -> Review {
        var review = try review()
        review.state = ReviewState(try cardOfFSRS().schedule)
        return review
    }

    static func userOfFSRS() throws -> User {
        var user = try user()
        user.scheduler = .fsrs(retention: 8500, parameters: .standard)
        user.schedulerVersion = 3
        (user.dayStartHour, user.newCardsPerDay, user.reviewsPerDay) = (4, 10, 200)
        return user
    }

    static func statisticsOfFSRS() -> UserStatistics {
        var statistics = statistics()
        statistics.scheduler = SchedulerMark(version: 3, algorithm: .fsrs)
        statistics.hasCardsToFold = true
        statistics.studyDay = StudyDay(day: LocalDay(utc: now), newCards: 4, reviews: 31)
        return statistics
    }

    static func day() -> ActivityDay {
        ActivityDay(
            userID: userID, day: LocalDay(utc: now), reviews: 9, sessions: 1, forgot: 4,
            learning: JudgedCount(reviews: 5, forgot: 3), mature: JudgedCount(reviews: 2, forgot: 1))
    }

    /// Entities of kinds and states that came after version 1, as programs knew them whose cards were of version 2.
    static func addedByVersion2() throws -> [any ItemConvertible] {
        [
            try card(), try unsettledCard(), try review(), try review(withState: true),
            AuditEntry(userID: userID, note: note(.operator)), statisticsWithLogs(), failedSession(),
            failedSession(isAsked: true),
            ScenarioAuditEntry(scenarioID: Slug(trusted: "at-the-cafe"), note: note(.service)),
            IdempotencyRecord(
                caller: userID.text, clientKey: "a#b", fingerprint: "",
                outcome: .problem(KeptProblem(type: "unavailable", detail: "", errors: [], flashcardID: nil)),
                expiresAt: now.adding(days: 1)),
        ]
    }

    /// The entities whose items of version 1 are kept.
    static func ofVersion1() throws -> [any ItemConvertible] {
        [
            try user(), statistics(), ActivityDay(userID: userID, day: LocalDay(utc: now), reviews: 2, sessions: 1),
            try feedRow(), try feedRow(tombstone: true), audit(), try oldGuard(), EmailGuard(try user()),
            IdentityGuard(try user()), try oldCard(), ReviewGuard(try review()), session(), session(.scoring),
            session(.completed),
            session(.abandoned),
            SessionPrompt(sessionID: session().sessionID, userID: userID, prompt: "p", createdAt: now),
            scoring(), try turn(), scenario(), scenario(isActive: false),
            UsageShard(scenarioID: Slug(trusted: "at-the-cafe"), shard: 3, count: 8),
        ]
    }
}
