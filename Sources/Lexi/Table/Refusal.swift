import DynamoModel

/// What a write's failed condition means.
enum Refusal: Sendable {
    /// The item has changed since it was read: everything is read and decided again.
    case again
    /// The call fails; the item that stood in the way says how.
    case failure(@Sendable (Item?) -> RepositoryError)
}
