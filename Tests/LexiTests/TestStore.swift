import DynamoModel
import TestSupport
import Testing

@testable import Lexi

/// A store on a real table whose clock a test moves, and which notes scans, filters and undeclared queries.
struct TestStore: Sendable {
    let store: LexiStore
    let recorder: RecordingTable
    let clock: ManualClock

    static let start = Timestamp(clamping: 1_777_717_800)

    /// Another store on the same table, as another process would have.
    func another(_ seed: UInt64) -> LexiStore {
        LexiStore(database: recorder, clock: clock.clock, random: .seeded(seed))
    }

    var users: UserRepository { store.users }
    var flashcards: FlashcardRepository { store.flashcards }
    var reviews: ReviewRepository { store.reviews }

    /// Runs a test on a fresh table; afterwards nothing undeclared may have happened.
    static func run(on backend: Backend = .chosen, _ body: (TestStore) async throws -> Void) async throws {
        let recorder = RecordingTable(try await backend.open())
        _ = try await TestTable.make(recorder, TestTables.lexiApp())
        let clock = ManualClock(start)
        let store = LexiStore(database: recorder, clock: clock.clock, random: .seeded(7))
        try await body(TestStore(store: store, recorder: recorder, clock: clock))
        #expect(recorder.notes.faults == [])
    }

    // MARK: What tests make

    func register(_ name: String, isAdmin: Bool = false) async throws -> User {
        try await users.register(newUser(name, isAdmin: isAdmin))
    }

    func newUser(_ name: String, email: String? = nil, isAdmin: Bool = false) throws -> NewUser {
        var errors = FieldErrors()
        return try #require(
            UserFields().registration(
                identity: try Identity(issuer: "lexi", subject: name),
                tokenEmail: try EmailAddress(email ?? "\(name)@example.com"), isAdmin: isAdmin, &errors))
    }

    func save(_ word: String, _ user: User, from source: TurnReference? = nil) async throws -> Flashcard {
        try await flashcards.create(Self.new(word, from: source), for: user.userID)
    }

    static func new(_ word: String, from source: TurnReference? = nil) throws -> NewFlashcard {
        var fields = FlashcardFields()
        fields["word"] = .set(word)
        fields["translation_vi"] = .set("dịch")
        if let source {
            fields.sourceSessionID = .set(source.sessionID.text)
            fields.sourceTurnIndex = .set(source.turnIndex)
        }
        var errors = FieldErrors()
        return try #require(fields.creation(&errors))
    }

    static func patch(_ change: (inout FlashcardFields) -> Void) throws -> FlashcardPatch {
        var fields = FlashcardFields()
        change(&fields)
        var errors = FieldErrors()
        return try #require(fields.patch(&errors))
    }

    /// The rows of a user's change feed, in their order.
    func feed(_ user: UserID) async throws -> [FeedRow] {
        try await store.table.all(AccessPatterns.changes, of: user, .all)
    }

    /// All items of a partition.
    func items(_ partition: String) async throws -> [Item] {
        let request = QueryRequest(
            tableName: store.table.name, keyConditionExpression: "PK = :p",
            parameters: ExpressionParameters(values: [":p": .s(partition)]), consistentRead: true)
        return try await recorder.table.query(request).items
    }
}
