import Lexi
import LexiUseCases

/// What all calls have in common. A class, so that a call copies one reference.
final class CallContext: Sendable {
    /// The repositories.
    let store: LexiStore
    /// Writes and reads the cursors of lists.
    let cursors: CursorCodec
    /// Erases accounts.
    let erasures: AccountErasures
    /// A user who registers with one of these addresses becomes an admin.
    let adminEmails: [EmailAddress]

    init(_ configuration: LexiAPIConfiguration, store: LexiStore) {
        self.store = store
        cursors = CursorCodec(key: configuration.cursorKey)
        erasures = AccountErasures(store: store)
        adminEmails = configuration.adminEmails
    }
}
