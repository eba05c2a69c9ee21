import DynamoModel
import DynamoWire
import JSONText
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// A damaged row of the log of changes is an error of what reads the log, never a change that is passed over: in a
/// stream it would be lost, in a restore or a backup it would not be taken back.
@Suite struct ChangeDamageTests {
    private static let start = 1_700_000_000.0

    private static func options(
        _ folder: TemporaryFolder, at seconds: Double, _ failures: Failures = Failures()
    ) -> TableEngine.Options {
        var options = TableEngine.Options()
        options.clock = { start + seconds }
        options.backupFolder = folder.file("backups")
        options.onMaintenanceFailure = { failure in failures.texts.withLock { $0.append("\(failure)") } }
        return options
    }

    private final class Failures: Sendable {
        let texts = Mutex<[String]>([])
    }

    /// A file with a streamed table that can be restored, whose one item was written at seconds 1 to 6, each time
    /// another.
    private static func make(_ path: String, _ folder: TemporaryFolder) async throws {
        for second in 0...6 {
            try await TableEngine.with(path, options: options(folder, at: Double(second))) { engine in
                if second == 0 {
                    var definition = TestTables.indexed()
                    definition.streamViewType = .newAndOldImages
                    _ = try await TestTable.make(engine, definition)
                    try await engine.setRecovery("Indexed")
                } else {
                    try await TestTable(engine, TestTables.indexed()).put(indexedItem(1, text: "\(second)"))
                }
            }
        }
    }

    private static func records(_ engine: TableEngine, of table: String = "Indexed") async throws -> [Item?] {
        let arn = try await engine.listStreams(ListStreamsRequest(tableName: table)).streams[0].streamArn
        return try await StreamReader(engine, arn).readAll().map(\.newImage)
    }

    /// What becomes of a restore: the item, or nil when it fails.
    private static func restored(
        _ engine: TableEngine, at seconds: Double, _ failures: Failures
    ) async throws -> Item? {
        let point = PointInTime(
            sourceTableName: "Indexed", restoreDateTime: start + seconds, usesLatestRestorableTime: false)
        do throws(DynamoDBError) {
            _ = try await engine.backups(.restoreToPointInTime(point, RestoreTarget(tableName: "Restored")))
        } catch {
            #expect(error.code == .internalServerError)
            return nil
        }
        let isDone = try await waitFor("the restore or its failure") { () -> Bool? in
            if failures.texts.withLock({ !$0.isEmpty }) { return false }
            return try await engine.describeTable(tableName: "Restored").tableStatus == .active ? true : nil
        }
        guard isDone else { return nil }
        let table = TestTable(engine, TestTables.indexed(name: "Restored"))
        return try await table.get(["pk": "p1", "sk": "s1"])
    }

    /// The upkeep of other streams and tables goes on: what a damaged change hides counts as not due.
    @Test func upkeepGoesOn() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path, folder)
            try tamper(path, "UPDATE changes SET time = time - 1000000 WHERE sequence = 4")
            try await TableEngine.with(path, options: Self.options(folder, at: 7, Failures())) { engine in
                let last = try engine.read { (connection) throws(EngineFault) in
                    try connection.lastReadable(before: .max, after: 0)
                }
                #expect((0..<4).contains(last))
            }
        }
    }

    @Test(arguments: ["storage", "time", "cause", "kind", "key", "old", "new", "nothing"])
    func aChangeInTheMiddle(column: String) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path, folder)
            let sound = column == "nothing"
            if !sound {
                let value =
                    ["key", "old", "new"].contains(column)
                    ? "CAST(substr(\(column), 1, length(\(column)) - 1) || x'e7' AS BLOB)" : "\(column) - 1000000"
                try tamper(path, "UPDATE changes SET \(column) = \(value) WHERE sequence = 4")
            }
            let failures = Failures()
            try await TableEngine.with(path, options: Self.options(folder, at: 7, failures)) { engine in
                if sound {
                    #expect(try await Self.records(engine).count == 6)
                } else {
                    await expectError(.internalServerError) { try await Self.records(engine) }
                }
                let item = try await Self.restored(engine, at: 2.5, failures)
                #expect(sound ? item == indexedItem(1, text: "2") : item == nil)
            }
            if !sound { #expect(failures.texts.withLock { $0 }.allSatisfy { $0.contains("changes") }) }
        }
    }

    /// As `make(_:_:)`, with another table that is written after each of these writes: the change of second 2 has the
    /// sequence number 3, the other table's the number 4.
    private static func makeTwo(_ path: String, _ folder: TemporaryFolder) async throws {
        for second in 0...6 {
            try await TableEngine.with(path, options: options(folder, at: Double(second))) { engine in
                for (position, definition) in [TestTables.indexed(), TestTables.indexed(name: "Other")].enumerated() {
                    var streamed = definition
                    streamed.streamViewType = .newAndOldImages
                    if second == 0 {
                        _ = try await TestTable.make(engine, streamed)
                        try await engine.setRecovery(definition.tableName)
                    } else {
                        try await TestTable(engine, definition).put(indexedItem(1, text: "\(second + position * 10)"))
                    }
                }
            }
        }
    }

    /// A damaged change of another table is an error of those who read that one: streams, restores, backups and exports
    /// of this one go on.
    @Test(arguments: ["storage", "time", "cause", "kind", "key", "old", "new", "checksum"])
    func aChangeOfAnotherTable(column: String) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.makeTwo(path, folder)
            let value =
                ["key", "old", "new"].contains(column)
                ? "CAST(substr(\(column), 1, length(\(column)) - 1) || x'e7' AS BLOB)" : "\(column) - 1000000"
            try tamper(path, "UPDATE changes SET \(column) = \(value) WHERE sequence = 4")
            let failures = Failures()
            var options = Self.options(folder, at: 7, failures)
            let buckets = TestBuckets(folder)
            try buckets.make("bucket")
            options.exportFolder = buckets.path
            try await TableEngine.with(path, options: options) { engine in
                let records = try await Self.records(engine)
                #expect(records == (1...6).map { indexedItem(1, text: "\($0)") })
                await expectError(.internalServerError) { try await Self.records(engine, of: "Other") }
                for second in [1.5, 2.5, 5.5] {
                    let item = try await Self.restored(engine, at: second, failures)
                    #expect(item == indexedItem(1, text: "\(Int(second))"), "\(column), \(second)")
                    _ = try await engine.deleteTable(tableName: "Restored")
                }
                let begun = try await engine.beginExport(
                    ExportRequest(
                        tableArn: "arn:aws:dynamodb:us-east-1:000000000000:table/Indexed",
                        place: BucketPlace(bucket: "bucket", prefix: nil), time: Self.start + 2.5))
                let ended = try await engine.ended(export: begun.arn)
                #expect(ended.status == .completed && ended.itemCount == 1)
                let exported = try Item(itemJSON: try #require(try buckets.lines(ended).first?["Item"]))
                #expect(exported == indexedItem(1, text: "2"))
            }
            #expect(failures.texts.withLock { $0 } == [])
        }
    }

    /// A change whose number of the table is another's is this table's all the same: it is not passed over.
    @Test func aChangeThatSeemsAnothers() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.makeTwo(path, folder)
            try tamper(
                path, "UPDATE changes SET storage = (SELECT storage FROM changes WHERE sequence = 4) WHERE sequence = 3"
            )
            let failures = Failures()
            try await TableEngine.with(path, options: Self.options(folder, at: 7, failures)) { engine in
                await expectError(.internalServerError) { try await Self.records(engine) }
                let others = try await Self.records(engine, of: "Other")
                #expect(others.count == 6)
                #expect(try await Self.restored(engine, at: 1.5, failures) == nil)
            }
        }
    }
}
