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
    /// Notes in audit trails who reads what, and who is refused.
    let notes: EventNotes
    /// Folds cards after a change of the scheduler.
    let foldings: CardFoldings
    /// Makes cards of older programs ready for lists here.
    let preparations: CardPreparations
    /// Places for files of cards that are imported.
    let cardFiles = CardFilePlaces(busy: "Other files are being imported; try again.")
    /// Places for packages that are made: a slow client holds one for as long as it takes its package.
    let cardPackages = CardFilePlaces(busy: "Other packages are being made; try again.")
    /// Where both are done.
    let cardFileThreads = CardFileThreads()
    /// The dictionary that the app's calls ask; nil when there is none.
    let vocabulary: (any VocabularyService)?

    init(_ configuration: LexiAPIConfiguration, store: LexiStore) {
        self.store = store
        registration = Registration(store, admins: configuration.adminEmails)
        cursors = CursorCodec(key: configuration.cursorKey)
        erasures = AccountErasures(store: store)
        notes = EventNotes(store)
        foldings = CardFoldings(store: store)
        preparations = CardPreparations(store: store)
        vocabulary = configuration.vocabulary
    }
}
