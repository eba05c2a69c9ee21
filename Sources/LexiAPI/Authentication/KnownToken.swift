import Lexi
import Synchronization

/// A token that was verified, with all that is kept of its bearer: one look-up for a request.
final class KnownToken: Sendable {
    let token: AccessToken
    /// The number of the keys that verified it.
    let keyGeneration: Int
    /// Whom it speaks for; nil when no user can have this name.
    let identity: Identity?
    /// No other token of the process has the same.
    let number = KnownToken.made.wrappingAdd(1, ordering: .relaxed).newValue
    /// What its texts take, in bytes.
    let memory: Int
    private let found = Mutex<UserID?>(nil)

    private static let made = Atomic<UInt64>(0)

    init(_ token: AccessToken, keyGeneration: Int) {
        self.token = token
        self.keyGeneration = keyGeneration
        identity = try? Identity(issuer: token.issuer, subject: token.subject)
        let texts = [token.issuer, token.subject, token.email, token.name, token.picture].compactMap(\.self)
        // The identity has the first two as well; each has a header of 32 bytes.
        memory = (texts + token.scopes).reduce(256) { $0 + 2 * $1.utf8.count + 32 }
    }

    /// Whose token it is, if that was found before. The user's item is read each time; only when it is gone is the
    /// guard of the identity asked again.
    var userID: UserID? {
        get { found.withLock { $0 } }
        set { found.withLock { $0 = newValue } }
    }
}
