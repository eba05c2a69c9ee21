import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct DescribeTableTests {
    // A table that is not there is not found; a name that none can have breaks a rule.
    @Test(arguments: Backend.all)
    func missingTable(_ backend: Backend) async throws {
        try await backend.run { db in
            await expectError(.resourceNotFound, "Requested resource not found: Table: Missing not found") {
                try await db.describeTable(tableName: "Missing")
            }
            await expectError(.validation) { try await db.describeTable(tableName: "a b") }
        }
    }

    // Item count and size of table and indexes follow the items. (DynamoDB updates them every six hours.)
    @Test(arguments: Backend.all)
    func countsAndSizes(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let items: [Item] = (0..<10).map { ["pk": .s("p\($0)"), "sk": "s", "x": .int($0)] }
            try await table.putAll(items + [["pk": "z", "sk": "s", "gpk": "g", "gsk": 1]])
            try await table.delete(["pk": "p0", "sk": "s"])
            try await table.update(["pk": "p1", "sk": "s"], "SET gpk = :g", values: [":g": "g"])
            let description = try await table.db.describeTable(tableName: table.name)
            #expect(description.itemCount == 10)
            let size = try await table.contents().reduce(0) { $0 + $1.itemSize }
            #expect(description.tableSizeBytes >= size && description.tableSizeBytes <= size + 10 * 100)
            for index in description.globalSecondaryIndexes {
                #expect(index.itemCount == (index.index.indexName == "globalHash" ? 2 : 1))
                #expect(index.indexStatus == .active && index.backfilling == nil)
                #expect(index.indexArn == "\(description.tableArn)/index/\(index.index.indexName)")
            }
        }
    }

    // A table made again after a delete has another id.
    @Test(arguments: Backend.all)
    func idsAreUnique(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let first = try await table.db.describeTable(tableName: table.name)
            _ = try await table.db.deleteTable(tableName: table.name)
            try await waitUntilGone(table.db, tableName: table.name)
            _ = try await TestTable.make(table.db, table.definition)
            #expect(try await table.db.describeTable(tableName: table.name).tableId != first.tableId)
        }
    }
}
