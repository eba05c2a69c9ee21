import DynamoModel

// The writes: what each puts, adds to and deletes, under which conditions. A transaction that no pattern declares is a
// fault.
extension AccessPatterns {
    static let register = write(
        "35", "Register", 24,
        [
            .put(IdentityGuard.self, .absent), .put(EmailGuard.self, .absent), .put(User.self, .absent),
            .put(UserStatistics.self, .absent), .put(AuditEntry.self, .absent), .put(FeedRow.self, .absent),
        ])
    static let editUser = write("36", "Edit a profile", 10, [.put(User.self, .version)] + change)
    static let editFlashcard = write(
        "36a", "Edit a card; its word's guard and what lists it follow", 18,
        [
            .put(Flashcard.self, .version), .put(WordGuard.self, .absent, 0...1),
            .put(WordGuard.self, .attribute("flashcard_id"), 0...1),
            .delete(WordGuard.self, .attribute("flashcard_id"), 0...1),
        ] + newRows + oldRows + change)
    static let createFlashcard = write(
        "38", "Save a card", 14, [.put(Flashcard.self, .absent), .put(WordGuard.self, .absent)] + newRows + addition)
    static let importFlashcards = write(
        "38a", "Save the cards of a file, up to 33 a transaction; one is saved by 38 (units: a card)", 14,
        [
            .put(Flashcard.self, .absent, 2...FlashcardRepository.cardsPerImport),
            .put(WordGuard.self, .absent, 2...FlashcardRepository.cardsPerImport),
            .put(FeedRow.self, .absent, 2...FlashcardRepository.cardsPerImport),
            .put(TagRow.self, .none, 0...FlashcardRepository.writesPerImport),
            .put(UserStatistics.self, .attribute("feed_sequence")), renewal,
        ])
    static let completeGuards = write(
        "38b", "Put the terms of cards of older programs into the guards of their words, in parts", 200,
        [
            .put(WordGuard.self, .attribute("flashcard_id"), 0...FlashcardRepository.guardsPerPart),
            .put(UserStatistics.self, .attribute("feed_sequence")),
        ])
    static let removeSearchRows = write(
        "38c", "Remove the rows by which older programs listed cards, in batches of 25 (units: each)", 1,
        [.delete(SearchRow.self)], .batchDelete)
    static let listLeeches = write(
        "38d", "Put leeches of older programs into the list of leeches, in parts", 200,
        [
            .put(Flashcard.self, .version, 0...FlashcardRepository.guardsPerPart),
            .put(UserStatistics.self, .attribute("feed_sequence")),
        ])
    static let appendReview = write(
        "39", "Review a card", 28,
        [
            .put(Flashcard.self, .version), .put(Review.self, .none, 0...1), .put(Review.self, .absent, 0...1),
            .put(ReviewGuard.self, .absent, 0...1),
            .add(to: ActivityDay.self, days),
        ] + change)
    static let moveReviews = write(
        "39a", "Move an old log to the times of its reviews, in parts", 400,
        [
            .put(Review.self, .none, 0...ReviewRepository.reviewsPerMove),
            .put(ReviewGuard.self, .none, 0...ReviewRepository.reviewsPerMove), .put(Flashcard.self, .version, 0...1),
            .check(Flashcard.self, .version, 0...1),
            .put(UserStatistics.self, .attribute("feed_sequence")),
        ])
    static let takeReviewBack = write(
        "39b", "Take the last review of a card back", 32,
        [
            .put(Flashcard.self, .version), .delete(Review.self), .delete(ReviewGuard.self),
            .put(TakenBackReview.self), .add(to: ActivityDay.self, days),
        ] + change)
    static let foldCard = write(
        "39c", "Fold a card again by another scheduler (units: 20 reviews)", 60,
        [.put(Flashcard.self, .version), .add(to: ActivityDay.self, days)] + change)
    static let uploadReviews = write(
        "40", "Reviews of a device that was offline (units: each)", 28,
        [
            .put(Flashcard.self, .version, cards), .put(Review.self, .none, cards),
            .put(ReviewGuard.self, .absent, cards),
            .add(to: ActivityDay.self, 0...RecentReviews.days + 1 + ReviewRepository.reviewsPerUpload),
            .put(UserStatistics.self, .attribute("feed_sequence")), .put(FeedRow.self, .absent, cards),
            .delete(FeedRow.self, .none, cards), renewal,
        ])
    static let deleteFlashcard = write(
        "41", "Delete a card: the feed row is a tombstone", 22,
        [.delete(Flashcard.self, .version), .delete(WordGuard.self, .attribute("flashcard_id"))] + oldRows + change)
    static let deleteReviews = write(
        "41a", "Remove a deleted card's reviews, in batches of 25 (units: each)", 2,
        [.delete(Review.self), .delete(ReviewGuard.self), .delete(TakenBackReview.self)],
        .batchDelete)
    static let removeLogs = write(
        "41b", "Note that the reviews of deleted cards are removed, or all cards folded", 8,
        [.put(UserStatistics.self, .attribute("feed_sequence"))])
    static let startSession = write(
        "42", "Start a session", 30,
        [
            .put(Session.self, .absent), .put(SessionPrompt.self, .absent, 0...1), .put(Turn.self, .absent, 0...1),
            .add(to: UsageShard.self),
        ] + addition)
    static let appendTurns = write(
        "43", "Append turns to an active session", 28,
        [.put(Session.self, .version), .put(Turn.self, .absent, 1...LexiLimits.turnsPerCall)] + change)
    static let endSession = write(
        "44", "Complete, score or abandon a session; note that its scoring failed, or ask for it again", 26,
        [
            .put(Session.self, .version), .put(Scoring.self, .absent, 0...1), .add(to: ActivityDay.self, 0...1),
            .put(AuditEntry.self, .absent, 0...1),
        ] + change)
    static let deleteSession = write(
        "44a", "Delete a session: the feed row is a tombstone", 18, [.delete(Session.self, .version)] + change)
    static let deleteSessionItems = write(
        "44b", "Remove a deleted session's turns, prompt and scores, in batches of 25 (units: each)", 3,
        [.delete(Turn.self), .delete(SessionPrompt.self), .delete(Scoring.self)], .batchDelete)
    static let createScenario = write(
        "45", "Create a scenario", 20, [.put(Scenario.self, .absent), .put(ScenarioAuditEntry.self, .absent)])
    static let changeScenario = write(
        "45b", "Change a scenario, turn it on or off, move it in the list", 20,
        [.put(Scenario.self, .version), .put(ScenarioAuditEntry.self, .absent)])
    static let changeUser = write(
        "45a", "Change a user as an admin", 22,
        [.put(User.self, .version), .put(AuditEntry.self, .absent)] + anotherAdmin + change)

    static let changeEmail = write(
        "37", "Change an e-mail address; its guard moves", 20,
        [
            .put(User.self, .version), .put(EmailGuard.self, .absent), .delete(EmailGuard.self, .attribute("user_id")),
            .put(AuditEntry.self, .absent),
        ] + change)
    static let closeAccount = write(
        "46", "Close an account that is to be erased", 24,
        [
            .put(User.self, .version), .put(UserStatistics.self, .attribute("feed_sequence")),
            .put(ErasureAuditEntry.self, .absent),
        ] + anotherAdmin)
    static let eraseItems = write(
        "46a", "Remove what an account holds, in batches of 25 (units: each)", 6,
        [
            .delete(Flashcard.self), .delete(Review.self), .delete(ReviewGuard.self), .delete(Session.self),
            .delete(SessionPrompt.self), .delete(Scoring.self), .delete(Turn.self), .delete(ActivityDay.self),
            .delete(FeedRow.self), .delete(AuditEntry.self), .delete(WordGuard.self),
            .delete(TakenBackReview.self), .delete(IdempotencyRecord.self), .delete(TagRow.self),
            .delete(SearchRow.self),
        ], .batchDelete)
    static let eraseAccount = write(
        "46b", "Remove a closed account; its address and identity are free again", 36,
        [.delete(User.self), .delete(UserStatistics.self), .put(ErasureAuditEntry.self, .absent)] + guards
            + [.put(ErasedIdentity.self, .none, 0...1)])
    static let eraseActor = write(
        "46c", "Take the name of an erased admin out of audit entries (units: an entry)", 10,
        [
            .put(AuditEntry.self, .attribute("actor_id"), 0...AccountErasure.entriesPerTransaction),
            .put(AuditEntry.self, .without("actor_id"), 0...AccountErasure.entriesPerTransaction),
            .put(ScenarioAuditEntry.self, .attribute("actor_id"), 0...AccountErasure.entriesPerTransaction),
            .put(ScenarioAuditEntry.self, .without("actor_id"), 0...AccountErasure.entriesPerTransaction),
        ])
    static let closeDamagedAccount = write(
        "46g", "Close an account whose profile or statistics are damaged or gone", 26,
        [
            .put(ErasureAuditEntry.self, .absent), .put(User.self, .version, 0...1),
            .put(UserStatistics.self, .attribute("feed_sequence"), 0...1),
            .put(UserStatistics.self, .without("feed_sequence"), 0...1), .put(UserStatistics.self, .absent, 0...1),
        ] + anotherAdmin)
    static let removeGuards = write(
        "46h", "Free the address and identity that guards keep for a user of whom nothing is left", 10, guards)
    static let noteEvent = write(
        "47", "Note an event in a user's audit trail; one that may come again, with a record that it was noted", 14,
        [.put(AuditEntry.self, .absent), .check(UserStatistics.self, UserStatistics.open)])
    static let noteOutdatedToken = write(
        "47a", "Note that a token from before an erasure was refused", 10,
        [
            .put(ErasureAuditEntry.self, .absent),
            .put(ErasedIdentity.self, .without(ErasedIdentity.refusalAttribute)),
        ])

    static let writes = [
        register, editUser, editFlashcard, createFlashcard, importFlashcards, completeGuards, removeSearchRows,
        listLeeches,
        appendReview, takeReviewBack, foldCard, uploadReviews, moveReviews, deleteFlashcard, deleteReviews,
        removeLogs, startSession,
        keepOutcome, replaceClaim, appendTurns, endSession, deleteSession, deleteSessionItems, createScenario,
        changeScenario,
        changeUser,
        changeEmail, closeAccount, eraseItems, eraseAccount, eraseActor, closeDamagedAccount, removeGuards, noteEvent,
        noteOutdatedToken,
    ]

    /// What every transaction of a user's data has: the statistics, on the condition that the feed stands where it was
    /// read, and the new row of the feed.
    private static let addition: [WriteShape] = [
        .put(UserStatistics.self, .attribute("feed_sequence")), .put(FeedRow.self, .absent),
    ]
    /// The same of an entity that was there: its row so far goes.
    private static let change: [WriteShape] = addition + [.delete(FeedRow.self)]

    /// What holds a change of an admin's rights or account to somebody else being one.
    private static let anotherAdmin: [WriteShape] = [
        .check(User.self, .version, 0...1), .check(UserStatistics.self, UserStatistics.open, 0...1),
    ]

    /// Guards that go: with the owner that was read, or without any when they are damaged.
    private static let guards: [WriteShape] = [
        .delete(EmailGuard.self, .attribute("user_id"), 0...2), .delete(EmailGuard.self, .without("user_id"), 0...2),
        .delete(IdentityGuard.self, .attribute("user_id"), 0...1),
        .delete(IdentityGuard.self, .without("user_id"), 0...1),
    ]

    /// The days whose counters reviews change in their items: their own, and those on which another review is judged
    /// otherwise then, except the newest (see ``OpenDay``).
    private static let days = 0...RecentReviews.days + 2

    /// What lists a card under its tags.
    private static let newRows: [WriteShape] = [.put(TagRow.self, .none, 0...LexiLimits.tagsPerCard)]
    /// The rows that go with an edit or with the card, also those that older programs wrote.
    private static let oldRows: [WriteShape] = [
        .delete(TagRow.self, .none, 0...LexiLimits.tagsPerCard),
        .delete(SearchRow.self, .none, 0...SearchRow.rowsPerCard),
    ]
    /// What an upload writes of a kind.
    private static let cards = 1...ReviewRepository.reviewsPerUpload

    /// The record of a call that must not be carried out twice, if the context brings one along.
    private static let record = WriteShape.put(IdempotencyRecord.self, .absentOrExpired, 0...1)

    /// The claim of a call of many transactions, which is renewed now and then.
    private static let renewal = WriteShape.put(IdempotencyRecord.self, IdempotencyRecord.claimed, 0...1)

    static func write(
        _ number: String, _ name: String, _ units: Double, _ writes: [WriteShape],
        _ operation: AccessPattern.Operation = .transaction
    ) -> AccessPattern {
        AccessPattern(
            number: number, name: name, operation: operation, index: .table, partition: "", sort: .all,
            order: .ascending, isConsistent: true, projection: nil, hydrates: false,
            budget: AccessPattern.Budget(read: 0, write: units, scale: "items of a usual size"),
            writes: operation == .transaction ? writes + [record] : writes)
    }
}
