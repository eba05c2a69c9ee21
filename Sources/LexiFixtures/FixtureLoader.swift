import DynamoModel
import Lexi

/// Loads fixtures into a table, through the same repositories as the service: every rule holds, and statistics, usage
/// counts and schedules follow from what happened.
///
/// Entities that are there already are left as they are, so that loading twice changes nothing and an interrupted
/// loading can be continued. Things happen in the order of their times, on a clock that is stepped from one to the
/// next.
public struct FixtureLoader: Sendable {
    /// How far a loading is.
    public struct Progress: Sendable, Equatable {
        /// Things that were checked.
        public let done: Int
        /// Things there are.
        public let total: Int
        /// Things that were new.
        public let added: Int
    }

    /// How many things are between two reports of progress.
    static let reportEvery = 50

    let fixtures: Fixtures
    let issuer: String
    private let clock: LoadingClock
    let store: LexiStore
    /// The subject of each card's owner.
    let cards: [FlashcardID: String]

    /// A loader into a table that is there.
    ///
    /// - Parameter issuer: the issuer of the tokens that the users' subjects belong to.
    public init(
        _ fixtures: Fixtures, into database: any DynamoDB, tableName: String, issuer: String,
        random: RandomSource = .system
    ) {
        self.fixtures = fixtures
        self.issuer = issuer
        cards = Dictionary(fixtures.flashcards.map { ($0.id, $0.subject) }) { first, _ in first }
        clock = LoadingClock()
        store = LexiStore(database: database, tableName: tableName, clock: clock.clock, random: random)
    }

    /// Loads what is not there yet.
    ///
    /// - Parameter report: hears of the progress, now and then and at the end.
    /// - Returns: how far it came, which is to the end.
    /// - Throws: ``FixtureError`` for a fixture that breaks a rule, `RepositoryError` when the table fails.
    @discardableResult
    public func load(_ report: @Sendable (Progress) -> Void = { _ in }) async throws -> Progress {
        let events = self.events
        var users: [String: User] = [:]
        var added = 0
        for (index, event) in events.enumerated() {
            clock.set(event.time)
            if try await carryOut(event.what, &users) { added += 1 }
            if index % Self.reportEvery == 0 { report(Progress(done: index, total: events.count, added: added)) }
        }
        let end = Progress(done: events.count, total: events.count, added: added)
        report(end)
        return end
    }

    // MARK: What happens when

    private enum Event {
        case scenario(Fixtures.Scenario)
        case user(Fixtures.User)
        case session(Fixtures.Session)
        case ending(Fixtures.Session)
        case flashcard(Fixtures.Flashcard)
        case review(Fixtures.Review)
        case deactivation(Fixtures.User)
    }

    /// Everything in the order of its time; reviews in the order of their arrival, also those that arrive late.
    private var events: [(time: Timestamp, what: Event)] {
        var events: [(time: Timestamp, what: Event)] = []
        events += fixtures.scenarios.map { ($0.createdAt, .scenario($0)) }
        events += fixtures.users.map { ($0.createdAt, .user($0)) }
        events += fixtures.sessions.map { ($0.createdAt, .session($0)) }
        events += fixtures.sessions.filter { $0.status != SessionStatus.active.rawValue }.map {
            ($0.completedAt ?? $0.createdAt, .ending($0))
        }
        events += fixtures.flashcards.map { ($0.createdAt, .flashcard($0)) }
        let created = Dictionary(fixtures.flashcards.map { ($0.id, $0.createdAt) }) { first, _ in first }
        var arrival = Timestamp.minimum
        for review in fixtures.reviews {
            arrival = max(arrival, review.reviewedAt, created[review.flashcard] ?? .minimum)
            events.append((arrival, .review(review)))
        }
        let last = events.map(\.time).max() ?? .minimum
        events += fixtures.users.filter { !$0.isActive }.map { (last, .deactivation($0)) }
        // A stable order: events of one time stay in the order above.
        return events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    /// - Returns: whether something was added.
    private func carryOut(_ event: Event, _ users: inout [String: User]) async throws -> Bool {
        switch event {
        case .scenario(let scenario): return try await load(scenario)
        case .user(let user): return try await load(user, &users)
        case .session(let session): return try await start(session, users)
        case .ending(let session): return try await end(session)
        case .flashcard(let card): return try await load(card, users)
        case .review(let review): return try await load(review, users)
        case .deactivation(let user): return try await deactivate(user, users)
        }
    }

    /// The program loads fixtures on behalf of the operator who runs it, at the time at which each thing happens.
    var context: WriteContext { WriteContext(.operator, at: store.clock.now) }

    func owner(_ subject: String, _ users: [String: User], _ file: String) throws(FixtureError) -> User {
        guard let user = users[subject] else {
            throw FixtureError(file: file, detail: "the subject '\(subject)' is not a user of users.json")
        }
        return user
    }

    /// Makes a draft of checked fields, or says which field of which fixture is wrong.
    func checked<Draft>(
        _ file: String, _ id: String, _ make: (inout FieldErrors) -> Draft?
    ) throws(FixtureError) -> Draft {
        var errors = FieldErrors()
        if let draft = make(&errors), errors.isEmpty { return draft }
        let faults = errors.errors.map { "\($0.pointer) \($0.detail)" }.joined(separator: "; ")
        throw FixtureError(file: file, place: id, detail: faults)
    }
}
