/// A place in a user's change feed: each change has the next sequence number, so that nothing can be skipped.
public struct FeedPosition: Sendable, Hashable, Comparable {
    /// When the change was written; never before that of the position before.
    public let time: Timestamp
    /// 1, 2, 3 …
    public let sequence: Int

    /// A place in the feed.
    public init(time: Timestamp, sequence: Int) {
        self.time = time
        self.sequence = sequence
    }

    /// The place after this one, so many changes further.
    func advanced(at now: Timestamp, by count: Int = 1) -> FeedPosition {
        FeedPosition(time: max(time, now), sequence: sequence + count)
    }

    /// The order of the changes.
    public static func < (left: FeedPosition, right: FeedPosition) -> Bool { left.sequence < right.sequence }
}

/// A row of a user's change feed: the newest change of one entity.
public struct FeedRow: Sendable, Equatable {
    /// The kinds of entities that the feed tells of.
    public enum Kind: String, Vocabulary {
        /// The user's profile.
        case user
        /// A card.
        case flashcard
        /// A session's head.
        case session
    }

    /// Whose feed it is.
    public internal(set) var userID: UserID
    /// The place in the feed.
    public internal(set) var position: FeedPosition
    /// The kind of entity that changed.
    public internal(set) var kind: Kind
    /// The entity's id.
    public internal(set) var entityID: ULID
    /// For a tombstone, when it goes; nil while the entity lives.
    public internal(set) var expiresAt: Timestamp?

    /// Whether the entity was deleted.
    public var isTombstone: Bool { expiresAt != nil }
}

/// Something that an audit trail remembers: who did what to a user or scenario.
public struct AuditEntry: Sendable, Equatable {
    /// What was done.
    public enum Action: String, Vocabulary {
        /// A user registered.
        case registered = "user.registered"
        /// An admin changed a user.
        case userChanged = "user.changed"
        /// An admin made a scenario.
        case scenarioCreated = "scenario.created"
        /// An admin changed a scenario.
        case scenarioChanged = "scenario.changed"
    }

    /// The entry's own id.
    public internal(set) var auditID: ULID
    /// In whose trail it stands: the user that was changed, or the admin who changed a scenario.
    public internal(set) var userID: UserID
    /// Who did it.
    public internal(set) var actorID: UserID
    /// What was done.
    public internal(set) var action: Action
    /// Names of the fields that were changed, or the scenario; no values.
    public internal(set) var subject: String
    /// When it was done.
    public internal(set) var createdAt: Timestamp
}
