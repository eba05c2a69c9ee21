/// Whether a route writes only what the caller has seen.
enum Precondition: Sendable, Equatable {
    /// It takes no precondition.
    case none
    /// `If-Match` must be there (428) and name the entity's version (412).
    case ifMatch
}
