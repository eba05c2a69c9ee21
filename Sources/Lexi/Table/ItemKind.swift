import DynamoModel

/// The kinds of items in the table, with the templates of their keys.
public enum ItemKind: String, Sendable, CaseIterable {
    /// A user's profile.
    case user
    /// A user's counters and the head of their change feed.
    case statistics
    /// A day on which a user was active.
    case day
    /// A row of a user's change feed.
    case feedRow = "feed_row"
    /// An entry of a user's audit trail.
    case audit
    /// Keeps a user's words unique, and lists them A–Z.
    case wordGuard = "word_guard"
    /// Keeps e-mail addresses unique, and finds the user.
    case emailGuard = "email_guard"
    /// Keeps identities unique, and finds the user.
    case identityGuard = "identity_guard"
    /// A card.
    case flashcard
    /// A review of a card.
    case review
    /// A session's head.
    case session
    /// A session's prompt.
    case prompt
    /// A session's scores.
    case scoring
    /// A turn of a session.
    case turn
    /// A scenario.
    case scenario
    /// A part of a scenario's usage count.
    case usage
    /// The answer of a call that must not be carried out twice.
    case idempotency

    /// Partition and sort key in the table.
    public var key: (partition: KeyTemplate, sort: KeyTemplate) {
        switch self {
        case .user: ("USER#{user_id}", "METADATA#USER")
        case .statistics: ("USER#{user_id}", "METADATA#STATS")
        case .day: ("USER#{user_id}", "DAY#{day}")
        case .feedRow: ("USER#{user_id}", "UPDATED#{time}#{sequence}")
        case .audit: ("USER#{user_id}", "CREATED#{created_at}#{audit_id}")
        case .wordGuard: ("USER#{user_id}", "WORD#{normal form}")
        case .emailGuard: ("EMAIL#{email}", "METADATA#EMAIL")
        case .identityGuard: ("IDENTITY#{issuer}#{subject}", "METADATA#IDENTITY")
        case .flashcard: ("FLASHCARD#{flashcard_id}", "METADATA#FLASHCARD")
        case .review: ("FLASHCARD#{flashcard_id}", "REVIEW#{review_id}")
        case .session: ("SESSION#{session_id}", "METADATA#SESSION")
        case .prompt: ("SESSION#{session_id}", "METADATA#PROMPT")
        case .scoring: ("SESSION#{session_id}", "METADATA#SCORING")
        case .turn: ("SESSION#{session_id}", "TURN#{turn_index}")
        case .scenario: ("SCENARIO#{scenario_id}", "METADATA#SCENARIO")
        case .usage: ("SCENARIO#{scenario_id}", "METADATA#USAGE#{shard}")
        case .idempotency: ("IDEMPOTENCY#{user_id}#{key}", "METADATA#IDEMPOTENCY")
        }
    }

    /// Partition and sort key in the indexes; of an index that comes twice, an item is in one place at a time.
    public var indexKeys: [(index: TableIndex, partition: KeyTemplate, sort: KeyTemplate)] {
        switch self {
        case .user:
            [
                (.gsi3, "USER#ROLE#{role}#{shard}", "CREATED#{created_at}#{user_id}"),
                (.gsi4, "USER#STATUS#{status}#{shard}", "CREATED#{created_at}#{user_id}"),
                (.gsi5, "USER#ALL#{shard}", "CREATED#{created_at}#{user_id}"),
            ]
        case .audit: [(.gsi5, "AUDIT#{day}", "CREATED#{created_at}#{audit_id}")]
        case .emailGuard: [(.gsi5, "EMAIL#{first two characters}", "{email}")]
        case .flashcard:
            [
                (.gsi1, "USER#{user_id}#FLASHCARD", "CREATED#{created_at}#{flashcard_id}"),
                (.gsi2, "USER#{user_id}#DUE", "DUE#{next_review_at}#{flashcard_id}"),
                (.gsi3, "USER#{user_id}#MATURITY#{maturity}", "WORD#{normal form}#{flashcard_id}"),
                (.gsi4, "SESSION#{source_session_id}#FLASHCARD", "TURN#{source_turn_index}#{flashcard_id}"),
            ]
        case .review: [(.gsi1, "USER#{user_id}#REVIEW", "CREATED#{reviewed_at}#{review_id}")]
        case .session:
            [
                (.gsi1, "USER#{user_id}#SESSION", "CREATED#{created_at}#{session_id}"),
                (.gsi2, "USER#{user_id}#ACTIVE", "CREATED#{created_at}#{session_id}"),
                (.gsi2, "JOB#SCORING#{shard}", "CREATED#{completed_at}#{session_id}"),
                (.gsi3, "LEVEL#{level}#{day}", "CREATED#{created_at}#{session_id}"),
                (.gsi4, "SCENARIO#{scenario_id}#{month}", "CREATED#{created_at}#{session_id}"),
            ]
        case .scoring: [(.gsi1, "USER#{user_id}#SCORING", "CREATED#{completed_at}#{session_id}")]
        case .scenario:
            [
                (.gsi1, "SCENARIO#ACTIVE", "ORDER#{order}#{scenario_id}"),
                (.gsi3, "SCENARIO#LEVEL#{difficulty_level}", "ORDER#{order}#{scenario_id}"),
                (.gsi5, "SCENARIO#ALL", "ORDER#{order}#{scenario_id}"),
            ]
        case .statistics, .day, .feedRow, .wordGuard, .identityGuard, .prompt, .turn, .usage, .idempotency: []
        }
    }
}

extension ItemKind {
    /// The kind that an item says it is; nil when it says none.
    init?(of item: Item) {
        guard let text = item[TableAttribute.kind]?.string else { return nil }
        self.init(rawValue: text)
    }
}
