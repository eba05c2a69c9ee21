import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct QueryPagingTests {
    static func items(_ count: Int) -> [Item] { (0..<count).map { ["pk": "p", "sk": .int($0 * 10), "n": .int($0)] } }
    static let values: [String: AttributeValue] = [":p": "p"]

    // Limit bounds the items read; pages follow each other without gap or double, in both directions, for every limit.
    @Test(arguments: Backend.all, [1, 2, 3, 7, 20, 21, 100])
    func pagesAreComplete(_ backend: Backend, _ limit: Int) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            try await table.putAll(Self.items(20))
            for forward in [true, false] {
                let pages = try await table.queryPages("pk = :p", values: Self.values, forward: forward, limit: limit)
                let expected = forward ? Self.items(20) : Self.items(20).reversed()
                #expect(pages.flatMap(\.items) == expected)
                #expect(pages.allSatisfy { $0.items.count <= limit && $0.scannedCount == $0.items.count })
            }
        }
    }

    // LastEvaluatedKey is the key of the last item read, whenever the limit ended the page.
    @Test(arguments: Backend.all)
    func lastEvaluatedKeyIsTheLastRead(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            try await table.putAll(Self.items(4))
            let first = try await table.query("pk = :p", values: Self.values, limit: 2)
            #expect(first.lastEvaluatedKey == ["pk": "p", "sk": 10])
            let full = try await table.query("pk = :p", values: Self.values, limit: 4)
            #expect(full.lastEvaluatedKey == ["pk": "p", "sk": 30])
            let rest = try await table.query("pk = :p", values: Self.values, after: full.lastEvaluatedKey)
            #expect(rest.items.isEmpty && rest.lastEvaluatedKey == nil)
            #expect(try await table.query("pk = :p", values: Self.values, limit: 5).lastEvaluatedKey == nil)
        }
    }

    // Reading goes on behind an ExclusiveStartKey whose item was deleted meanwhile, or never was there.
    @Test(arguments: Backend.all)
    func startKeyNeedsNoItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            try await table.putAll(Self.items(6))
            let first = try await table.query("pk = :p", values: Self.values, limit: 3)
            let start = try #require(first.lastEvaluatedKey)
            try await table.delete(start)
            let rest = try await table.query("pk = :p", values: Self.values, after: start)
            #expect(rest.items == Array(Self.items(6)[3...]))
            let between = try await table.query("pk = :p", values: Self.values, after: ["pk": "p", "sk": 35])
            #expect(between.items == Array(Self.items(6)[4...]))
            let back = try await table.query(
                "pk = :p", values: Self.values, forward: false, after: ["pk": "p", "sk": 15])
            #expect(back.items == Self.items(6)[..<2].reversed())
        }
    }

    // A filter does not change the pages: they hold fewer items, and following them finds all that pass.
    @Test(arguments: Backend.all)
    func filteredPages(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            try await table.putAll(Self.items(20))
            let pages = try await table.queryPages(
                "pk = :p", values: [":p": "p", ":n": 15], filter: "n >= :n", limit: 6)
            #expect(pages.map(\.count) == [0, 0, 3, 2])
            #expect(pages.map(\.scannedCount) == [6, 6, 6, 2])
            #expect(pages.flatMap(\.items) == Array(Self.items(20)[15...]))
        }
    }

    // A page ends with the item that makes it more than 1 MB, before the filter; following the pages finds everything
    // once.
    @Test(arguments: Backend.all)
    func pageOfOneMegabyte(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            let size = 100_000
            for item in Self.items(25) { try await table.put(item.filled(to: size)) }
            let pages = try await table.queryPages("pk = :p", values: Self.values)
            #expect(pages.flatMap(\.items).map { $0["n"]?.int } == Array(0..<25))
            for page in pages.dropLast() {
                #expect(
                    page.items.count == 11, "1,048,576 bytes hold 10 items of 100,000; the next crosses and is there")
                #expect(page.lastEvaluatedKey == page.items.last.map { table.key(of: $0) })
            }
            let filtered = try await table.query("pk = :p", values: [":p": "p", ":n": 100], filter: "n > :n")
            #expect(filtered.count == 0 && filtered.lastEvaluatedKey != nil)
            let counted = try await table.query("pk = :p", values: Self.values, select: .count)
            #expect(counted.count == pages[0].count && counted.lastEvaluatedKey == pages[0].lastEvaluatedKey)
        }
    }

    // An ExclusiveStartKey must be a key of the table, of the queried partition, and inside the sort key condition.
    @Test(arguments: Backend.all)
    func wrongStartKey(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            try await table.putAll(Self.items(3))
            for start: Item in [[:], ["pk": "p"], ["pk": "p", "sk": 0, "x": 1]] {
                await expectError(.validation, "The provided starting key is invalid") {
                    try await table.query("pk = :p", values: Self.values, after: start)
                }
            }
            for start: Item in [["pk": "p", "sk": "0"], ["pk": 1, "sk": 0]] {
                await expectError(
                    .validation,
                    "The provided starting key is invalid: The provided key element does not match the schema"
                ) { try await table.query("pk = :p", values: Self.values, after: start) }
            }
            await expectError(
                .validation, "The provided starting key is outside query boundaries based on provided conditions"
            ) { try await table.query("pk = :p", values: Self.values, after: ["pk": "other", "sk": 0]) }
            await expectError(.validation, "The provided starting key does not match the range key predicate") {
                try await table.query(
                    "pk = :p AND sk > :s", values: [":p": "p", ":s": 5], after: ["pk": "p", "sk": 0])
            }
        }
    }

    // Limit is at least 1.
    @Test(arguments: Backend.all)
    func limitIsPositive(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            for limit in [0, -1] {
                await expectError(
                    .validation,
                    "1 validation error detected: Value at 'Limit' failed to satisfy constraint: "
                        + "Member must have value greater than or equal to 1"
                ) { try await table.query("pk = :p", values: Self.values, limit: limit) }
            }
        }
    }
}
