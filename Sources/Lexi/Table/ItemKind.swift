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
    /// An entry of a scenario's audit trail.
    case scenarioAudit = "scenario_audit"
    /// An entry about the end of an account.
    case erasureAudit = "erasure_audit"
    /// Keeps a user's words unique, lists them A–Z, and has what a search finds their cards by.
    case wordGuard = "word_guard"
    /// Lists a card under one of its tags.
    case tagRow = "tag_row"
    /// Listed a card under one of its terms, in tables of older programs.
    case searchRow = "search_row"
    /// Keeps e-mail addresses unique, and finds the user.
    case emailGuard = "email_guard"
    /// Keeps identities unique, and finds the user.
    case identityGuard = "identity_guard"
    /// Says that an identity had an account that was erased.
    case erasedIdentity = "erased_identity"
    /// A card.
    case flashcard
    /// Keeps a review's id unique on its card; in old tables, the review itself.
    case review
    /// A review of a card, in the order of their times.
    case loggedReview = "logged_review"
    /// A review that was taken back.
    case takenBackReview = "taken_back_review"
    /// A session's head.
    case session
    /// A session's prompt.
    case prompt
    /// A session's scores.
    case scoring
    /// A turn of a session.
    case turn
    /// A conversation to start sessions from, in a partition that all users share.
    case scenario
    /// A part of a scenario's usage count.
    case usage
    /// A call that must not be carried out twice.
    case idempotency

    /// The entities of this kind.
    var entity: any ItemConvertible.Type {
        switch self {
        case .user: User.self
        case .statistics: UserStatistics.self
        case .day: ActivityDay.self
        case .feedRow: FeedRow.self
        case .audit: AuditEntry.self
        case .scenarioAudit: ScenarioAuditEntry.self
        case .erasureAudit: ErasureAuditEntry.self
        case .wordGuard: WordGuard.self
        case .tagRow: TagRow.self
        case .searchRow: SearchRow.self
        case .emailGuard: EmailGuard.self
        case .identityGuard: IdentityGuard.self
        case .erasedIdentity: ErasedIdentity.self
        case .flashcard: Flashcard.self
        case .review: ReviewGuard.self
        case .loggedReview: Review.self
        case .takenBackReview: TakenBackReview.self
        case .session: Session.self
        case .prompt: SessionPrompt.self
        case .scoring: Scoring.self
        case .turn: Turn.self
        case .scenario: Scenario.self
        case .usage: UsageShard.self
        case .idempotency: IdempotencyRecord.self
        }
    }

    /// How the primary key of such an item is composed.
    package var key: (partition: KeyTemplate, sort: KeyTemplate) { entity.keyTemplates.table }

    /// Partition and sort key in the indexes; of an index that comes twice, an item is in one place at a time.
    package var indexKeys: [(index: TableIndex, partition: KeyTemplate, sort: KeyTemplate)] {
        entity.keyTemplates.indexes
    }
}

extension ItemKind {
    /// The kind that an item names; nil when it names none.
    init?(of item: Item) {
        guard let text = item[TableAttribute.kind]?.string else { return nil }
        self.init(rawValue: text)
    }
}

extension ItemConvertible {
    fileprivate static var keyTemplates:
        (
            table: (partition: KeyTemplate, sort: KeyTemplate),
            indexes: [(index: TableIndex, partition: KeyTemplate, sort: KeyTemplate)]
        )
    {
        (
            tableKey.templates,
            indexKeys.map { key in (key.index, key.templates.partition, key.templates.sort) }
        )
    }
}
