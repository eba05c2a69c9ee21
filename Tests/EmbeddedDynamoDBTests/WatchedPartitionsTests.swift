import DynamoModel
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// What the engine knows of partitions without a read.
@Suite struct WatchedPartitionsTests {
    private func stamps(
        _ engine: TableEngine, _ partition: AttributeValue, index: String? = nil
    ) throws -> [PartitionStamp] {
        let places = try #require(engine.places(table: "Indexed", index: index, partition: partition))
        return try #require(engine.stamps(of: places))
    }

    /// Whatever writes an item ends the stamps of its partition and of the index partitions that it joins or leaves,
    /// and no others; a write that changes nothing ends none.
    @Test(arguments: [true, false]) func writes(isFile: Bool) async throws {
        try await TemporaryFolder.with { folder in
            let engine = isFile ? try TableEngine.open(path: folder.file("table.db")) : try TableEngine.inMemory()
            let table = try await TestTable.make(engine, TestTables.indexed())
            func ends(
                _ write: () async throws -> Void
            ) async throws -> (table: Bool, index: Bool, otherIndex: Bool, other: Bool) {
                let before = (
                    try stamps(engine, "p1"), try stamps(engine, "g", index: "globalAll"),
                    try stamps(engine, "h", index: "globalAll"), try stamps(engine, "p2")
                )
                try await write()
                return (
                    !engine.hold(before.0), !engine.hold(before.1), !engine.hold(before.2), !engine.hold(before.3)
                )
            }
            let key: Item = ["pk": "p1", "sk": "s1"]
            #expect(try await ends { try await table.put(indexedItem(1)) } == (true, true, false, false))
            #expect(try await ends { try await table.put(indexedItem(1)) } == (false, false, false, false))
            let text = try await ends { try await table.update(key, "SET a = :a", values: [":a": "new"]) }
            #expect(text == (true, false, false, false))
            let moved = try await ends { try await table.update(key, "SET gpk = :g", values: [":g": "h"]) }
            #expect(moved == (true, true, true, false))
            let batch = BatchWriteItemRequest(requestItems: [table.name: [.delete(key: key)]])
            #expect(try await ends { _ = try await engine.batchWriteItem(batch) } == (true, false, true, false))
            let two = try await ends {
                _ = try await engine.transactWriteItems(
                    TransactWriteItemsRequest(transactItems: [
                        TransactWrite(tableName: table.name, .put(item: indexedItem(1))),
                        TransactWrite(tableName: table.name, .put(item: indexedItem(2, group: "h"))),
                    ]))
            }
            #expect(two == (true, true, true, true))
            await engine.close()
            #expect(engine.stamps(of: [0]) == nil)
        }
    }

    /// A write that is refused ends nothing, and neither does a failed condition.
    @Test func refusedWrites() async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.indexed())
        let before = try stamps(engine, "p1")
        await #expect(throws: DynamoDBError.self) { try await table.put(indexedItem(1), if: "attribute_exists(pk)") }
        #expect(engine.hold(before))
        await engine.close()
    }

    /// A table that is gone, or made again, ends all stamps; partitions that are not there have none.
    @Test func tables() async throws {
        let engine = try TableEngine.inMemory()
        _ = try await TestTable.make(engine, TestTables.indexed())
        let before = try stamps(engine, "p1")
        #expect(engine.places(table: "Other", index: nil, partition: "p1") == nil)
        #expect(engine.places(table: "Indexed", index: "missing", partition: "p1") == nil)
        #expect(engine.places(table: "Indexed", index: nil, partition: 1) == nil)
        _ = try await engine.deleteTable(tableName: "Indexed")
        #expect(!engine.hold(before))
        #expect(engine.places(table: "Indexed", index: nil, partition: "p1") == nil)
        await engine.close()
    }

    /// Who only reads a file learns nothing of what another process writes, and is not given any stamps.
    @Test func readers() async throws {
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("table.db")) { engine in
                _ = try await TestTable.make(engine, TestTables.indexed())
                var options = TableEngine.Options()
                options.isReadOnly = true
                let reader = try TableEngine.open(path: folder.file("table.db"), options: options)
                #expect(reader.places(table: "Indexed", index: nil, partition: "p1") == nil)
                await reader.close()
            }
        }
    }

    /// What was read between a stamp and its end is never newer than what an answered write left: a reader that goes by
    /// stamps alone sees every write that was answered before it asked.
    @Test func stampsNeverOutliveAnAnsweredWrite() async throws {
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("table.db")) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                let answered = Atomic(0)
                let places = try #require(engine.places(table: "Indexed", index: nil, partition: "p1"))
                async let writing: Void = {
                    for number in 1...300 {
                        try await table.put(["pk": "p1", "sk": "s", "n": .int(number)])
                        answered.store(number, ordering: .sequentiallyConsistent)
                    }
                }()
                var kept: (value: Int, stamps: [PartitionStamp])?
                var uses = 0
                while true {
                    let least = answered.load(ordering: .sequentiallyConsistent)
                    if let kept, engine.hold(kept.stamps) {
                        uses += 1
                        #expect(kept.value >= least)
                    } else {
                        let stamps = engine.stamps(of: places)
                        let found = try await table.get(["pk": "p1", "sk": "s"])?["n"]
                        let value = if case .n(let number)? = found { Int("\(number)") ?? 0 } else { 0 }
                        kept = stamps.map { (value, $0) }
                    }
                    if least == 300 { break }
                }
                try await writing
                #expect(uses > 0)
            }
        }
    }
}
