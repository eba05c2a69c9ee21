import DynamoModel
import Lexi

/// What the handlers work with.
struct Services: Sendable {
    let table: LexiTable
    let users: UserRepository
    let flashcards: FlashcardRepository
    let reviews: ReviewRepository
    let scenarios: ScenarioRepository
    let sessions: SessionRepository
    let cursors: CursorCodec
    let adminEmails: [EmailAddress]

    init(
        _ configuration: LexiAPIConfiguration, table: any DynamoDB, tableName: String, clock: WallClock,
        random: RandomSource, observer: any AccessObserver
    ) {
        let store = LexiStore(
            database: table, tableName: tableName, clock: clock, random: random, observer: observer)
        self.table = store.table
        users = store.users
        flashcards = store.flashcards
        reviews = store.reviews
        scenarios = store.scenarios
        sessions = store.sessions
        cursors = CursorCodec(key: configuration.cursorKey)
        adminEmails = configuration.adminEmails
    }
}
