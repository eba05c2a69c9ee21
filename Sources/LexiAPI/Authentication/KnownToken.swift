import Lexi
import Synchronization

/// A token that was verified, with all that is kept of its bearer: one look-up for a request.
final class KnownToken: Sendable {
    let token: AccessToken
    /// The number of the keys that verified it.
    let keyGeneration: Int
    /// Whom it speaks for; nil when no user can have this name.
    let identity: Identity?
    private let found = Mutex<UserID?>(nil)

    init(_ token: AccessToken, keyGeneration: Int) {
        self.token = token
        self.keyGeneration = keyGeneration
        identity = try? Identity(issuer: token.issuer, subject: token.subject)
    }

    /// Whose token it is, if that was found before. The user's item is read each time; only when it is gone is the
    /// guard of the identity asked again.
    var userID: UserID? {
        get { found.withLock { $0 } }
        set { found.withLock { $0 = newValue } }
    }
}
