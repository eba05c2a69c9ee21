// Reads of cards and their reviews.
extension AccessPatterns {
    static let word = get("7", "Is a word saved?", WordGuard.self)
    static let wordPrefix = items(
        "7a", "Words by prefix, A–Z", .beginning(WordGuard.tableKey), hydrates: true, read: 21)
    static let words = batchGet(
        "7b", "Are words saved?", WordGuard.self, read: 33, scale: "33 words")
    static let flashcard = get("8", "Card by id; the owner is checked", Flashcard.self)
    static let reviewLog = items("9", "Review log of a card", .every(Review.tableKey), read: 3)
    static let takenBack = items(
        "9g", "Reviews of a card that were taken back", .every(TakenBackReview.tableKey), read: 3)
    static let review = get("9a", "Review of a card by id", ReviewGuard.self)
    static let placedReview = get("9h", "Review of a card at the time of its id", Review.self)
    static let deletedLog = mixed(
        "9b", "What is left of a deleted card", Flashcard.tableKey, read: 10, scale: "100 reviews")
    static let usersWithWork = items(
        "9c", "Users with unfinished work, a shard: reviews of deleted cards, cards to fold again",
        .all(UserStatistics.unfinished), read: 4)
    static let reviewsAfter = items(
        "9d", "Reviews of a card from a time on", .within(Review.tableKey), read: 10, scale: "100 reviews")
    static let reviewsBefore = items(
        "9e", "The last reviews of a card up to a time", .within(Review.tableKey), .descending, read: 1)
    static let reviewsByID = mixed(
        "9f", "Reviews of a card by id: logs of old tables, and guards", Flashcard.tableKey, beginning: "REVIEW#",
        read: 10, scale: "100 reviews")
    static let cardsByID = batchGet(
        "40a", "Cards of an upload by their ids", Flashcard.self, isConsistent: true, read: 20, scale: "20 cards")
    static let reviews = batchGet(
        "40b", "Reviews of an upload by their ids", ReviewGuard.self, isConsistent: true, read: 20,
        scale: "20 reviews")
    static let placedReviews = batchGet(
        "40c", "Reviews of an upload at the times of their ids", Review.self, isConsistent: true, read: 20,
        scale: "20 reviews")
    static let flashcards = items("10", "Cards, newest", .all(Flashcard.newest), .descending, read: 3)
    static let due = items("11", "Due cards, oldest due first", .within(Flashcard.due), read: 3)
    /// COUNT gives one total, so this reads sort keys, which are counted by day here: those of the first
    /// ``LexiLimits/forecastCards``, and, where there are more, as many of those that are not due yet.
    static let forecast = sortKeys(
        "12a", "Due count and forecast of the next days: when cards become due, of the first 1,000",
        .within(Flashcard.due), read: 256, scale: "two pages of 1 MB; with more than 1,000 cards twice")
    static let maturity = keys(
        "13", "Cards of a maturity, A–Z, by word or prefix", .beginning(Flashcard.byMaturity), read: 12)
    static let tagged = items(
        "13a", "Cards with a tag, newest", .exactly(TagRow.tableKey), .descending, hydrates: true, read: 21)
    static let suspended = items("13b", "Suspended cards, A–Z", .all(Flashcard.suspended), read: 3)
    static let leeches = keys("13c", "Leeches, A–Z", .all(Flashcard.leeches), read: 12)
    static let found = items(
        "13d", "Cards that a search finds, by the terms in the guards of their words", .every(WordGuard.tableKey),
        hydrates: true, read: 90, scale: "a page of 20, of 1,000 words")
    static let searchRows = items(
        "13e", "Rows by which older programs listed cards under their terms", .every(SearchRow.tableKey), read: 5)
    static let cardsOfSession = keys(
        "14", "Cards saved from a session, in the order of its turns", .all(Flashcard.ofSession), read: 12)

    static let ofFlashcards: [any RegisteredPattern] = [
        word, wordPrefix, words, flashcard, reviewLog, takenBack, review, deletedLog, usersWithWork, reviewsAfter,
        reviewsBefore,
        placedReview, reviewsByID, cardsByID, reviews, placedReviews, flashcards, due, forecast, maturity, tagged,
        suspended, leeches,
        found, searchRows, cardsOfSession,
    ]
}
