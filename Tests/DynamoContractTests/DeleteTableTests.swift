import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct DeleteTableTests {
    // A deleted table is gone with its items; one of the same name starts empty, indexes included.
    @Test(arguments: Backend.all)
    func tableIsGone(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            try await table.putAll(
                (0..<50).map { ["pk": .s("p\($0)"), "sk": "s", "gpk": "g", "gsk": .int($0), "ln": 1] })
            let answer = try await table.db.deleteTable(tableName: table.name)
            #expect(answer.tableName == table.name && answer.tableStatus == .deleting)
            try await waitUntilGone(table.db, tableName: table.name)
            await expectError(.resourceNotFound) { try await table.get(["pk": "p1", "sk": "s"]) }
            await expectError(.resourceNotFound) { try await table.put(["pk": "p1", "sk": "s"]) }
            #expect(try await table.db.listTables(exclusiveStartTableName: nil, limit: nil).tableNames == [])
            let again = try await TestTable.make(table.db, table.definition)
            #expect(try await again.everything().values.allSatisfy(\.isEmpty))
            try await expectIndexesMatch(again)
        }
    }

    // Other tables are not touched.
    @Test(arguments: Backend.all)
    func otherTablesStay(_ backend: Backend) async throws {
        try await backend.run { db in
            let one = try await TestTable.make(db, TestTables.hashOnly(name: "One"))
            let two = try await TestTable.make(db, TestTables.hashOnly(name: "Two"))
            for table in [one, two] { try await table.put(["pk": "a"]) }
            _ = try await db.deleteTable(tableName: "One")
            try await waitUntilGone(db, tableName: "One")
            #expect(try await two.contents() == [["pk": "a"]])
        }
    }

    // A table that is not there is not found.
    @Test(arguments: Backend.all)
    func missingTable(_ backend: Backend) async throws {
        try await backend.run { db in
            await expectError(.resourceNotFound, "Requested resource not found: Table: Missing not found") {
                try await db.deleteTable(tableName: "Missing")
            }
        }
    }

    // A table with deletion protection refuses to be deleted until the protection is taken off.
    @Test(arguments: Backend.all)
    func deletionProtection(_ backend: Backend) async throws {
        var definition = TestTables.keyed()
        definition.deletionProtectionEnabled = true
        try await backend.withTable(definition) { table in
            #expect(try await table.db.describeTable(tableName: table.name).deletionProtectionEnabled)
            await expectError(.validation) { try await table.db.deleteTable(tableName: table.name) }
            try await table.put(["pk": "a", "sk": "b"])
            _ = try await table.db.updateTable(
                UpdateTableRequest(tableName: table.name, deletionProtectionEnabled: false))
            try await waitUntilActive(table.db, tableName: table.name)
            _ = try await table.db.deleteTable(tableName: table.name)
            try await waitUntilGone(table.db, tableName: table.name)
        }
    }
}
