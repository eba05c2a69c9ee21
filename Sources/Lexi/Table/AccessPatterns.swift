import DynamoModel

/// The registry: every access pattern of the service, in the order of its documentation.
public enum AccessPatterns {
    /// All patterns.
    public static let all: [AccessPattern] = reads + writes

    /// The pattern that declares a query; nil when none does.
    public static func declaring(_ request: QueryRequest) -> AccessPattern? { all.first { $0.declares(request) } }
    /// The pattern that declares a read of one item; nil when none does.
    public static func declaring(_ request: GetItemRequest) -> AccessPattern? { all.first { $0.declares(request) } }
    /// A pattern that declares a batch of reads; nil when none does.
    public static func declaring(_ request: BatchGetItemRequest) -> AccessPattern? {
        all.first { $0.declares(request) }
    }
    /// A pattern that declares a transaction; nil when none does.
    public static func declaring(_ request: TransactWriteItemsRequest) -> AccessPattern? {
        all.first { $0.declares(request) }
    }
    /// A pattern that declares a batch of removals; nil when none does.
    public static func declaring(_ request: BatchWriteItemRequest) -> AccessPattern? {
        all.first { $0.declares(request) }
    }

    // MARK: Reads of users

    static let profile = query("1", "Profile and statistics", "USER#{user_id}", .beginsWith("METADATA#"), read: 1)
    static let user = get("1a", "User by id", .user)
    static let statistics = get("1b", "Statistics of a user", .statistics)
    static let identity = get("2", "User id of a token's subject", .identityGuard)
    static let email = get("3", "User id of an exact e-mail address", .emailGuard)
    static let activity = query(
        "4", "Activity between two days", "USER#{user_id}", .between("DAY#{day}", "DAY#{day}"), .descending, read: 12,
        scale: "365 days")
    static let activityOfDay = get("4a", "Activity of a day", .day)
    static let auditOfUser = query(
        "5", "A user's audit trail", "USER#{user_id}", .beginsWith("CREATED#{created_at}#{audit_id}"), .descending,
        isConsistent: false, read: 1)
    static let auditOfScenario = query(
        "5a", "A scenario's audit trail", "SCENARIO#{scenario_id}", .beginsWith("CREATED#{created_at}#{audit_id}"),
        .descending, isConsistent: false, read: 1)
    static let changes = query(
        "6", "Changes since a cursor; full resync", "USER#{user_id}",
        .between("UPDATED#{time}#{sequence}", "UPDATED#{time}#{sequence}"), read: 6, scale: "a page of 100")

    // MARK: Reads of flashcards

    static let word = get("7", "Is a word saved?", .wordGuard)
    static let wordPrefix = query(
        "7a", "Words by prefix, A–Z", "USER#{user_id}", .beginsWith("WORD#{normal form}"), hydrates: true, read: 21)
    static let flashcard = get("8", "Card by id; the owner is checked", .flashcard)
    static let reviewLog = query(
        "9", "Review log of a card", "FLASHCARD#{flashcard_id}", .beginsWith("REVIEW#{review_id}"), read: 10,
        scale: "100 reviews")
    static let review = get("9a", "Review of a card by id", .review)
    static let flashcards = query(
        "10", "Cards, newest", .gsi1, "USER#{user_id}#FLASHCARD", .all, .descending, read: 3)
    static let due = query(
        "11", "Due cards, oldest due first", .gsi2, "USER#{user_id}#DUE",
        .between("DUE#{next_review_at}#{flashcard_id}", "DUE#{next_review_at}#{flashcard_id}"), read: 3)
    static let dueCount = query(
        "12", "Due count", .gsi2, "USER#{user_id}#DUE",
        .between("DUE#{next_review_at}#{flashcard_id}", "DUE#{next_review_at}#{flashcard_id}"), operation: .count,
        read: 12, scale: "100 cards due")
    /// A count cannot be told by days, so that the days are counted here, of the keys of up to ``LexiLimits/forecastCards``
    /// cards.
    static let forecast = query(
        "12a", "Forecast of the next days: when cards become due", .gsi2, "USER#{user_id}#DUE",
        .between("DUE#{next_review_at}#{flashcard_id}", "DUE#{next_review_at}#{flashcard_id}"),
        projection: TableIndex.gsi2.sortAttribute, read: 12, scale: "100 cards in these days")
    static let maturity = query(
        "13", "Cards of a maturity, A–Z, by word or prefix", .gsi3, "USER#{user_id}#MATURITY#{maturity}",
        .beginsWith("WORD#{normal form}#{flashcard_id}"), hydrates: true, read: 12)
    static let cardsOfSession = query(
        "14", "Cards saved from a session, in the order of its turns", .gsi4, "SESSION#{source_session_id}#FLASHCARD",
        .all, hydrates: true, read: 12)
    static let reviewsInPeriod = query(
        "15", "All reviews of a user in a period", .gsi1, "USER#{user_id}#REVIEW",
        .between("CREATED#{reviewed_at}#{review_id}", "CREATED#{reviewed_at}#{review_id}"), read: 3,
        scale: "a page of 100")

    // MARK: Reads of sessions

    static let session = get("17", "Session head", .session)
    static let wholeSession = query(
        "18", "Whole session: head, prompt, turns, scoring", "SESSION#{session_id}", .all, read: 12,
        scale: "40 turns")
    static let turns = query(
        "19", "Turns from n on", "SESSION#{session_id}", .between("TURN#{turn_index}", "TURN#{turn_index}"), read: 6)
    static let lastTurns = query(
        "19a", "Last k turns", "SESSION#{session_id}", .beginsWith("TURN#{turn_index}"), .descending, read: 6)
    static let sessions = query(
        "20", "Sessions, newest", .gsi1, "USER#{user_id}#SESSION", .all, .descending, read: 4)
    static let activeSessions = query(
        "21", "Sessions to resume", .gsi2, "USER#{user_id}#ACTIVE", .all, .descending, read: 4)
    static let progress = query(
        "22", "Score progress in a period", .gsi1, "USER#{user_id}#SCORING",
        .between("CREATED#{completed_at}#{session_id}", "CREATED#{completed_at}#{session_id}"), read: 3)
    static let scoringJobs = query(
        "23", "Scoring jobs, a shard; oldest first", .gsi2, "JOB#SCORING#{shard}", .all, read: 4)
    static let scoring = get("17a", "Scoring of a session", .scoring)
    static let prompt = get("17b", "Prompt of a session", .prompt, read: 13, scale: "50 KB")

    // MARK: Reads of scenarios, and of admins

    static let activeScenarios = query(
        "24", "Learning path: active scenarios by order", .gsi1, "SCENARIO#ACTIVE", .all, read: 4)
    static let scenariosOfLevel = query(
        "25", "Active scenarios of a level by order", .gsi3, "SCENARIO#LEVEL#{difficulty_level}", .all, hydrates: true,
        read: 22)
    static let scenario = query(
        "26", "Scenario with its exact usage count", "SCENARIO#{scenario_id}", .beginsWith("METADATA#"), read: 2)
    static let scenarioItem = get("26a", "Scenario without its usage count", .scenario)
    static let allScenarios = query(
        "27", "All scenarios by order (admin)", .gsi5, "SCENARIO#ALL", .all, hydrates: true, read: 22)
    static let usageOfScenarios = batchGet(
        "27a", "Usage counts of a page of scenarios (admin)", .usage, read: 100,
        scale: "a page of 20, of ten shards each")
    static let sessionsOfScenario = query(
        "28", "Sessions of a scenario in a month", .gsi4, "SCENARIO#{scenario_id}#{month}", .all, .descending,
        hydrates: true, read: 22)
    static let sessionsOfLevel = query(
        "29", "Sessions of a level on a day", .gsi3, "LEVEL#{level}#{day}", .all, .descending, hydrates: true, read: 22)
    static let users = query(
        "30", "Users, newest (admin), a shard", .gsi5, "USER#ALL#{shard}", .all, .descending, hydrates: true, read: 16)
    static let usersByEmail = query(
        "31", "Users by e-mail prefix (2 characters or more), A–Z", .gsi5, "EMAIL#{first two characters}",
        .beginsWith("{email}"), hydrates: true, read: 22)
    static let usersByRole = query(
        "32", "Users by role, newest, a shard", .gsi3, "USER#ROLE#{role}#{shard}", .all, .descending, hydrates: true,
        read: 16)
    static let usersByStatus = query(
        "32a", "Users by status, newest, a shard", .gsi4, "USER#STATUS#{status}#{shard}", .all, .descending,
        hydrates: true, read: 16)
    static let auditOfDay = query(
        "33", "Audit of a day", .gsi5, "AUDIT#{day}", .all, .descending, hydrates: true, read: 22)

    private static let reads = [
        profile, user, statistics, identity, email, activity, activityOfDay, auditOfUser, auditOfScenario, changes,
        word, wordPrefix,
        flashcard,
        reviewLog, review, flashcards, due, dueCount, forecast, maturity, cardsOfSession, reviewsInPeriod, session,
        scoring,
        prompt, wholeSession, turns, lastTurns, sessions, activeSessions, progress, scoringJobs, activeScenarios,
        scenariosOfLevel, scenario, scenarioItem, allScenarios, usageOfScenarios, sessionsOfScenario, sessionsOfLevel,
        users,
        usersByEmail, usersByRole, usersByStatus, auditOfDay,
    ]
}

// MARK: - Makers

extension AccessPatterns {
    private static func get(
        _ number: String, _ name: String, _ kind: ItemKind, read: Double = 1, scale: String = "one item"
    ) -> AccessPattern {
        AccessPattern(
            number: number, name: name, operation: .get, index: .table, partition: kind.key.partition,
            sort: .equals(kind.key.sort), order: .ascending, isConsistent: true, projection: nil, hydrates: false,
            budget: AccessPattern.Budget(read: read, write: 0, scale: scale))
    }

    /// Reads of many items, not strongly consistent. An item that does not exist costs as much as a small one.
    private static func batchGet(
        _ number: String, _ name: String, _ kind: ItemKind, read: Double, scale: String
    ) -> AccessPattern {
        AccessPattern(
            number: number, name: name, operation: .batchGet, index: .table, partition: kind.key.partition,
            sort: .equals(kind.key.sort), order: .ascending, isConsistent: false, projection: nil, hydrates: false,
            budget: AccessPattern.Budget(read: read, write: 0, scale: scale))
    }

    /// A query of the table, strongly consistent where nothing else is said.
    private static func query(
        _ number: String, _ name: String, _ partition: KeyTemplate, _ sort: AccessPattern.Sort,
        _ order: AccessPattern.Order = .ascending, isConsistent: Bool = true, hydrates: Bool = false, read: Double,
        scale: String = "a page of 20"
    ) -> AccessPattern {
        AccessPattern(
            number: number, name: name, operation: .query, index: .table, partition: partition, sort: sort,
            order: order, isConsistent: isConsistent, projection: nil, hydrates: hydrates,
            budget: AccessPattern.Budget(read: read, write: 0, scale: scale))
    }

    /// A query of an index, which is never strongly consistent.
    private static func query(
        _ number: String, _ name: String, _ index: TableIndex, _ partition: KeyTemplate, _ sort: AccessPattern.Sort,
        _ order: AccessPattern.Order = .ascending, operation: AccessPattern.Operation = .query,
        projection: String? = nil, hydrates: Bool = false, read: Double,
        scale: String = "a page of 20"
    ) -> AccessPattern {
        AccessPattern(
            number: number, name: name, operation: operation, index: index, partition: partition, sort: sort,
            order: order, isConsistent: false, projection: projection, hydrates: hydrates,
            budget: AccessPattern.Budget(read: read, write: 0, scale: scale))
    }
}
