import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// `ReturnItemCollectionMetrics`.
@Suite struct CollectionMetricsTests {
    private static let count = 2500
    private static let text = String(repeating: "x", count: 300)

    private static func item(_ number: Int) -> Item { ["pk": "p", "sk": .s("s\(number)"), "ln": 1, "a": .s(text)] }

    // A collection is measured whole, and nothing else with it.
    @Test func size() async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.indexed())
        try await table.putAll((0..<Self.count).map { Self.item($0) })
        try await table.put(["pk": "other", "sk": "s", "a": .s(String(repeating: "y", count: 300_000))])
        let info = try engine.table(table.name)
        let whole = try await engine.collectionSize(info, ["pk": "p"])
        #expect((Self.count * 300..<Self.count * 400).contains(whole.bytes) && whole.isWhole)
        #expect(try await engine.collectionSize(info, ["pk": "none"]) == (0, true))
        let response = try await table.put(Self.item(1), metrics: .size)
        #expect(
            response.itemCollectionMetrics
                == ItemCollectionMetrics(itemCollectionKey: ["pk": "p"], sizeEstimateRangeGB: 0...1))
        await engine.close()
    }

    // However large a collection is, so many of its rows are looked at and no more.
    @Test func largeCollections() async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.indexed())
        let count = CollectionMeasure.mostRows + 500
        try await table.putAll((0..<count).map { ["pk": "p", "sk": .s("s\($0)"), "ln": 1] })
        let seen = try await engine.collectionSize(try engine.table(table.name), ["pk": "p"])
        #expect(!seen.isWhole && seen.bytes < count * 100)
        var measure = CollectionMeasure(try engine.table(table.name), ["pk": "p"])
        var slices = 1
        while try !engine.read({ (connection) throws(EngineFault) in try measure.advance(connection) }) { slices += 1 }
        #expect(slices == 10)
        await engine.close()
    }

    // It is measured while the writer is busy with others' writes.
    @Test func isNotTheWritersWork() async throws {
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("table.db")) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.put(Self.item(1))
                let write = try PreparedWrite.put(Self.item(1), try engine.table(table.name))
                let gate = Gate()
                async let blocker: Void = engine.onWriter { (_) throws(EngineFault) in gate.pass() }
                while !gate.isReached { await Task.yield() }
                #expect(await engine.collectionMetrics(write)?.itemCollectionKey == ["pk": "p"])
                gate.open()
                try await blocker
            }
        }
    }

    // A write whose table is dropped before its collection is measured was done: it is answered without.
    @Test func ofADroppedTable() async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.indexed())
        let write = try PreparedWrite.put(Self.item(1), try engine.table(table.name))
        _ = try await engine.deleteTable(tableName: table.name)
        #expect(await engine.collectionMetrics(write) == nil)
        #expect(await engine.collectionMetrics([write]) == [:])
        await engine.close()
    }
}
