// Every key of the table is built here. The templates of `ItemKind` say the same for people, and a test compares both.

/// Primary keys and partitions.
enum Keys {
    // MARK: Partitions

    static func user(_ id: UserID) -> String { "USER#" + id.text }
    static func flashcard(_ id: FlashcardID) -> String { "FLASHCARD#" + id.text }
    static func session(_ id: SessionID) -> String { "SESSION#" + id.text }
    static func scenario(_ id: ScenarioID) -> String { "SCENARIO#" + KeyEncoding.component(id.text) }

    static func flashcards(of id: UserID) -> String { user(id) + "#FLASHCARD" }
    static func due(of id: UserID) -> String { user(id) + "#DUE" }
    static func maturity(_ maturity: Maturity, of id: UserID) -> String { user(id) + "#MATURITY#" + maturity.rawValue }
    static func reviews(of id: UserID) -> String { user(id) + "#REVIEW" }
    static func sessions(of id: UserID) -> String { user(id) + "#SESSION" }
    static func activeSessions(of id: UserID) -> String { user(id) + "#ACTIVE" }
    static func scorings(of id: UserID) -> String { user(id) + "#SCORING" }
    static func flashcards(of id: SessionID) -> String { session(id) + "#FLASHCARD" }

    static func usersAll(shard: Int) -> String { "USER#ALL#\(shard)" }
    static func users(role: Role, shard: Int) -> String { "USER#ROLE#\(role.rawValue)#\(shard)" }
    static func users(isActive: Bool, shard: Int) -> String {
        "USER#STATUS#\(isActive ? "ACTIVE" : "INACTIVE")#\(shard)"
    }
    static func emails(directory: String) -> String { "EMAIL#" + KeyEncoding.component(directory) }
    static func audit(day: LocalDay) -> String { "AUDIT#" + day.text }
    static func scoringJobs(shard: Int) -> String { "JOB#SCORING#\(shard)" }
    static func sessions(level: CEFRLevel, day: LocalDay) -> String { "LEVEL#\(level.rawValue)#\(day.text)" }
    static func sessions(scenario id: ScenarioID, month: String) -> String { scenario(id) + "#" + month }
    static let activeScenarios = "SCENARIO#ACTIVE"
    static let allScenarios = "SCENARIO#ALL"
    static func activeScenarios(level: CEFRLevel) -> String { "SCENARIO#LEVEL#" + level.rawValue }

    // MARK: Items

    static func userItem(_ id: UserID) -> ItemKey { ItemKey(user(id), "METADATA#USER") }
    static func statistics(_ id: UserID) -> ItemKey { ItemKey(user(id), "METADATA#STATS") }
    static func day(_ id: UserID, _ day: LocalDay) -> ItemKey { ItemKey(user(id), "DAY#" + day.text) }
    static func feedRow(_ id: UserID, _ position: FeedPosition) -> ItemKey { ItemKey(user(id), feed(position)) }
    static func auditEntry(_ id: UserID, _ time: Timestamp, _ entry: ULID) -> ItemKey {
        ItemKey(user(id), created(time, entry.text))
    }
    static func auditEntry(_ id: ScenarioID, _ time: Timestamp, _ entry: ULID) -> ItemKey {
        ItemKey(scenario(id), created(time, entry.text))
    }
    static func wordGuard(_ id: UserID, _ word: Word) -> ItemKey { ItemKey(user(id), words(prefix: word.normalForm)) }
    static func emailGuard(_ email: EmailAddress) -> ItemKey {
        ItemKey("EMAIL#" + KeyEncoding.component(email.text), "METADATA#EMAIL")
    }
    static func identityGuard(_ identity: Identity) -> ItemKey {
        let names = KeyEncoding.component(identity.issuer) + "#" + KeyEncoding.component(identity.subject)
        return ItemKey("IDENTITY#" + names, "METADATA#IDENTITY")
    }
    static func flashcardItem(_ id: FlashcardID) -> ItemKey { ItemKey(flashcard(id), "METADATA#FLASHCARD") }
    static func review(_ card: FlashcardID, _ id: ReviewID) -> ItemKey {
        ItemKey(flashcard(card), "REVIEW#" + id.text)
    }
    static func sessionItem(_ id: SessionID) -> ItemKey { ItemKey(session(id), "METADATA#SESSION") }
    static func prompt(_ id: SessionID) -> ItemKey { ItemKey(session(id), "METADATA#PROMPT") }
    static func scoring(_ id: SessionID) -> ItemKey { ItemKey(session(id), "METADATA#SCORING") }
    static func turn(_ id: SessionID, _ index: Int) -> ItemKey { ItemKey(session(id), turn(index)) }
    static func scenarioItem(_ id: ScenarioID) -> ItemKey { ItemKey(scenario(id), "METADATA#SCENARIO") }
    static func usage(_ id: ScenarioID, shard: Int) -> ItemKey { ItemKey(scenario(id), "METADATA#USAGE#\(shard)") }

    // MARK: Sort keys

    static let metadata = "METADATA#"
    static let reviewPrefix = "REVIEW#"
    static let createdPrefix = "CREATED#"
    static func created(_ time: Timestamp, _ id: String) -> String { "CREATED#\(time.text)#\(id)" }
    /// The end of a range of `CREATED#` keys: `~` sorts behind everything that follows a time.
    static func createdEnd(_ time: Timestamp) -> String { "CREATED#\(time.text)~" }
    static func createdStart(_ time: Timestamp) -> String { "CREATED#\(time.text)" }
    static func due(_ time: Timestamp, _ id: FlashcardID) -> String { "DUE#\(time.text)#\(id.text)" }
    /// The end of a range of `DUE#` keys that holds those of this second.
    static func dueEnd(_ time: Timestamp) -> String { "DUE#\(time.text)~" }
    static func dueStart(_ time: Timestamp) -> String { "DUE#\(time.text)" }
    static func day(_ day: LocalDay) -> String { "DAY#" + day.text }
    static func feed(_ position: FeedPosition) -> String {
        "UPDATED#\(position.time.text)#\(KeyEncoding.padded(position.sequence, 12))"
    }
    static func words(prefix: String) -> String { "WORD#" + KeyEncoding.component(prefix) }
    static func word(_ word: Word, _ id: FlashcardID) -> String { words(prefix: word.normalForm) + "#" + id.text }
    static func turn(_ index: Int) -> String { "TURN#" + KeyEncoding.padded(index, 5) }
    static func turn(_ index: Int, _ id: FlashcardID) -> String { turn(index) + "#" + id.text }
    static func order(_ order: Int, _ id: ScenarioID) -> String {
        "ORDER#\(KeyEncoding.padded(order, 6))#\(KeyEncoding.component(id.text))"
    }
}
