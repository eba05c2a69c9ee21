import DynamoModel
import HTTPServer
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// `Idempotency-Key` of an import, which takes many transactions: a file that is sent twice is imported once, also when
/// the first time was cut off in its midst.
@Suite(.tables) struct IdempotentImportTests {
    private static let csv = "text/csv"
    private static let json = "application/json"

    /// Cards with logs, some of whose reviews have no id.
    private static let file: [UInt8] = {
        let cards = (0..<120).map { number in
            let reviews = (0..<number % 4).map { review in
                let id = review == 1 ? "" : #""review_id":"01J0000000000000000000000\#(review)","#
                return #"{\#(id)"rating":"good","reviewed_at":"2026-03-0\#(review + 1)T00:00:00Z"}"#
            }
            return #"{"word":"word \#(number)","reviews":[\#(reviews.joined(separator: ","))]}"#
        }
        return Array(#"{"flashcards":[\#((cards + [#"{"word":"b@d"}"#, cards[3]]).joined(separator: ","))]}"#.utf8)
    }()

    /// The answer is the same again, row by row, though the words are there by then; another file is refused.
    @Test func theSameAgain() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        _ = try await api.card(ann, "pear")
        let file = Array("apple,táo\nPEAR,lê\nb@d,x\nplum,mận\napple,again\n".utf8)
        for query in ["", "?report=all"] {
            let first = try await api.importFile(file, Self.csv, api.token("ann"), query, key: "k\(query)")
            #expect(first.status == 200 && first["idempotency-replayed"] == nil)
            for _ in 0..<2 {
                api.clock.advance(seconds: 3_600)
                let again = try await api.importFile(file, Self.csv, api.token("ann"), query, key: "k\(query)")
                #expect(again.status == 200 && again.body == first.body, "\(again.text)")
                #expect(again["idempotency-replayed"] == "true")
            }
        }
        let token = api.token("ann")
        #expect(try await api.call("GET", "/v1/flashcards", token).items.count == 3)
        for (body, type, query) in [(file + [10], Self.csv, ""), (file, "text/tab-separated-values", "")] {
            let other = try await api.importFile(body, type, token, query, key: "k")
            #expect(other.status == 422 && other.problem == "idempotency-key-reused")
        }
        let card = try await api.call(
            "POST", "/v1/flashcards", token, body: #"{"word":"fig"}"#, headers: [("Idempotency-Key", "k")])
        #expect(card.status == 422 && card.problem == "idempotency-key-reused")
    }

    /// Ten thousand rows whose words are all there are kept and told again.
    @Test func longReports() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        _ = try await api.card(ann, "a")
        let file = Array(String(repeating: "a,b\n", count: 10_000).utf8)
        let first = try await api.importFile(file, Self.csv, ann, key: "k")
        #expect(first.json["duplicates"] == 10_000)
        #expect(try await api.importFile(file, Self.csv, ann, key: "k").body == first.body)
    }

    /// A file that cannot be read is refused the same way again; a failure of the service is not kept, and the call
    /// goes on where it was: cards, logs and statistics are those of an import that was not cut off, and so is the
    /// answer.
    /// Without a key the same file goes on, too, and is another import once it was whole.
    @Test(arguments: ["k", nil]) func cutOff(key: String?) async throws {
        let whole = try await TestAPI()
        let bob = try await whole.register("bob")
        let expected = try await whole.importFile(Self.file, Self.json, bob, key: key)
        #expect(expected.json["imported"] == 120)
        let table = RecordingTable(try await Backend.chosen.open())
        let api = try await TestAPI(over: table)
        let ann = try await api.register("ann")
        let wrong = try await api.importFile(Array("{".utf8), Self.json, ann, key: "wrong")
        let same = try await api.importFile(Array("{".utf8), Self.json, ann, key: "wrong")
        #expect(wrong.status == 400 && same.status == 400 && same["idempotency-replayed"] == "true")
        var writes = 0
        while true {
            table.fail(
                "transactWriteItems", DynamoDBError(.serviceUnavailable, "stopping"), after: writes, times: 1)
            let reply = try await api.importFile(Self.file, Self.json, ann, key: key)
            table.recover()
            if reply.status == 200 {
                #expect(reply["idempotency-replayed"] == nil)
                #expect(Self.told(reply) == Self.told(expected))
                break
            }
            #expect(reply.status == 503, "\(reply.text)")
            writes += 1
            try #require(writes < 100)
        }
        #expect(writes > 3)
        let again = try await api.importFile(Self.file, Self.json, ann, key: key)
        if key == nil {
            #expect(again.json["duplicates"] == 121)
        } else {
            #expect(again["idempotency-replayed"] == "true" && Self.told(again) == Self.told(expected))
        }
        #expect(try await Self.state(api, ann) == Self.state(whole, bob))
        #expect(table.notes.faults == [])
    }

    /// Of one call at the same time in two processes one is carried out; the other is refused, or answered as it is.
    @Test func atTheSameTime() async throws {
        let table = try await Backend.chosen.open()
        let api = try await TestAPI(over: table)
        let ann = try await api.register("ann")
        let other = try api.secondProcess()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<2 {
                group.addTask { try await api.importFile(Self.file, Self.json, ann, key: "k").status }
                group.addTask { try await other.post("/v1/flashcards/import", ann, Self.file, key: "k") }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.contains(200) && statuses.allSatisfy { $0 == 200 || $0 == 409 }, "\(statuses)")
        let again = try await api.importFile(Self.file, Self.json, ann, key: "k")
        #expect(again.json["imported"] == 120 && again["idempotency-replayed"] == "true")
        #expect(try await api.call("GET", "/v1/me/statistics", ann).json["total_words_learned"] == 120)
    }

    /// What a report says, without the ids.
    private static func told(_ reply: Reply) -> [String] {
        let rows = reply.json["rows"]?.arrayValue ?? []
        return ["\(reply.json["imported"] ?? .null) \(reply.json["duplicates"] ?? .null)"]
            + rows.map { "\($0["row"] ?? .null) \($0["status"] ?? .null) \($0["reason"] ?? .null)" }
    }

    /// Cards with their logs and the statistics, without ids and versions.
    private static func state(_ api: TestAPI, _ token: String) async throws -> [String] {
        let file = try await api.call("GET", "/v1/flashcards/export?format=json", token)
        let cards = (file.json["flashcards"]?.arrayValue ?? []).map { card in
            let names = ["word", "interval_days", "review_count", "ease_factor", "next_review_at", "lapse_count"]
            let reviews = (card["reviews"]?.arrayValue ?? []).map {
                "\($0["rating"] ?? .null)\($0["reviewed_at"] ?? .null)"
            }
            return (names.map { "\(card[$0] ?? .null)" } + reviews).joined(separator: " ")
        }
        let statistics = try await api.call("GET", "/v1/me/statistics", token).json
        let activity = try await api.call("GET", "/v1/me/activity?from=2026-01-01&to=2026-12-31", token).json
        return cards.sorted() + ["\(statistics)", "\(activity)"]
    }
}
