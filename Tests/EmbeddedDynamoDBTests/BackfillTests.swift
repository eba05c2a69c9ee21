import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

@Suite struct BackfillTests {
    private let newIndex = SecondaryIndex(
        indexName: "later", keySchema: [KeySchemaElement("gpk", .hash), KeySchemaElement("ln", .range)])

    private func creation(_ table: String) -> UpdateTableRequest {
        UpdateTableRequest(
            tableName: table,
            attributeDefinitions: [AttributeDefinition("gpk", .s), AttributeDefinition("ln", .n)],
            globalSecondaryIndexUpdates: [.create(newIndex)])
    }

    /// An index that is added while items are being written, changed and removed ends up exact.
    @Test(arguments: [1, 2, 3]) func fillingWhileWriting(seed: UInt64) async throws {
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("table.db")) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                try await table.putAll((0..<2000).map { indexedItem($0) })
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for worker in 0..<4 {
                        group.addTask {
                            var random = SeededGenerator(seed: seed * 10 + UInt64(worker))
                            for _ in 0..<150 {
                                let number = random.int(0...2500)
                                switch random.int(0...2) {
                                case 0: try await table.put(indexedItem(number, group: "other"))
                                case 1: try await table.put(table.key(of: indexedItem(number)))
                                default: try await table.delete(table.key(of: indexedItem(number)))
                                }
                            }
                        }
                    }
                    group.addTask {
                        let answer = try await engine.updateTable(creation(table.name))
                        #expect(answer.tableStatus == .updating)
                    }
                    try await group.waitForAll()
                }
                try await waitUntilActive(engine, tableName: table.name)
                #expect(try await engine.check().findings == [])
                let expected = try await table.scanPages().flatMap(\.items).count { $0["gpk"] != nil }
                let description = try await engine.describeTable(tableName: table.name)
                #expect(description.globalSecondaryIndexes.map(\.itemCount) == [expected])
                #expect(try await table.scanPages(index: "later").flatMap(\.items).count == expected)
            }
        }
    }

    /// Filling goes on after a restart, and an index that is being filled cannot be read.
    @Test func fillingGoesOnAfterARestart() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            // One write a commit: between the update and the blocker there is one step of the filling.
            var alone = TableEngine.Options()
            alone.writesPerCommit = 1
            try await TableEngine.with(path, options: alone) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                try await table.putAll((0..<3000).map { indexedItem($0) })
                let first = Gate()
                let gate = Gate()
                async let start: Void = engine.onWriter { (_) throws(EngineFault) in first.pass() }
                while !first.isReached { await Task.yield() }
                async let update = engine.updateTable(creation(table.name))
                while engine.store.thread?.waitingWrites != 1 { await Task.yield() }
                async let blocker: Void = engine.onWriter { (_) throws(EngineFault) in gate.pass() }
                while engine.store.thread?.waitingWrites != 2 { await Task.yield() }
                first.open()
                try await start
                _ = try await update
                while !gate.isReached { await Task.yield() }
                await expectError(.validation, "Cannot read from backfilling global secondary index: later") {
                    try await table.scan(index: "later")
                }
                engine.store.thread?.stop()
                gate.open()
                try await blocker
            }
            try await TableEngine.with(path) { engine in
                try await waitUntilActive(engine, tableName: "Keyed")
                #expect(try await engine.check().findings == [])
                let page = try await engine.describeTable(tableName: "Keyed")
                #expect(page.globalSecondaryIndexes.map(\.itemCount) == [3000])
            }
        }
    }

    /// Items whose attributes do not fit the new index are left out of it; later writes of such are refused.
    @Test func unfitItemsAreLeftOut() async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.keyed())
        try await table.put(["pk": "a", "sk": "1", "gpk": 5, "ln": 1])
        try await table.put(["pk": "a", "sk": "2", "gpk": "", "ln": 1])
        try await table.put(["pk": "a", "sk": "3", "gpk": "fits", "ln": 1])
        _ = try await engine.updateTable(creation(table.name))
        try await waitUntilActive(engine, tableName: table.name)
        #expect(try await table.scanPages(index: "later").flatMap(\.items).map { $0["sk"] } == ["3"])
        await expectError(.validation) { try await table.put(["pk": "a", "sk": "4", "gpk": 5, "ln": 1]) }
        // The unfit ones can still be changed and removed.
        try await table.delete(["pk": "a", "sk": "1"])
        try await table.put(["pk": "a", "sk": "2", "gpk": "fits now", "ln": 2])
        #expect(try await table.scanPages(index: "later").flatMap(\.items).count == 2)
        #expect(try await engine.check().findings == [])
        await engine.close()
    }

    /// A removed index is gone at once, its rows afterwards; the table goes on.
    @Test func removedIndexesAreEmptied() async throws {
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("table.db")) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<100).map { indexedItem($0) })
                _ = try await engine.updateTable(
                    UpdateTableRequest(
                        tableName: table.name, globalSecondaryIndexUpdates: [.delete(indexName: "globalAll")]))
                await expectError(.validation, "The table does not have the specified index: globalAll") {
                    try await table.scan(index: "globalAll")
                }
                try await table.put(indexedItem(5, text: "changed"))
                #expect(try await engine.check().findings == [])
                _ = try await engine.deleteTable(tableName: table.name)
                await expectError(.resourceNotFound) { try await table.get(["pk": "p1", "sk": "s1"]) }
                try await waitFor("all storages to be dropped") {
                    let left = try await engine.onWriter { (writer) throws(EngineFault) -> Int? in
                        try storage { () throws(SQLiteFault) in
                            try writer.sqlite.integer("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'r_'")
                        }
                    }
                    return left == 0 ? true : nil
                }
            }
        }
    }
}
