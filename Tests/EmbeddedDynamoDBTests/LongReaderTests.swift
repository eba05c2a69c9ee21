import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

@Suite struct LongReaderTests {
    /// While a table is read from its beginning to its end, writes go on and the log stays short; what is there all the
    /// time is read once, in the order of the keys.
    @Test func aLongReadHoldsNothingBack() async throws {
        try await TemporaryFolder.with { folder in
            var options = TableEngine.Options()
            options.checkpointFrames = 50
            options.logFramesBeforeCut = 100
            options.logFrameLimit = 300
            try await TableEngine.with(folder.file("table.db"), options: options) { engine in
                let table = try await TestTable.make(engine, TestTables.hashOnly())
                try await table.putAll((0..<2_000).map { ["pk": .s("kept \($0)"), "text": .s("text \($0)")] })
                let info = try #require(engine.store.table(table.name))
                let text = AttributeValue.s(String(repeating: "x", count: 3_000))
                var (reader, slices) = (LongReader(info.id), 0)
                var keys: [KeyBytes] = []
                while !reader.isAtEnd {
                    keys += try reader.next(engine.store).rows.map(\.key)
                    slices += 1
                    for number in 0..<100 {
                        try await table.put(["pk": .s("beside \(slices) \(number)"), "text": text])
                    }
                    let frames = try await engine.onWriter { (writer) throws(EngineFault) in writer.sqlite.walFrames }
                    #expect(frames < 150)
                }
                #expect(slices > 3)
                #expect(try reader.next(engine.store).rows.isEmpty)
                #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.compareBytes(with: $1) < 0 })
                let kept = try (0..<2_000).map { try KeyRules.rowKey(["pk": .s("kept \($0)")], info.layout) }
                #expect(Set(kept).isSubset(of: keys))
            }
        }
    }

    /// A reader that goes on where another one came to reads the rest.
    @Test func aReaderGoesOn() async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.hashOnly())
        try await table.putAll((0..<1_500).map { ["pk": .s("\($0)")] })
        let info = try #require(engine.store.table(table.name))
        var first = LongReader(info.id)
        let begun = try first.next(engine.store).rows.count
        var second = LongReader(info.id, from: first.position)
        var rest = 0
        while !second.isAtEnd { rest += try second.next(engine.store).rows.count }
        #expect(begun > 0 && begun < 1_500)
        #expect(begun + rest == 1_500)
        await engine.close()
    }

    /// Connections forget the statements of tables that were dropped, each before its next read.
    @Test func readersForgetDroppedTables() async throws {
        try await TemporaryFolder.with { folder in
            var options = TableEngine.Options()
            options.readerConnections = 1
            try await TableEngine.with(folder.file("table.db"), options: options) { engine in
                let kept = try await TestTable.make(engine, TestTables.hashOnly(name: "Kept"))
                func statements() async throws -> Int {
                    _ = try await kept.get(["pk": "a"])
                    return try engine.store.read { (connection) throws(EngineFault) in connection.preparedStorages }
                }
                #expect(try await statements() == 1)
                for round in 0..<5 {
                    let table = try await TestTable.make(engine, TestTables.hashOnly(name: "Dropped\(round)"))
                    _ = try await table.get(["pk": "a"])
                    #expect(try await statements() == 2)
                    _ = try await engine.deleteTable(tableName: table.name)
                    try await waitFor("the table to be emptied") {
                        let tasks = try await engine.onWriter { (writer) throws(EngineFault) in writer.maintenance }
                        return tasks.isEmpty ? true : nil
                    }
                    #expect(try await statements() == 1)
                }
            }
        }
    }
}
