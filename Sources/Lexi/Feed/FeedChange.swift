/// A change of a user's data: the newest of its entity.
public struct FeedChange: Sendable {
    /// The entity as it is after the change.
    public enum Entity: Sendable {
        /// The user's profile.
        case user(User)
        /// A card.
        case flashcard(Flashcard)
        /// A session's head.
        case session(Session)
    }

    /// The kind of entity.
    public let kind: FeedRow.Kind
    /// The entity's id.
    public let entityID: ULID
    /// The entity; nil when it was deleted.
    public let entity: Entity?
}
