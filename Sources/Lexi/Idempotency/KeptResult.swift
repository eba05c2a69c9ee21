/// What a call made, as it is kept under the call's idempotency key: a repeated answer is made of it again.
public enum KeptResult: Sendable, Equatable {
    /// A user: themselves.
    case user(UserID)
    /// A card.
    case flashcard(FlashcardID)
    /// A review, new or there already.
    case review(FlashcardID, ReviewID, isDuplicate: Bool)
    /// Turns of a session: their first number and how many. Those of a session that was started are its greeting.
    case turns(SessionID, first: Int, count: Int)
    /// The scenario that was created, by its slug.
    case scenario(ScenarioID)
    /// The cards of a file: those rows whose word was there, with the cards that have it. What became of the other rows
    /// follows from the file and the time at which the call was begun.
    case cards(startedAt: Timestamp, duplicates: [Int: FlashcardID])

    /// What the item has of it: a word and the parts.
    var texts: [String] {
        switch self {
        case .user(let id): ["user", id.text]
        case .flashcard(let id): ["flashcard", id.text]
        case .review(let card, let id, let isDuplicate): [isDuplicate ? "duplicate" : "review", card.text, id.text]
        case .turns(let session, let first, let count): ["turns", session.text, "\(first)", "\(count)"]
        case .scenario(let id): ["scenario", id.text]
        case .cards(let startedAt, let duplicates):
            ["cards", startedAt.text] + duplicates.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.text)" }
        }
    }

    /// Reads what ``texts`` wrote; nil for anything else.
    init?(_ texts: [String]) {
        let part = { (index: Int) in index < texts.count ? texts[index] : "" }
        switch part(0) {
        case "user": self.init(UserID(part(1))) { .user($0) }
        case "flashcard": self.init(FlashcardID(part(1))) { .flashcard($0) }
        case "review", "duplicate":
            guard let card = FlashcardID(part(1)), let id = ReviewID(part(2)) else { return nil }
            self = .review(card, id, isDuplicate: part(0) == "duplicate")
        case "turns":
            guard let session = SessionID(part(1)), let first = Int(part(2)), let count = Int(part(3)) else {
                return nil
            }
            self = .turns(session, first: first, count: count)
        case "scenario": self.init(try? Slug(part(1))) { .scenario($0) }
        case "cards": self.init(cards: texts)
        default: return nil
        }
    }

    private init?(cards texts: [String]) {
        guard texts.count > 1, let startedAt = Timestamp(texts[1]) else { return nil }
        var duplicates: [Int: FlashcardID] = [:]
        for text in texts[2...] {
            let parts = text.split(separator: " ")
            guard parts.count == 2, let row = Int(parts[0]), let id = FlashcardID(String(parts[1])) else { return nil }
            duplicates[row] = id
        }
        self = .cards(startedAt: startedAt, duplicates: duplicates)
    }

    private init?<ID>(_ id: ID?, _ make: (ID) -> KeptResult) {
        guard let id else { return nil }
        self = make(id)
    }
}

extension User: KeptResultConvertible {
    var keptResult: KeptResult { .user(userID) }
}

extension Flashcard: KeptResultConvertible {
    var keptResult: KeptResult { .flashcard(flashcardID) }
}

extension ReviewOutcome: KeptResultConvertible {
    var keptResult: KeptResult { .review(review.flashcardID, review.reviewID, isDuplicate: isDuplicate) }
}

extension AppendedTurns: KeptResultConvertible {
    var keptResult: KeptResult {
        .turns(session.sessionID, first: turns.first?.turnIndex ?? 0, count: turns.count)
    }
}

extension Scenario: KeptResultConvertible {
    var keptResult: KeptResult { .scenario(scenarioID) }
}
