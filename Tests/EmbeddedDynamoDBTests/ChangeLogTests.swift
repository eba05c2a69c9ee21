import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// The log of changes: what it holds, in which order, and for how long.
@Suite struct ChangeLogTests {
    private static let both: RecordedChange.Images = [.old, .new]

    private func record(
        _ engine: TableEngine, _ name: String, for consumer: String = "test", images: RecordedChange.Images = Self.both
    ) async throws {
        try await engine.onWriter { (writer) throws(EngineFault) in
            guard let table = writer.state.catalog.byName[name] else { throw .request(.resourceNotFound) }
            try writer.record(table, for: consumer, images: images)
        }
    }

    private func changes(_ engine: TableEngine, _ name: String, after sequence: Int = 0) throws -> [RecordedChange] {
        let table = try #require(engine.store.table(name))
        return try engine.read { (connection) throws(EngineFault) in
            try connection.allChanges(of: table.id, after: sequence)
        }
    }

    /// The table's items as its log tells them, by their keys; each old image has to be what the log said before.
    private func rebuilt(_ engine: TableEngine, _ name: String) throws -> [KeyBytes: Item] {
        var items: [KeyBytes: Item] = [:]
        let changes = try changes(engine, name)
        for change in changes {
            let (old, new) = try engine.read { (connection) throws(EngineFault) in
                (
                    try change.old.map { (row) throws(EngineFault) in try connection.item(ofImage: row, key: change.key)
                    },
                    try change.new.map { (row) throws(EngineFault) in try connection.item(ofImage: row, key: change.key)
                    }
                )
            }
            #expect(items[change.key] == old)
            #expect(change.kind == (new == nil ? .remove : old == nil ? .insert : .modify))
            items[change.key] = new
        }
        return items
    }

    /// Changes of other tables count: pages from the end down are bounded whatever they hold, and say how far they are.
    @Test func changesOfOthersCount() async throws {
        let engine = try TableEngine.inMemory()
        let quiet = try await TestTable.make(engine, TestTables.indexed(name: "Quiet"))
        let busy = try await TestTable.make(engine, TestTables.indexed(name: "Busy"))
        for name in [quiet.name, busy.name] { try await record(engine, name) }
        try await quiet.putAll((0..<3).map { indexedItem($0) })
        try await busy.putAll((0..<1_100).map { indexedItem($0) })
        let id = try #require(engine.store.table(quiet.name)?.id)
        var (from, pages) = (1_103, [ChangePage]())
        repeat {
            let page = try engine.read { (connection) throws(EngineFault) in
                try connection.changes(of: id, downFrom: from, after: 0)
            }
            from = page.position - 1
            pages.append(page)
        } while from >= 0
        #expect(pages.count >= 3 && pages[0].changes.isEmpty && pages[0].seen <= 512)
        #expect(pages.map(\.seen).reduce(0, +) == 1_103)
        #expect(pages.flatMap(\.changes).map(\.sequence) == [3, 2, 1])
        await engine.close()
    }

    private func present(_ engine: TableEngine, _ name: String) async throws -> [KeyBytes: Item] {
        let table = try #require(engine.store.table(name))
        let items = try await TestTable(engine, TestTables.indexed(name: name)).scanPages().flatMap(\.items)
        return Dictionary(items.compactMap { item in table.layout.key(of: item).map { ($0, item) } }) { first, _ in
            first
        }
    }

    /// Many clients put, change, remove and fail at once; the log alone gives the table, in one gapless order, also
    /// after a restart.
    @Test(arguments: [1, 2]) func theTableIsRebuiltFromItsLog(seed: UInt64) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await record(engine, table.name)
                try await work(table, seed: seed)
            }
            try await TableEngine.with(path) { engine in
                try await work(TestTable(engine, TestTables.indexed()), seed: seed + 100)
                let sequences = try changes(engine, "Indexed").map(\.sequence)
                #expect(sequences == Array(1...sequences.count) && sequences.count > 300)
                let (rebuilt, present) = (try rebuilt(engine, "Indexed"), try await present(engine, "Indexed"))
                #expect(rebuilt == present)
                #expect(try await engine.check().findings == [])
            }
        }
    }

    private func work(_ table: TestTable, seed: UInt64) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    var random = SeededGenerator(seed: seed * 10 + UInt64(worker))
                    for step in 0..<100 {
                        let item = indexedItem(random.int(0...60), group: "g\(step)", text: "\(worker)-\(step)")
                        do {
                            try await Self.change(table, item, random.int(0...4), step: step)
                        } catch let error as DynamoDBError where error.code == .conditionalCheckFailed {}
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func change(_ table: TestTable, _ item: Item, _ kind: Int, step: Int) async throws {
        switch kind {
        case 0, 1: try await table.put(item)
        case 2: try await table.delete(table.key(of: item))
        case 3: try await table.put(item, if: "attribute_not_exists(pk)")
        default:
            try await table.update(
                table.key(of: item), "SET gsk = :n, a = :a", values: [":n": .int(step), ":a": "b"])
        }
    }

    /// With a table its recordings end, and what they held is removed; a consumer that reads on keeps its changes.
    @Test func recordingsEndWithTheirTable() async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.indexed())
        try await record(engine, table.name)
        try await table.put(indexedItem(1))
        _ = try await engine.deleteTable(tableName: table.name)
        try await waitFor("the changes to be removed") {
            try await engine.onWriter { (writer) throws(EngineFault) in
                writer.state.recordings.isEmpty && !writer.state.hasUnneededChanges
            } ? true : nil
        }
        let second = try await TestTable.make(engine, TestTables.indexed())
        for consumer in ["ends", "reads on"] { try await record(engine, second.name, for: consumer) }
        try await second.put(indexedItem(2))
        let info = try #require(engine.store.table(second.name))
        try await engine.onWriter { (writer) throws(EngineFault) in
            try writer.drop(info, keepingRecordingsOf: ["reads on"])
        }
        let kept = try await engine.onWriter { (writer) throws(EngineFault) in writer.state.recordings[info.id] }
        #expect(kept.map { Array($0.keys) } == ["reads on"])
        let changes = try engine.read { (connection) throws(EngineFault) in
            try connection.allChanges(of: info.id)
        }
        #expect(changes.map(\.kind) == [.insert])
    }

    /// A write that changes nothing is no change, and a refused one neither.
    @Test func whatChangesNothingIsNotRecorded() async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.indexed())
        try await record(engine, table.name)
        try await table.put(indexedItem(1))
        try await table.put(indexedItem(1))
        try await table.update(table.key(of: indexedItem(1)), "SET a = :a", values: [":a": "text"])
        try await table.delete(["pk": "nobody", "sk": "0"])
        await expectError(.conditionalCheckFailed) {
            try await table.put(indexedItem(1), if: "attribute_not_exists(pk)")
        }
        #expect(try changes(engine, table.name).map(\.kind) == [.insert])
        try await table.put(indexedItem(2))
        #expect(try changes(engine, table.name).map(\.sequence) == [1, 2])
    }

    /// Times never go back, though the clock does, also across a restart; the cause is the one that the write was
    /// given.
    @Test func timesAndCauses() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            let clock = SteppedClock(1_000)
            var stepped = TableEngine.Options()
            stepped.clock = { clock.now }
            let options = stepped
            try await TableEngine.with(path, options: options) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await record(engine, table.name)
                try await table.put(indexedItem(1))
                clock.advance(by: -500)
                try await table.put(indexedItem(2))
            }
            try await TableEngine.with(path, options: options) { engine in
                try await engine.onWriter { (writer) throws(EngineFault) in
                    guard let table = writer.state.catalog.byName["Indexed"],
                        let key = table.layout.key(of: indexedItem(2)), let old = try writer.connection.row(table, key)
                    else { throw .request(.resourceNotFound) }
                    try writer.apply(RowChange(table: table, key: key, old: old, new: nil), cause: .expiry)
                    let item = indexedItem(4)
                    guard let other = table.layout.key(of: item) else { throw .request(.resourceNotFound) }
                    try writer.put(imported: item, size: item.itemSize, at: other, of: table)
                }
                clock.advance(by: 600)
                try await TestTable(engine, TestTables.indexed()).put(indexedItem(3))
                let changes = try changes(engine, "Indexed")
                #expect(changes.map(\.time) == [1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_100_000])
                #expect(changes.map(\.cause) == [.request, .request, .expiry, .bulkImport, .request])
            }
        }
    }

    /// Only the images that somebody asks for are kept, and only changes of the tables that are recorded; all count.
    @Test func imagesAndTablesThatAreAskedFor() async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.indexed())
        let other = try await TestTable.make(engine, TestTables.indexed(name: "Other"))
        try await record(engine, table.name, for: "keys", images: [])
        try await table.put(indexedItem(1))
        try await other.put(indexedItem(1))
        try await record(engine, table.name, for: "new", images: .new)
        try await table.put(indexedItem(1, text: "changed"))
        let found = try changes(engine, table.name)
        #expect(found.map(\.sequence) == [1, 3])
        #expect(found.map { $0.old == nil } == [true, true])
        #expect(found.map { $0.new == nil } == [true, false])
        #expect(try changes(engine, other.name) == [])
    }

    /// The log is kept for the consumer that is furthest back, is trimmed behind it in the background, and goes with
    /// the last one.
    @Test func theLogIsTrimmed() async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.indexed())
        try await record(engine, table.name, for: "slow")
        try await record(engine, table.name, for: "fast")
        try await table.putAll((0..<300).map { indexedItem($0) })
        let id = try #require(engine.store.table(table.name)).id
        try await engine.onWriter { (writer) throws(EngineFault) in
            try writer.advance("fast", of: id, to: 300)
            try writer.advance("slow", of: id, to: 100)
        }
        try await waitFor("the log to be trimmed") {
            try changes(engine, table.name).first?.sequence == 101 ? true : nil
        }
        #expect(try changes(engine, table.name).count == 200)
        try await engine.onWriter { (writer) throws(EngineFault) in try writer.stopRecording(id, for: "slow") }
        try await waitFor("the log to be empty") { try changes(engine, table.name).isEmpty ? true : nil }
        try await table.put(indexedItem(301))
        #expect(try changes(engine, table.name).map(\.sequence) == [301])
        try await engine.onWriter { (writer) throws(EngineFault) in try writer.stopRecording(id, for: "fast") }
        try await waitFor("the log to be empty") { try changes(engine, table.name).isEmpty ? true : nil }
    }
}
