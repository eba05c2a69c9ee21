import DynamoModel

/// The service's data: its repositories on one table, with one clock and one source of ids.
///
/// A process has one store per table: writers of a user queue up within it. A class, so that it is cheap to hand over.
public final class LexiStore: Sendable {
    /// All repositories read and write through it.
    public let table: LexiTable
    /// The clock of all that is written.
    public let clock: WallClock
    /// Makes the ids.
    public let ids: ULIDGenerator
    /// Users, their statistics and activity.
    public let users: UserRepository
    /// Cards.
    public let flashcards: FlashcardRepository
    /// Reviews of cards; writing one moves the card's schedule in the same transaction.
    public let reviews: ReviewRepository
    /// The scenarios, with how often sessions were started from each.
    public let scenarios: ScenarioRepository
    /// Sessions with their prompts, turns and scores.
    public let sessions: SessionRepository
    /// Audit trails.
    public let audit: AuditRepository
    /// All that is held about a user.
    public let accounts: AccountReader
    /// Removes all that is held about a user; a run that was interrupted continues where it stopped.
    public let erasure: AccountErasure
    /// The change feeds.
    public let feed: FeedRepository
    /// Calls that their clients gave keys.
    public let calls: IdempotencyRepository
    let writer: Writer

    /// A store on a table that is there and active; the observer hears of every call of the table.
    ///
    /// - Parameter isAlone: whether nothing else writes users' data to the table: then less is read. Where that is not
    ///   so, a write that was decided on what is known is tried again, and nothing is wrong.
    public init(
        database: any DynamoDB, tableName: String = LexiTable.defaultName, isAlone: Bool = false,
        clock: WallClock = .system, random: RandomSource = .system, observer: (any AccessObserver)? = nil
    ) {
        table = LexiTable(database: database, name: tableName, random: random, observer: observer)
        self.clock = clock
        ids = ULIDGenerator(clock: clock, random: random)
        writer = Writer(table: table, clock: clock, ids: ids, gate: UserGate(isAlone: isAlone))
        users = UserRepository(table: table, ids: ids, writer: writer)
        flashcards = FlashcardRepository(table: table, clock: clock, ids: ids, writer: writer)
        scenarios = ScenarioRepository(table: table, ids: ids, writer: writer)
        sessions = SessionRepository(table: table, ids: ids, writer: writer)
        calls = IdempotencyRepository(table: table, writer: writer)
        feed = FeedRepository(table: table, clock: clock)
        reviews = ReviewRepository(table: table, ids: ids, writer: writer)
        audit = AuditRepository(table: table, ids: ids, writer: writer)
        accounts = AccountReader(table: table)
        erasure = AccountErasure(table: table, writer: writer, users: users)
    }
}
