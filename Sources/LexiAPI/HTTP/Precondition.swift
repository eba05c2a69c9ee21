/// Whether a route writes only what the caller has seen.
enum Precondition: Sendable, Equatable {
    /// It takes no precondition: one on a write is refused, since the write would not be held to it. Reading routes
    /// answer `If-Match` and `If-None-Match` by the tag of what they read.
    case none
    /// `If-Match` must be there (428) and name the entity's version (412).
    case ifMatch
}
