import DynamoModel
import TestSupport
import Testing

@testable import Lexi

/// A store on a real table, with a stepped clock and repeatable random numbers.
struct SessionWorld {
    let recording: RecordingTable
    let table: TestTable
    let store: LexiStore
    let time: SteppedClock

    var scenarios: ScenarioRepository { store.scenarios }
    var sessions: SessionRepository { store.sessions }

    /// 2026-05-02T10:30:00Z, which is 17:30 in the time zone of a new user.
    static let start = Timestamp(clamping: 1_777_717_800)

    /// Runs a test in a separate world. Whatever it does, no call scans, filters, or queries what is not declared,
    /// and every index holds in the end what the items say.
    static func run(_ body: (SessionWorld) async throws -> Void) async throws {
        let db = try await Backend.chosen.open()
        let recording = RecordingTable(db)
        let time = SteppedClock(Double(start.seconds))
        let clock = WallClock { Int64(time.now * 1000) }
        let world = SessionWorld(
            recording: recording, table: try await TestTable.make(db, TestTables.lexiApp()),
            store: LexiStore(database: recording, clock: clock, random: .seeded(7)), time: time)
        try await body(world)
        #expect(recording.notes.faults == [])
        try await expectIndexesMatch(world.table)
    }

    /// Registers a user.
    func user(_ name: String = "lan") async throws -> User {
        var errors = FieldErrors()
        let new = UserFields().registration(
            identity: try Identity(issuer: "https://issuer.example", subject: name),
            tokenEmail: try EmailAddress("\(name)@example.com"), isAdmin: false, &errors)
        return try await store.users.register(try #require(new))
    }

    /// The fields of a scenario that is in order.
    static func fields(_ id: String, level: CEFRLevel = .a1, order: Int = 1, isActive: Bool = true) -> ScenarioFields {
        var fields = ScenarioFields()
        fields.scenarioID = .set(id)
        fields.scenarioTitle = .set("Title of \(id)")
        fields.roles = .set(["Guest", "Waiter"])
        fields.goals = .set(["Order", "Pay"])
        fields.difficultyLevel = .set(level.rawValue)
        fields.order = .set(order)
        fields.notes = .set("For admins")
        fields.isActive = .set(isActive)
        return fields
    }

    /// Makes a scenario.
    @discardableResult
    func scenario(
        _ id: String = "at-the-cafe", level: CEFRLevel = .a1, order: Int = 1, isActive: Bool = true,
        by actor: UserID? = nil
    ) async throws -> Scenario {
        var errors = FieldErrors()
        let new = Self.fields(id, level: level, order: order, isActive: isActive).creation(&errors)
        return try await scenarios.create(try #require(new), by: actor)
    }

    /// A session to start.
    func newSession(
        _ user: User, _ scenario: Scenario, level: CEFRLevel = .a1, greeting: String? = nil, prompt: String? = nil
    ) throws -> NewSession {
        var fields = SessionFields()
        fields.scenarioID = .set(scenario.scenarioID.text)
        fields.learnerRole = .set("Guest")
        fields.level = .set(level.rawValue)
        if let greeting { fields.greeting = .set(greeting) }
        if let prompt { fields.prompt = .set(prompt) }
        var errors = FieldErrors()
        let new = fields.start(user: user, scenario: scenario, asService: true, &errors)
        return try #require(new, "\(errors.errors)")
    }

    /// Starts a session.
    func session(_ user: User, _ scenario: Scenario, level: CEFRLevel = .a1) async throws -> Session {
        try await sessions.start(try newSession(user, scenario, level: level)).session
    }

    /// Changes a scenario's activity, order or level.
    static func patch(isActive: Bool? = nil, order: Int? = nil, level: CEFRLevel? = nil) -> ScenarioPatch {
        var patch = ScenarioPatch()
        patch.isActive = isActive
        patch.order = order
        patch.difficultyLevel = level
        return patch
    }

    /// A turn of the learner.
    static func said(_ content: String, hint: Bool = false) throws -> NewTurn {
        var fields = TurnFields()
        fields.content = .set(content)
        fields.isHintUsed = .set(hint)
        var errors = FieldErrors()
        return try #require(fields.creation(asService: false, &errors))
    }

    /// A turn of the conversation partner.
    static func answered(
        _ content: String, ttft: Int? = nil, latency: Int? = nil, tokens: Int? = nil, cost: String? = nil
    ) throws -> NewTurn {
        var fields = TurnFields()
        fields.speaker = .set("AI")
        fields.content = .set(content)
        if let ttft { fields.ttftMS = .set(ttft) }
        if let latency { fields.latencyMS = .set(latency) }
        if let tokens { fields.outputTokens = .set(tokens) }
        if let cost { fields.costUSD = .set(cost) }
        var errors = FieldErrors()
        return try #require(fields.creation(asService: true, &errors))
    }

    /// Scores that are all the same.
    static func scores(_ value: Int, feedback: String = "Good") -> Scores {
        Scores(
            fluency: value, pronunciation: value, grammar: value, vocabulary: value, overall: value, feedback: feedback)
    }

    /// All rows of a user's change feed that tell of sessions.
    func sessionRows(_ user: User) async throws -> [FeedRow] {
        let items = try await table.queryPages(
            "PK = :user AND begins_with(SK, :feed)",
            values: [":user": .s(User.key(user.userID).partition), ":feed": "UPDATED#"]
        ).flatMap(\.items)
        return try items.map { try FeedRow(item: $0) }.filter { $0.kind == .session }
    }

    /// Expects that `body` fails so, and changes nothing.
    func refuses<Answer>(
        _ expected: RepositoryError, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () async throws -> Answer
    ) async throws {
        try await refuses(sourceLocation: sourceLocation, { $0 == expected }, body)
    }

    /// Expects that `body` fails because of the session's state, and changes nothing.
    func refusesState<Answer>(
        sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Answer
    ) async throws {
        try await refuses(
            sourceLocation: sourceLocation, { if case .wrongState = $0 { true } else { false } }, body)
    }

    private func refuses<Answer>(
        sourceLocation: SourceLocation, _ isExpected: (RepositoryError) -> Bool, _ body: () async throws -> Answer
    ) async throws {
        let before = try await table.everything()
        do {
            let answer = try await body()
            Issue.record("An error was expected, but it answered: \(answer)", sourceLocation: sourceLocation)
        } catch let error as RepositoryError {
            #expect(isExpected(error), "\(error)", sourceLocation: sourceLocation)
        }
        let after = try await table.everything()
        #expect(before == after, "a refused call changed something", sourceLocation: sourceLocation)
    }

    /// What `body` consumes, in units.
    func units(_ body: () async throws -> Void) async throws -> CapacityUnits {
        recording.reset()
        try await body()
        return recording.notes.units
    }
}
