import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

@Suite struct NameTableTests {
    private static let table = CreateTableRequest(
        tableName: "names", attributeDefinitions: [AttributeDefinition("k", .s)],
        keySchema: [KeySchemaElement("k", .hash)])

    private func read(_ engine: TableEngine, _ key: String) async throws -> Item? {
        try await engine.getItem(GetItemRequest(tableName: "names", key: ["k": .s(key)], consistentRead: true)).item
    }

    /// Names keep their numbers over a restart, and names that only differ in their bytes stay apart.
    @Test func namesSurviveARestart() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("names.db")
            let composed = "caf\u{E9}"
            let decomposed = "cafe\u{301}"
            let item: Item = ["k": "1", "first": 1, "m": ["inner": [["deep": true]]], composed: 1, decomposed: 2]
            var engine = try TableEngine.open(path: path)
            _ = try await engine.createTable(Self.table)
            _ = try await engine.putItem(PutItemRequest(tableName: "names", item: item))
            await engine.close()
            engine = try TableEngine.open(path: path)
            #expect(try await read(engine, "1") == item)
            let other: Item = ["k": "2", "second": 2, "first": 1]
            _ = try await engine.putItem(PutItemRequest(tableName: "names", item: other))
            #expect(try await read(engine, "2") == other)
            #expect(try await read(engine, "1") == item)
            #expect(try await engine.check().isSound)
            await engine.close()
        }
    }

    /// Names that are too long, and those beyond the limit, are written out in their rows.
    @Test func namesBeyondTheLimitsAreWrittenOut() async throws {
        let engine = try TableEngine.inMemory()
        _ = try await engine.createTable(Self.table)
        let long = String(repeating: "n", count: NameTable.longestName + 1)
        let count = NameTable.maximumCount / 100 + 2
        for row in 0..<count {
            var item: Item = ["k": .s("\(row)"), long: .int(row)]
            for column in 0..<100 { item["a\(row)-\(column)"] = .int(column) }
            _ = try await engine.putItem(PutItemRequest(tableName: "names", item: item))
        }
        for row in 0..<count {
            let item = try #require(try await read(engine, "\(row)"))
            #expect(item.count == 102 && item[long] == .int(row) && item["a\(row)-99"] == 99)
        }
        #expect(try await engine.check().isSound)
    }

    /// A handle that only reads finds the names of rows that were written after it was opened.
    @Test func readersLearnNewNames() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("names.db")
            let engine = try TableEngine.open(path: path)
            _ = try await engine.createTable(Self.table)
            _ = try await engine.putItem(PutItemRequest(tableName: "names", item: ["k": "1", "old": 1]))
            var options = TableEngine.Options()
            options.isReadOnly = true
            let reader = try TableEngine.open(path: path, options: options)
            #expect(try await read(reader, "1") == ["k": "1", "old": 1])
            _ = try await engine.putItem(PutItemRequest(tableName: "names", item: ["k": "2", "new": 1]))
            #expect(try await read(reader, "2") == ["k": "2", "new": 1])
            await reader.close()
            await engine.close()
        }
    }
}
