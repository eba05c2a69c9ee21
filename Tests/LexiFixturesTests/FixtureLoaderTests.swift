import DynamoModel
import EmbeddedDynamoDB
import Foundation
import Lexi
import Testing
import TableStore

@testable import LexiFixtures

/// The fixtures in the repository, loaded through the real repositories into the real engine.
@Suite struct FixtureLoaderTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "fixtures").path
    static let day = LocalDay("2026-05-02")!
    static let issuer = "lexi"

    /// A table with the fixtures of a loading day.
    private func loaded(on day: LocalDay = Self.day) async throws -> (TableEngine, Fixtures, FixtureLoader.Progress) {
        let engine = try TableEngine.inMemory()
        _ = try await engine.createTable(TableDefinition.lexiApp())
        while try await engine.describeTable(tableName: "LexiApp").tableStatus != .active { await Task.yield() }
        let fixtures = try Fixtures(folder: Self.folder, loadedOn: day)
        return (engine, fixtures, try await load(fixtures, into: engine))
    }

    private func load(_ fixtures: Fixtures, into engine: TableEngine) async throws -> FixtureLoader.Progress {
        try await FixtureLoader(
            fixtures, into: engine, tableName: "LexiApp", issuer: Self.issuer, random: .seeded(7)
        ).load()
    }

    private func contents(_ engine: TableEngine) async throws -> [Item] {
        var items: [Item] = []
        var request = ScanRequest(tableName: "LexiApp")
        repeat {
            let page = try await engine.scan(request)
            items += page.items
            request.exclusiveStartKey = page.lastEvaluatedKey
        } while request.exclusiveStartKey != nil
        return items
    }

    /// Every card's schedule is the fold of its log, as it was computed apart from the service; cards without reviews
    /// are new.
    @Test func schedulesAreWhatWasComputedElsewhere() async throws {
        let (engine, fixtures, _) = try await loaded()
        let store = LexiStore(database: engine)
        let expected = Dictionary(uniqueKeysWithValues: fixtures.schedules.map { ($0.flashcard, $0) })
        var owners: [String: UserID] = [:]
        for user in fixtures.users { owners[user.subject] = user.id }
        #expect(fixtures.flashcards.count == 305 && expected.count == 257)
        for fixture in fixtures.flashcards {
            let owner = try #require(owners[fixture.subject])
            let schedule = try await store.flashcards.get(fixture.id, of: owner).schedule
            guard let wanted = expected[fixture.id] else {
                #expect(schedule.maturity == .new && schedule.reviewCount == 0, "\(fixture.id)")
                continue
            }
            #expect(schedule.reviewCount == wanted.reviewCount, "\(fixture.id)")
            #expect(schedule.repetitionCount == wanted.repetitionCount, "\(fixture.id)")
            #expect(schedule.intervalDays == wanted.intervalDays, "\(fixture.id)")
            #expect(schedule.easeThousandths == wanted.easeThousandths, "\(fixture.id)")
            #expect(schedule.lapseCount == wanted.lapseCount, "\(fixture.id)")
            #expect(schedule.lastReviewedAt == wanted.lastReviewedAt, "\(fixture.id)")
            #expect(schedule.nextReviewAt == wanted.nextReviewAt, "\(fixture.id)")
            #expect(schedule.maturity.rawValue == wanted.maturity, "\(fixture.id)")
        }
    }

    /// What `fixtures/README.md` promises of a user.
    private struct Expected {
        let subject: String
        let streak, best: Int
        let cards: [Int]
        let reviews, sessions: Int

        init(_ subject: String, _ streak: Int, _ best: Int, _ cards: [Int], _ reviews: Int, _ sessions: Int) {
            self.subject = subject
            self.streak = streak
            self.best = best
            self.cards = cards
            self.reviews = reviews
            self.sessions = sessions
        }
    }

    /// Statistics follow from what happened: streaks in the user's own time zone, cards by maturity, reviews, sessions.
    @Test func statisticsFollow() async throws {
        let (engine, fixtures, _) = try await loaded()
        let expected = [
            Expected("fixture-minh", 0, 0, [0, 0, 0], 0, 0), Expected("fixture-linh", 24, 24, [9, 44, 22], 299, 2),
            Expected("fixture-khoa", 31, 45, [13, 19, 78], 624, 2),
            Expected("fixture-huong", 0, 14, [4, 21, 10], 128, 1), Expected("fixture-mai", 18, 18, [4, 19, 7], 106, 2),
            Expected("fixture-an", 17, 17, [4, 16, 5], 64, 1), Expected("fixture-thu", 0, 0, [10, 0, 0], 0, 0),
            Expected("fixture-duc", 0, 1, [2, 4, 2], 19, 0), Expected("fixture-bao", 0, 0, [0, 0, 0], 0, 0),
            Expected("fixture-long-name", 0, 1, [2, 9, 1], 30, 0),
        ]
        #expect(expected.map(\.subject).sorted() == fixtures.users.map(\.subject).sorted())
        let users = LexiStore(database: engine).users
        let noon = Timestamp(clamping: Int64(Self.day.number) * 86_400 + 43_200)
        for row in expected {
            let user = try #require(try await users.user(Identity(issuer: Self.issuer, subject: row.subject)))
            let statistics = try await users.statistics(user.userID)
            #expect(statistics.streak(today: user.timeZone.day(at: noon)) == row.streak, "\(row.subject)")
            #expect(statistics.bestStreak == row.best, "\(row.subject)")
            #expect(
                [statistics.cardsNew, statistics.cardsLearning, statistics.cardsMature] == row.cards, "\(row.subject)")
            #expect(statistics.totalWordsLearned == row.cards.reduce(0, +), "\(row.subject)")
            #expect(statistics.reviewsTotal == row.reviews, "\(row.subject)")
            #expect(statistics.sessionsCompleted == row.sessions, "\(row.subject)")
            #expect(user.isActive == (row.subject != "fixture-duc"))
            #expect((user.role == .admin) == (row.subject == "fixture-bao"))
        }
    }

    /// Sessions keep their turns, status and scores.
    @Test func sessionsAreWhole() async throws {
        let (engine, fixtures, _) = try await loaded()
        let sessions = LexiStore(database: engine).sessions
        for fixture in fixtures.sessions {
            let whole = try await sessions.wholeSession(fixture.id, owner: nil)
            #expect(whole.session.status.rawValue == fixture.status)
            #expect(whole.turns.map(\.turn.said.content) == fixture.turns.map(\.content))
            #expect(whole.session.completedAt == fixture.completedAt)
            #expect(whole.scoring?.scores.overall == fixture.scoring?.overall)
            #expect(whole.prompt?.prompt == fixture.prompt)
        }
        #expect(fixtures.sessions.filter { $0.turns.count > 10 }.count >= 5)
    }

    /// Loading twice changes nothing: not on the same day, and not on a later one, when all times are other ones.
    @Test func loadingTwiceChangesNothing() async throws {
        let (engine, fixtures, first) = try await loaded()
        #expect(first.added == first.total)
        let before = try await contents(engine)
        let again = try await load(fixtures, into: engine)
        #expect(again.added == 0)
        let later = try Fixtures(folder: Self.folder, loadedOn: Self.day.adding(days: 3))
        #expect(try await load(later, into: engine).added == 0)
        #expect(try await contents(engine) == before)
        #expect(try await engine.check().isSound)
    }
}
