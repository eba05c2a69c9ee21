/// Who may call a route.
enum Access: Sendable, Equatable {
    /// Anybody, without a token.
    case open
    /// The bearer of a valid token of a person: only registering needs no more.
    case subject
    /// A registered user, deactivated or not: reading the own account.
    case account
    /// The same, and also while the account is being erased: the call that deletes it can be repeated.
    case closing
    /// A registered user who is active.
    case user
    /// A registered, active user with the role ADMIN.
    case admin
    /// A service (scope `lexi/service`).
    case service
    /// A registered, active user, or a service.
    case userOrService
}
