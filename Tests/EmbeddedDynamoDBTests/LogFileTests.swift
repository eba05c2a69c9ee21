import DynamoModel
import FoundationEssentials
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

@Suite struct LogFileTests {
    private static func recorded(
        _ folder: TemporaryFolder, _ options: TableEngine.Options,
        _ body: @Sendable (TestTable, FileHistory) async throws -> Void
    ) async throws -> FileHistory {
        let place = folder.file("recorded")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let history = try RecordingFiles.watch(place)
        defer { RecordingFiles.forget(place) }
        try await TableEngine.with(place + "/table.db", options: options) { engine in
            try await body(try await TestTable.make(engine, TestTables.indexed()), history)
        }
        return history
    }

    /// What happened to the log: true for a write, false for a sync.
    private static func log(_ history: FileHistory, between first: Int, and last: Int) -> [Bool] {
        history.cuts { file, event in
            guard file == "table.db-wal" else { return false }
            return switch event {
            case .write, .sync: true
            default: false
            }
        }.filter { (first..<last).contains($0) }.map { history.isWrite($0) }
    }

    /// The pages of a commit go into the log with one write, and a sync follows before the answer.
    @Test func aCommitIsOneWrite() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Self.recorded(folder, TableEngine.Options()) { table, history in
                for number in 0..<3 {
                    let first = history.count
                    _ = try await table.db.putItem(
                        PutItemRequest(
                            tableName: "Indexed",
                            item: ["pk": .s("p\(number)"), "sk": "s", "gpk": "g", "gsk": .int(number), "ln": .int(1)]))
                    // The very first commit into an empty log writes and syncs the log's head before.
                    let events = Self.log(history, between: first, and: history.count)
                    #expect(events.suffix(2) == [true, false] && events.count <= 4)
                }
            }
        }
    }

    /// The log is copied into the file part by part, each synced: a commit never waits for all of it.
    @Test func theFileIsSyncedInParts() async throws {
        try await TemporaryFolder.with { folder in
            var options = TableEngine.Options()
            options.checkpointFrames = 400
            let history = try await Self.recorded(folder, options) { table, _ in
                let writes = (0..<100).map { number in
                    TransactWrite(
                        tableName: "Indexed",
                        .put(
                            item: [
                                "pk": .s("p\(number)"), "sk": "s", "gpk": "g", "gsk": .int(number), "ln": .int(1),
                                "a": .s(String(repeating: "x", count: 30_000)),
                            ]))
                }
                _ = try await table.db.transactWriteItems(TransactWriteItemsRequest(transactItems: writes))
            }
            let events = history.cuts { file, event in
                guard file == "table.db" else { return false }
                return switch event {
                case .write, .sync: true
                default: false
                }
            }.map { history.isWrite($0) }
            let runs = events.split(separator: false).map(\.count)
            #expect(runs.reduce(0, +) > 700)
            #expect((runs.max() ?? 0) <= 256)
        }
    }

    /// A transaction that is larger than the writer's cache and than what is gathered at a time, whose pages are
    /// written and read back before its end, is whole; and so is the file after it.
    @Test func largeTransactionsAreWhole() async throws {
        try await TemporaryFolder.with { folder in
            var options = TableEngine.Options()
            options.writerCacheKibibytes = 64
            _ = try await Self.recorded(folder, options) { table, _ in
                let text = String(repeating: "x", count: 30_000)
                for round in 0..<2 {
                    let writes = (0..<100).map { number in
                        TransactWrite(
                            tableName: "Indexed",
                            .put(
                                item: [
                                    "pk": .s("p\(number)"), "sk": "s", "gpk": .s("g\(round)"), "gsk": .int(number),
                                    "ln": .int(round), "a": .s(text),
                                ]))
                    }
                    _ = try await table.db.transactWriteItems(TransactWriteItemsRequest(transactItems: writes))
                }
            }
            try await TableEngine.with(folder.file("recorded") + "/table.db") { engine in
                #expect(try await engine.check().findings.isEmpty)
                let described = try await engine.describeTable(tableName: "Indexed")
                #expect(described.itemCount == 100)
            }
        }
    }
}
