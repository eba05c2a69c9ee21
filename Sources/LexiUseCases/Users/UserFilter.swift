import Lexi

/// Which users a list has, and in which order.
public enum UserFilter: Sendable, Equatable {
    /// All, the newest first.
    case newest
    /// Those whose e-mail address begins so, two characters or more, A–Z.
    case emailPrefix(String)
    /// Those with a role, the newest first.
    case role(Role)
    /// The active or the deactivated ones, the newest first.
    case isActive(Bool)
}
