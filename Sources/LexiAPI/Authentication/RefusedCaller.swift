import Lexi

/// Somebody who is refused though it is known who they are, or were: an audit trail notes it.
enum RefusedCaller: Error {
    /// A user who calls what is for admins.
    case learner(UserID)
    /// A user who was deactivated.
    case deactivated(UserID)
    /// The bearer of a token from before the erasure of its account.
    case erased(Identity)

    /// What they are answered.
    var problem: Problem {
        switch self {
        case .learner: Problem(.forbidden, "This call is for admins.")
        case .deactivated: Problem(.deactivated, "The account is deactivated; ask an admin.")
        case .erased: .refused(.ofErasedAccount)
        }
    }
}
