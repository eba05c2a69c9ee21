import Lexi

/// On whose behalf a call is made.
enum Principal: Sendable {
    /// Nobody: the route is open.
    case nobody
    /// The bearer of a valid token, registered or not.
    case subject(AccessToken)
    /// A registered user, as their item is now.
    case user(CallingUser, KnownToken)
    /// A program with the scope `lexi/service`; it acts for no user.
    case service(AccessToken)

    /// Whose cursors the caller may use.
    var cursorOwner: String {
        switch self {
        case .nobody: ""
        case .subject(let token), .service(let token): "\(token.issuer)\n\(token.subject)"
        case .user(let caller, _): caller.user.userID.text
        }
    }
}
