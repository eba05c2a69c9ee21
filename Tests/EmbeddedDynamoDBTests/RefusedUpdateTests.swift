import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// A change of a table that is refused.
@Suite struct RefusedUpdateTests {
    private func contents(_ path: String) throws -> [String] {
        let sqlite = try SQLiteConnection(path: path, mode: .readOnly)
        defer { sqlite.close() }
        return try sqlite.texts("SELECT name FROM sqlite_master ORDER BY name")
            + sqlite.texts("SELECT id || ' ' || items FROM counters ORDER BY id")
            + sqlite.texts("SELECT value FROM meta WHERE name = 'next_id'")
    }

    // It leaves no storage, counter or number behind, whichever of its parts is refused.
    @Test(arguments: [
        SecondaryIndex(
            indexName: "added", keySchema: [KeySchemaElement("g", .hash)],
            warmThroughput: WarmThroughput(readUnitsPerSecond: 1, writeUnitsPerSecond: 1)),
        SecondaryIndex(indexName: "added", keySchema: [KeySchemaElement("absent", .hash)]),
        SecondaryIndex(
            indexName: "added", keySchema: [KeySchemaElement("g", .hash)], projection: .include(["a", "a"])),
    ])
    func changesNothing(_ index: SecondaryIndex) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await TableEngine.with(path) { engine in _ = try await engine.createTable(TestTables.keyed()) }
            let before = try contents(path)
            try await TableEngine.with(path) { engine in
                let request = UpdateTableRequest(
                    tableName: "Keyed", attributeDefinitions: [AttributeDefinition("g", .s)],
                    globalSecondaryIndexUpdates: [.create(index)])
                await expectError(.validation) { try await engine.updateTable(request) }
            }
            #expect(try contents(path) == before)
        }
    }
}
