import DynamoModel
import FoundationEssentials
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// What a power cut leaves: `kill -9` cannot show it, since the kernel keeps what a killed process has written.
@Suite(.serialized) struct CrashImageTests {
    /// Writers at once; each of their transactions puts three items, in every index.
    private static let writers = 4
    private static let writesEach = 25

    /// Whatever moment the power is cut at, and whatever becomes of writes that were not synced: every acknowledged
    /// write is there, no transaction is there in part, every index equals its table, and the file opens without
    /// complaint.
    @Test func acknowledgedWritesOutlivePowerCuts() async throws {
        try await TemporaryFolder.with { folder in
            let history = try await Self.recorded(folder, isDurable: true)
            var random = SeededGenerator(seed: 12)
            // Some moments anywhere, and all that follow a checkpoint's writes, where files depend on each other.
            let checkpoints = history.cuts { file, event in
                if case .write(let offset, _) = event { file == "table.db" || offset == 0 } else { false }
            }
            let anywhere = (0..<20).map { _ in random.int(1...history.count) }
            let cuts = Set(anywhere + (0..<14).map { _ in random.pick(checkpoints) + random.int(0...2) })
            #expect(checkpoints.count > 20, "the log was never copied into the file")
            for cut in cuts.sorted() {
                for unsynced in FileHistory.Unsynced.allCases {
                    let lost = try await Self.lost(history, cut, unsynced, &random, folder)
                    #expect(lost == [], "cut at \(cut), \(unsynced)")
                }
            }
        }
    }

    /// The same proof fails for an engine that does not sync: it would notice.
    @Test func imagesShowWhatIsNotDurable() async throws {
        try await TemporaryFolder.with { folder in
            let history = try await Self.recorded(folder, isDurable: false)
            var random = SeededGenerator(seed: 13)
            let lost = try await Self.lost(history, history.count, .dropped, &random, folder)
            #expect(!lost.isEmpty)
        }
    }

    /// Runs writers at once on a table whose log is copied and begun anew often, and returns what happened to its
    /// files.
    private static func recorded(_ folder: TemporaryFolder, isDurable: Bool) async throws -> FileHistory {
        let place = folder.file("recorded")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let history = try RecordingFiles.watch(place)
        defer { RecordingFiles.forget(place) }
        var options = TableEngine.Options()
        options.isDurable = isDurable
        options.checkpointFrames = 60
        options.logFramesBeforeCut = 200
        let engine = try TableEngine.open(path: place + "/table.db", options: options)
        let table = try await TestTable.make(engine, TestTables.indexed())
        history.acknowledge(-1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for turn in 0..<writesEach {
                        let number = writer * writesEach + turn
                        _ = try await table.db.transactWriteItems(
                            TransactWriteItemsRequest(transactItems: items(number, turn)))
                        history.acknowledge(number)
                    }
                }
            }
            try await group.waitForAll()
        }
        // What closing does is of no use to who has no time to close.
        let end = history.count
        await engine.close()
        return history.upTo(end)
    }

    /// Three puts of new items; and a counter of the writer, whose index entries move each time.
    private static func items(_ number: Int, _ turn: Int) -> [TransactWrite] {
        let text = String(repeating: "x", count: 300 + number % 5 * 400)
        let puts = (0..<3).map { part in
            TransactWrite(
                tableName: "Indexed",
                .put(
                    item: [
                        "pk": .s("write\(number)"), "sk": .s("part\(part)"), "ln": .int(part), "gpk": .s("all"),
                        "gsk": .int(number), "a": .s(text),
                    ]))
        }
        let counter: Item = [
            "pk": .s("counter\(number - turn)"), "sk": "turn", "gpk": .s("turn\(turn)"), "gsk": .int(turn),
        ]
        return puts + [TransactWrite(tableName: "Indexed", .put(item: counter))]
    }

    /// Opens the image of a power cut and says what is wrong in it.
    private static func lost(
        _ history: FileHistory, _ cut: Int, _ unsynced: FileHistory.Unsynced, _ random: inout SeededGenerator,
        _ folder: TemporaryFolder
    ) async throws -> [String] {
        let place = folder.file("image-\(cut)-\(unsynced)")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        for (file, bytes) in history.image(cut: cut, unsynced: unsynced, &random) {
            try Data(bytes).write(to: URL(filePath: "\(place)/\(file)"))
        }
        let acknowledged = history.acknowledged(before: cut)
        let engine: TableEngine
        do { engine = try TableEngine.open(path: place + "/table.db") } catch { return ["\(error)"] }
        var wrong = try await engine.check().findings.map(\.description)
        do {
            wrong += try await differences(engine, acknowledged)
        } catch let error as DynamoDBError where error.code == .resourceNotFound {
            if !acknowledged.isEmpty { wrong.append("the table is lost") }
        }
        await engine.close()
        return wrong
    }

    private static func differences(_ engine: TableEngine, _ acknowledged: [Int]) async throws -> [String] {
        var wrong: [String] = []
        var parts: [String: Int] = [:]
        var start: Item?
        repeat {
            let page = try await engine.scan(ScanRequest(tableName: "Indexed", exclusiveStartKey: start))
            for item in page.items {
                if case .s(let write)? = item["pk"], write.hasPrefix("write") { parts[write, default: 0] += 1 }
            }
            start = page.lastEvaluatedKey
        } while start != nil
        for (write, count) in parts where count != 3 { wrong.append("\(write) is there in part") }
        for number in acknowledged where number >= 0 && parts["write\(number)"] == nil {
            wrong.append("write\(number) is lost")
        }
        // A writer's counter has come as far as its acknowledged writes.
        for writer in 0..<writers {
            let mine = acknowledged.filter { $0 >= 0 && $0 / writesEach == writer }.map { $0 % writesEach }
            guard let last = mine.max() else { continue }
            let key: Item = ["pk": .s("counter\(writer * writesEach)"), "sk": "turn"]
            let found = try await engine.getItem(
                GetItemRequest(tableName: "Indexed", key: key, consistentRead: true)
            ).item
            guard case .n(let turn)? = found?["gsk"], (Int(turn.description) ?? -1) >= last else {
                wrong.append("the counter of writer \(writer) is behind")
                continue
            }
        }
        return wrong
    }
}
