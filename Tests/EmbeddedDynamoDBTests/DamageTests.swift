import DynamoExpressions
import DynamoModel
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// What happens to a file that somebody or something changed: every read of the damage fails, `check` tells it.
@Suite struct DamageTests {
    /// Makes a file of ten items, damages it, and runs `body` on it.
    private func withDamage(
        _ sql: String, _ body: @Sendable @escaping (TableEngine, TestTable) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            let definition = TestTables.indexed()
            try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, definition)
                try await table.putAll((0..<10).map { indexedItem($0) })
            }
            try tamper(path, sql)
            try await TableEngine.with(path) { engine in try await body(engine, TestTable(engine, definition)) }
        }
    }

    private static let flipOne = "UPDATE r1 SET v = substr(v, 1, 10) || x'ee' || substr(v, 12)"

    /// A changed byte of an item is an error of get, query, scan and of indexes, and names the table but no value.
    @Test func damagedItems() async throws {
        try await withDamage(Self.flipOne) { engine, table in
            let error = await expectError(.internalServerError) { try await table.get(["pk": "p1", "sk": "s1"]) }
            #expect(error?.message == "Stored data of table Indexed is damaged: a row's checksum does not match")
            await expectError(.internalServerError) { try await table.scan() }
            await expectError(.internalServerError) {
                try await table.query("pk = :p", values: [":p": "p1"])
            }
            await expectError(.internalServerError) { try await table.scan(index: "globalAll") }
            await expectError(.internalServerError) {
                try await table.put(indexedItem(1), if: "attribute_exists(a)")
            }
            let found = try await engine.check().findings
            #expect(found.contains { $0.problem == "a row's checksum does not match" })
        }
    }

    private static let place = "WHERE k = (SELECT k FROM r1 ORDER BY k LIMIT 1 OFFSET 3)"

    /// A damaged item is named by its key, and can be replaced: afterwards nothing of the old one is left in the
    /// indexes, and what it would have answered is not invented.
    @Test(arguments: [true, false]) func damagedItemsAreReplaced(movesEntries: Bool) async throws {
        try await withDamage("\(Self.flipOne) \(Self.place)") { engine, table in
            let key = try #require(try await engine.check().findings.compactMap(\.row?.key).first)
            let number = try #require(key["sk"]?.string.flatMap { Int($0.dropFirst()) })
            #expect(key == table.key(of: indexedItem(number)))
            await expectError(.internalServerError) { try await table.get(key) }
            await expectError(.internalServerError) {
                try await engine.putItem(
                    PutItemRequest(tableName: table.name, item: indexedItem(number), returnValues: .allOld))
            }
            let new = indexedItem(number, group: movesEntries ? "other" : "g", text: "new")
            try await table.put(new)
            #expect(try await table.get(key) == new)
            try await Self.expectSound(engine, table, items: 10)
            #expect(try await table.scan(index: "globalAll").items.contains(new))
        }
    }

    /// What is asked of the key alone is known of a damaged item. Other conditions, updates and old values are not: the
    /// error says what can be done, and never what would not be true.
    @Test func conditionsOnDamagedItems() async throws {
        try await withDamage("\(Self.flipOne) \(Self.place)") { engine, table in
            let key = try #require(try await engine.check().findings.compactMap(\.row?.key).first)
            let item = key.merging(["a": "new"])
            await expectError(.conditionalCheckFailed) { try await table.put(item, if: "attribute_not_exists(pk)") }
            await expectError(.conditionalCheckFailed) {
                try await table.delete(key, if: "sk = :s", values: [":s": "another"])
            }
            let advised: [() async throws -> Void] = [
                { _ = try await table.put(item, if: "attribute_not_exists(pk) OR a = :a", values: [":a": "text"]) },
                { _ = try await table.put(item, if: "attribute_exists(pk)", returning: .allOld) },
                { _ = try await table.put(item, if: "attribute_not_exists(pk)", onFailure: .allOld) },
                { _ = try await table.update(key, "SET a = :a", values: [":a": "b"]) },
            ]
            for write in advised {
                let error = await expectError(.internalServerError) { try await write() }
                #expect(error?.message.contains("PutItem replaces it and DeleteItem removes it") == true)
            }
            let check = TransactWrite(
                tableName: table.name, .conditionCheck(key: key), conditionExpression: "attribute_exists(sk)")
            _ = try await engine.transactWriteItems(TransactWriteItemsRequest(transactItems: [check]))
            try await table.put(item, if: "attribute_exists(pk) AND sk = :s", values: [":s": key["sk"] ?? .null])
            #expect(try await table.get(key) == item)
        }
    }

    /// A batch of statements of which one meets a damaged item fails as a whole: nothing of it is done, so that it can
    /// be sent again.
    @Test func batchesWithDamagedItems() async throws {
        try await withDamage("\(Self.flipOne) \(Self.place)") { engine, table in
            let key = try #require(try await engine.check().findings.compactMap(\.row?.key).first)
            let whole = try #require((0..<10).map { table.key(of: indexedItem($0)) }.first { $0 != key })
            let statements = [whole, key].map { key in
                BatchStatement(
                    "UPDATE Indexed SET n = 1 WHERE pk = ? AND sk = ?",
                    parameters: [key["pk"] ?? .null, key["sk"] ?? .null])
            }
            await expectError(.internalServerError) {
                try await engine.batchExecuteStatement(BatchExecuteStatementRequest(statements))
            }
            let item = try await table.get(whole)
            #expect(item != nil && item?["n"] == nil)
        }
    }

    /// The last item that was made is damaged, removed, and put again with another key of an index, at once: what is
    /// left of the old one in the index never leads to the new one.
    @Test func whatIsLeftLeadsToNoNewItem() async throws {
        let last = "WHERE id = (SELECT max(id) FROM r1)"
        try await withDamage("\(Self.flipOne) \(last)") { engine, table in
            let key = try #require(try await engine.check().findings.compactMap(\.row?.key).first)
            let number = try #require(key["sk"]?.string.flatMap { Int($0.dropFirst()) })
            let new = indexedItem(number, group: "new")
            let info = try engine.table(table.name)
            let bytes = try #require(info.layout.key(of: new))
            try await engine.onWriter { (writer) throws(EngineFault) in
                // In one transaction, before anything is swept.
                var budget = EvaluationBudget()
                let removal = try PreparedWrite.keyed(key, info, .delete)
                try writer.apply(try writer.plan(removal, &budget))
                try writer.apply(try writer.plan(try PreparedWrite.put(new, info), &budget))
                let row = try writer.connection.row(info, bytes)
                #expect((row?.id ?? 0) > 1 << 20)
            }
            try await Self.expectSound(engine, table, items: 10)
            #expect(try await table.query("gpk = :g", index: "globalAll", values: [":g": "g"]).items.count == 9)
        }
    }

    /// It can be removed, by a batch and a transaction as well.
    @Test(arguments: 0..<3) func damagedItemsAreRemoved(way: Int) async throws {
        try await withDamage("\(Self.flipOne) \(Self.place)") { engine, table in
            let key = try #require(try await engine.check().findings.compactMap(\.row?.key).first)
            switch way {
            case 0: try await table.delete(key)
            case 1:
                _ = try await engine.batchWriteItem(
                    BatchWriteItemRequest(requestItems: [table.name: [.delete(key: key)]]))
            default:
                _ = try await engine.transactWriteItems(
                    TransactWriteItemsRequest(transactItems: [
                        TransactWrite(tableName: table.name, .delete(key: key)),
                        TransactWrite(tableName: table.name, .put(item: indexedItem(12))),
                    ]))
            }
            #expect(try await table.get(key) == nil)
            try await Self.expectSound(engine, table, items: way == 2 ? 10 : 9)
        }
    }

    /// All reads work when what is left in the indexes was swept, and but for sizes everything is right; a repair sets
    /// those right, too.
    private static func expectSound(_ engine: TableEngine, _ table: TestTable, items: Int) async throws {
        try await waitFor("the indexes to be swept") {
            try await engine.onWriter { (writer) throws(EngineFault) in writer.state.tasks.isEmpty } ? true : nil
        }
        #expect(try await table.scan().items.count == items)
        for index in ["globalAll", "globalKeys", "localAll"] {
            #expect(try await table.scan(index: index).items.count == items)
        }
        #expect(try await engine.describeTable(tableName: table.name).itemCount == items)
        let findings = try await engine.check().findings
        #expect(findings.allSatisfy { $0.problem == "its stored number of items or size is wrong" })
        #expect(try await engine.repair().after.findings == [])
    }

    /// An index that cannot be filled says why, once, and writes go on.
    @Test func damageStopsABackfill() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            let definition = TestTables.indexed()
            try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, definition)
                try await table.putAll((0..<10).map { indexedItem($0) })
            }
            try tamper(path, Self.flipOne)
            let told = Mutex<[String]>([])
            var options = TableEngine.Options()
            options.onMaintenanceFailure = { reason in told.withLock { $0.append(reason) } }
            try await TableEngine.with(path, options: options) { engine in
                _ = try await engine.updateTable(
                    UpdateTableRequest(
                        tableName: definition.tableName,
                        attributeDefinitions: [AttributeDefinition("gpk", .s)],
                        globalSecondaryIndexUpdates: [
                            .create(SecondaryIndex(indexName: "later", keySchema: [KeySchemaElement("gpk", .hash)]))
                        ]))
                try await waitFor("the failure to be told") { told.withLock { $0.isEmpty } ? nil : true }
                try await TestTable(engine, definition).put(["pk": "new", "sk": "1"])
            }
            #expect(
                told.withLock { $0 } == [
                    "filling index 9: Stored data of table Indexed is damaged: a row's checksum does not match"
                ])
        }
    }

    /// An item under another item's key is noticed.
    @Test func swappedItems() async throws {
        let swap = """
            UPDATE r1 SET v = (SELECT v FROM r1 ORDER BY k DESC LIMIT 1) WHERE k = (SELECT k FROM r1 ORDER BY k LIMIT 1)
            """
        try await withDamage(swap) { engine, table in
            await expectError(.internalServerError) { try await table.scan() }
            let found = try await engine.check().findings
            #expect(found.count == 1)
        }
    }

    /// A changed index row is an error of the reads that meet it.
    @Test func damagedIndexRows() async throws {
        try await withDamage("UPDATE r6 SET v = x'01' || substr(v, 2, 9) || x'00'") { engine, table in
            await expectError(.internalServerError) { try await table.scan(index: "globalKeys") }
            let findings = try await engine.check().findings
            #expect(findings.count == 10)
            #expect(findings.allSatisfy { $0.index == "globalKeys" })
        }
    }

    /// A missing index row is found by the check.
    @Test func missingIndexRows() async throws {
        try await withDamage("DELETE FROM r5 WHERE k = (SELECT k FROM r5 LIMIT 1)") { engine, _ in
            let found = try await engine.check().findings
            #expect(
                found == [
                    CheckReport.Finding(
                        table: "Indexed", index: "globalAll", row: found.first?.row,
                        problem: "the entry of an item is missing")
                ])
            #expect(found.first?.row?.kind == .item)
        }
    }

    /// The check says in which row the damage is, by its place and the hash that its key begins with, and tells no
    /// value.
    @Test(arguments: [1, 4, 10]) func placeOfDamagedItem(ordinal: Int) async throws {
        let damage = "\(Self.flipOne) WHERE k = (SELECT k FROM r1 ORDER BY k LIMIT 1 OFFSET \(ordinal - 1))"
        try await withDamage(damage) { engine, table in
            let found = try await engine.check().findings
            #expect(found.count == 1)
            let row = try #require(found.first?.row)
            #expect(row.kind == .item)
            #expect(row.ordinal == ordinal)
            #expect(row.keyStart.utf8.count == 2 * KeyLayout.hashSize)
            let expected = "Indexed, item \(ordinal) (key \(row.keyStart)…): a row's checksum does not match"
            #expect(found.first?.description == expected)
        }
    }

    /// The same of a row of an index, with the index's name.
    @Test(arguments: [1, 7]) func placeOfDamagedEntry(ordinal: Int) async throws {
        let damage = """
            UPDATE r6 SET v = substr(v, 1, 18) || CASE substr(v, 19) WHEN x'00' THEN x'01' ELSE x'00' END
            WHERE k = (SELECT k FROM r6 ORDER BY k LIMIT 1 OFFSET \(ordinal - 1))
            """
        try await withDamage(damage) { engine, table in
            let found = try await engine.check().findings
            let entry = try #require(found.first { $0.row?.kind == .entry })
            #expect(entry.index == "globalKeys")
            #expect(entry.row?.ordinal == ordinal)
            let start = try #require(entry.row?.keyStart)
            let expected = "Indexed, index globalKeys, entry \(ordinal) (key \(start)…): "
            #expect(entry.description == expected + "an index row's checksum does not match")
            #expect(found.allSatisfy { $0.index == "globalKeys" })
        }
    }

    /// A missing item is found by the check, and a read through an index does not skip it silently.
    @Test func missingItems() async throws {
        try await withDamage("DELETE FROM r1 WHERE k = (SELECT k FROM r1 LIMIT 1)") { engine, table in
            await expectError(.internalServerError) { try await table.scan(index: "globalAll") }
            let findings = try await engine.check().findings
            #expect(findings.count { $0.problem == "an entry without its item" } == 7)
            #expect(findings.contains { $0.problem == "its stored number of items or size is wrong" })
        }
    }

    /// Wrong counters are found by the check.
    @Test func wrongCounters() async throws {
        try await withDamage("SELECT 1") { engine, _ in
            try await engine.onWriter { (writer) throws(EngineFault) in writer.count(3, items: 0, bytes: 1) }
            let found = try await engine.check().findings
            #expect(
                found == [
                    CheckReport.Finding(
                        table: "Indexed", index: "localKeys", problem: "its stored number of items or size is wrong")
                ])
        }
    }

    /// Damage of SQLite's own pages is told by the check.
    @Test func damagedPages() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                for number in 0..<200 {
                    try await table.put(["pk": .s("\(number)"), "sk": "a", "t": .s(String(repeating: "x", count: 300))])
                }
            }
            try overwrite(path, at: 4096 * 20, with: [UInt8](repeating: 0xff, count: 64))
            try await TableEngine.with(path) { engine in
                let report = try await engine.check()
                #expect(!report.isSound)
            }
        }
    }

    private func overwrite(_ path: String, at offset: Int, with bytes: [UInt8]) throws {
        try RawFile.write(path, at: offset, bytes)
    }
}
