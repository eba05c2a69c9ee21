import Lexi
import LexiUseCases

/// What all calls have in common. A class, so that a call copies one reference.
final class CallContext: Sendable {
    /// The repositories.
    let store: LexiStore
    /// Registers users.
    let registration: Registration
    /// Writes and reads the cursors of lists.
    let cursors: CursorCodec
    /// Erases accounts.
    let erasures: AccountErasures
    /// Folds cards after a change of the scheduler.
    let foldings: CardFoldings
    /// Places for files of cards.
    let cardFiles = CardFilePlaces()
    /// The dictionary that the app's calls ask; nil when there is none.
    let vocabulary: (any VocabularyService)?

    init(_ configuration: LexiAPIConfiguration, store: LexiStore) {
        self.store = store
        registration = Registration(store, admins: configuration.adminEmails)
        cursors = CursorCodec(key: configuration.cursorKey)
        erasures = AccountErasures(store: store)
        foldings = CardFoldings(store: store)
        vocabulary = configuration.vocabulary
    }
}
