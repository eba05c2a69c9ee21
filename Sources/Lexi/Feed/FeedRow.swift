/// A row of a user's change feed: the newest change of one entity.
public struct FeedRow: Sendable, Equatable {
    /// The kinds of entities whose changes the feed reports.
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
