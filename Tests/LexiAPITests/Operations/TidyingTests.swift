import DynamoModel
import JSONText
import LexiUseCases
import Synchronization
import TestSupport
import Testing

@testable import Lexi
@testable import LexiAPI

/// What a service goes on with by itself.
@Suite(.tables) struct TidyingTests {
    /// An account whose erasure was interrupted goes with the first round in which the table works; each round that
    /// fails logs the cause once.
    @Test func rounds() async throws {
        let table = RecordingTable(try await Backend.chosen.open { Double(TestAPI.start.seconds) })
        let api = try await TestAPI(over: table)
        _ = try await api.register("ann")
        let store = LexiStore(database: table, clock: api.clock.wall, random: .seeded(9))
        let ann = try #require(
            try await store.users.user(try Identity(issuer: "https://id.example", subject: "ann")))
        try await store.erasure.begin(ann, WriteContext(.user(ann.userID), at: store.clock.now))
        table.fail("query", DynamoDBError(.serviceUnavailable, "away"), times: 6)
        let rounds = Mutex(0)
        let logged = Mutex([Int]())
        let task = api.responder.keepTidy(every: .seconds(3_600)) { pause in
            #expect(pause == .seconds(3_600))
            logged.withLock {
                $0.append(api.lines.all.count { String(decoding: $0, as: UTF8.self).contains("tidying-failed") })
            }
            let count = rounds.withLock { rounds in
                rounds += 1
                return rounds
            }
            if count == 3 { throw CancellationError() }
        }
        await task.value
        #expect(logged.withLock { $0 } == [1, 2, 2])
        #expect(try await store.users.user(ann.userID) == nil)
    }
}
