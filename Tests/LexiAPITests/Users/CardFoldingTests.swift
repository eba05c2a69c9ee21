import DynamoModel
import JSONText
import LexiUseCases
import TestSupport
import Testing

@testable import Lexi
@testable import LexiAPI

/// The folding of all cards after a change of the scheduler.
@Suite(.tables) struct CardFoldingTests {
    /// However often the scheduler is changed, one run goes through the cards at a time, and at most one more follows;
    /// in the end all cards are as the last setting has it.
    @Test func oneRunAtATime() async throws {
        let table = RecordingTable(try await Backend.chosen.open())
        let api = try await TestAPI(over: table)
        let ann = try await api.register("ann")
        for number in 0..<12 { _ = try await api.card(ann, "word \(number)") }
        let store = LexiStore(database: table, clock: api.clock.wall, random: .seeded(9))
        let identity = try Identity(issuer: "https://id.example", subject: "ann")
        let id = try #require(try await store.users.userID(identity))
        let body = #"{"scheduler":{"algorithm":"fsrs","desired_retention":0.85}}"#
        #expect(try await api.call("PATCH", "/v1/me", ann, body: body, headers: [("If-Match", "*")]).status == 200)
        let foldings = CardFoldings(store: store)
        table.reset()
        for _ in 0..<200 { foldings.fold(id) }
        try await waitFor("the folding") {
            try await store.users.statistics(id).hasCardsToFold ? nil : true
        }
        // 200 runs would list the cards 200 times.
        #expect(table.notes.calls.count { $0 == "query" } < 40)
        for card in try await api.call("GET", "/v1/flashcards?limit=100", ann).items {
            #expect(card["ease_factor"] == nil && card["word"] != nil)
        }
        #expect(table.notes.faults == [])
    }
}
