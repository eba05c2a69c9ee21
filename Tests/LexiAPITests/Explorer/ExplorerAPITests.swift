import DynamoModel
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// The table's keys as admins see them.
@Suite(.tables) struct ExplorerAPITests {
    private struct World {
        let api: TestAPI
        let table: RecordingTable
        let admin: String
        let user: String
        let card: String
    }

    private func world() async throws -> World {
        let table = RecordingTable(try await Backend.chosen.open())
        let api = try await TestAPI(over: table)
        let admin = try await api.admin()
        let ann = try await api.register("ann")
        let user = try #require(try await api.call("GET", "/v1/me", ann).json["user_id"]?.stringValue)
        let card = try #require(try await api.card(ann, "serendipity")["flashcard_id"]?.stringValue)
        return World(api: api, table: table, admin: admin, user: user, card: card)
    }

    /// A card comes with all its keys, and with the patterns that lists and reads of it use, carried out.
    @Test func anItem() async throws {
        let world = try await world()
        let target = "/v1/admin/item?partition_key=FLASHCARD%23\(world.card)&sort_key=METADATA%23FLASHCARD"
        let plain = try await world.api.call("GET", target, world.admin)
        try #require(plain.status == 200)
        #expect(plain.json["kind"] == "flashcard")
        #expect(plain.json["item"]?["word"]?["S"] == "serendipity")
        let entries = try #require(plain.json["entries"]?.arrayValue)
        let item = try #require(plain.json["item"])
        let places = TableIndex.allCases.map(\.rawValue).filter { $0 == "table" || item["\($0)PK"] != nil }
        #expect(entries.compactMap { $0["index"]?.stringValue } == places && places.count > 3)
        #expect(entries.contains { $0["index"] == "GSI2" && $0["partition_key"] == .string("USER#\(world.user)#DUE") })
        let reads = try #require(plain.json["reads"]?.arrayValue)
        #expect(reads.allSatisfy { $0["units"] == .null && $0["microseconds"] == .null })
        let numbers = reads.compactMap { $0["pattern"]?.stringValue }
        #expect(numbers.contains("11") && numbers.contains("12a"))
        let writes = try #require(plain.json["writes"]?.arrayValue)
        #expect(writes.contains { $0["pattern"] == "38" })

        let measured = try await world.api.call("GET", target + "&measure=true", world.admin)
        let costs = try #require(measured.json["reads"]?.arrayValue)
        #expect(costs.map { $0["pattern"] } == reads.map { $0["pattern"] })
        for read in costs { #expect(read["items"] == 1, "\(read)") }
        #expect(costs.contains { $0["pattern"] == "11" && $0["units"] != 0 && $0["microseconds"] != .null })
        #expect(world.table.notes.faults == [])
    }

    /// Every item of the table can be explored, and whatever comes upon it be carried out.
    @Test func everyItem() async throws {
        let world = try await world()
        _ = try await world.api.call("POST", "/v1/admin/scenarios", world.admin, body: SessionAPITests.cafe)
        let ann = world.api.token("ann")
        let review = try await world.api.call(
            "POST", "/v1/flashcards/\(world.card)/reviews", ann, body: #"{"rating":"good"}"#)
        let session = try await world.api.call(
            "POST", "/v1/sessions", ann, body: #"{"scenario_id":"cafe","learner_role":"guest"}"#)
        try #require(review.status == 201 && session.status == 201)
        let items = try await world.table.table.scan(ScanRequest(tableName: world.api.table.name)).items
        var kinds: Set<String> = []
        for item in items {
            let (partition, sort) = (item["PK"]?.string ?? "", item["SK"]?.string ?? "")
            let query = "partition_key=\(Self.escaped(partition))&sort_key=\(Self.escaped(sort))&measure=true"
            let reply = try await world.api.call("GET", "/v1/admin/item?\(query)", world.admin)
            #expect(reply.status == 200, "\(partition) \(sort): \(reply.text)")
            kinds.insert(reply.json["kind"]?.stringValue ?? "")
        }
        #expect(kinds.count > 8, "\(kinds)")
        #expect(world.table.notes.faults == [])
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
    }

    /// A partition comes in pages, in the order of its sort keys.
    @Test func aPartition() async throws {
        let world = try await world()
        let target = "/v1/admin/items?partition_key=USER%23\(world.user)&limit=2"
        var (keys, next): ([String], String?) = ([], "")
        while let cursor = next {
            let page = try await world.api.call(
                "GET", target + (cursor.isEmpty ? "" : "&cursor=\(cursor)"), world.admin)
            try #require(page.status == 200)
            keys += page.items.compactMap { $0["sort_key"]?.stringValue }
            next = page.json["next_cursor"]?.stringValue
        }
        #expect(keys == keys.sorted() && Set(keys).count == keys.count)
        #expect(keys.contains("METADATA#USER") && keys.contains("METADATA#STATS"))
        #expect(world.table.notes.faults == [])
        #expect(try await world.api.call("GET", "/v1/admin/items?partition_key=NONE", world.admin).items.isEmpty)
    }

    /// Every kind comes with the shapes of its keys.
    @Test func kinds() async throws {
        let world = try await world()
        let kinds = try await world.api.call("GET", "/v1/admin/item-kinds", world.admin).items
        #expect(kinds.compactMap { $0["kind"]?.stringValue } == ItemKind.allCases.map(\.rawValue))
        let user = try #require(kinds.first { $0["kind"] == "user" })
        #expect(user["partition_key"] == "USER#{user_id}" && user["sort_key"] == "METADATA#USER")
    }

    /// What is not there, or could not be, is 404; a parameter that is missing or malformed 400.
    @Test func refused() async throws {
        let world = try await world()
        let admin = world.admin
        #expect(
            try await world.api.call("GET", "/v1/admin/item?partition_key=USER%23x&sort_key=NONE", admin).status == 404)
        let long = String(repeating: "%C3%A9", count: 1100)
        #expect(
            try await world.api.call("GET", "/v1/admin/item?partition_key=\(long)&sort_key=x", admin).status == 404)
        for target in [
            "/v1/admin/item", "/v1/admin/item?partition_key=x", "/v1/admin/items", "/v1/admin/items?partition_key=",
            "/v1/admin/item?partition_key=x&sort_key=y&measure=maybe",
        ] {
            let reply = try await world.api.call("GET", target, admin)
            #expect(reply.problem == "bad-parameter", "\(target)")
        }
    }
}
