import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct ListTablesTests {
    // Names come in byte order, in pages of the limit, without gap or double.
    @Test(arguments: Backend.all)
    func pages(_ backend: Backend) async throws {
        try await backend.run { db in
            let names = ["zoo", "Alpha", "beta", "a-1", "a.1", "a_1", "alpha", "a10", "a2b"]
            for name in names { _ = try await TestTable.make(db, TestTables.hashOnly(name: name)) }
            let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            let all = try await db.listTables(exclusiveStartTableName: nil, limit: nil)
            #expect(all == ListTablesResponse(tableNames: sorted))
            var found: [String] = []
            var start: String?
            repeat {
                let page = try await db.listTables(exclusiveStartTableName: start, limit: 2)
                #expect(page.tableNames.count <= 2)
                if let last = page.lastEvaluatedTableName { #expect(last == page.tableNames.last) }
                found += page.tableNames
                start = page.lastEvaluatedTableName
            } while start != nil
            #expect(found == sorted)
        }
    }

    // The start need not be a table that is there.
    @Test(arguments: Backend.all)
    func startNeedsNoTable(_ backend: Backend) async throws {
        try await backend.run { db in
            for name in ["aaa", "ccc"] { _ = try await db.createTable(TestTables.hashOnly(name: name)) }
            #expect(try await db.listTables(exclusiveStartTableName: "bbb", limit: nil).tableNames == ["ccc"])
            #expect(
                try await db.listTables(exclusiveStartTableName: "ccc", limit: 5) == ListTablesResponse(tableNames: []))
        }
    }

    // Without tables the list is empty; 100 names are the most of a page.
    @Test(arguments: Backend.all)
    func limits(_ backend: Backend) async throws {
        try await backend.run { db async throws in
            #expect(try await db.listTables(exclusiveStartTableName: nil, limit: 100).tableNames == [])
            for limit in [0, -1, 101] {
                await expectError(.validation) { try await db.listTables(exclusiveStartTableName: nil, limit: limit) }
            }
            await expectError(.validation) { try await db.listTables(exclusiveStartTableName: "a b", limit: nil) }
        }
    }

    // Without a limit a page has 100 names.
    @Test(arguments: Backend.all)
    func hundredByDefault(_ backend: Backend) async throws {
        try await backend.run { db in
            for number in 0..<102 { _ = try await db.createTable(TestTables.hashOnly(name: "table\(1000 + number)")) }
            let first = try await db.listTables(exclusiveStartTableName: nil, limit: nil)
            #expect(first.tableNames.count == 100 && first.lastEvaluatedTableName == "table1099")
            let second = try await db.listTables(exclusiveStartTableName: first.lastEvaluatedTableName, limit: nil)
            #expect(second == ListTablesResponse(tableNames: ["table1100", "table1101"]))
        }
    }
}
