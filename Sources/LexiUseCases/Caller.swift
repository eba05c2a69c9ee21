import Lexi

/// Who calls, after the token was checked.
public enum Caller: Sendable {
    /// A registered user.
    case user(User)
    /// Another service of the app, which works on the data of any user.
    case service

    /// Whether a service calls.
    public var isService: Bool { if case .service = self { true } else { false } }

    /// Whose objects the caller may touch: their own, or for a service (nil) anybody's.
    public var owner: UserID? { user?.userID }

    /// The user who calls; nil for a service.
    public var user: User? { if case .user(let user) = self { user } else { nil } }
}
