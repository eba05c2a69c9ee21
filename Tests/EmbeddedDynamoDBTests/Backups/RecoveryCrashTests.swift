import DynamoModel
import FoundationEssentials
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// Recovery to a point in time after the power was cut, in the middle of changes and of a restore.
@Suite(.serialized) struct RecoveryCrashTests {
    /// What was recorded: the files, the states by the numbers of the acknowledged changes, and the clock's time.
    private struct Recorded: Sendable {
        let history: FileHistory
        let model: RecoveryModel
        /// The state that the restore under way shows.
        let wanted: [String: Item]
        let now: Double
    }

    /// Whatever moment the power is cut at, and whatever becomes of writes that were not synced: the table is as the
    /// acknowledged changes made it, each of its moments can be restored, and a restore that was under way is whole.
    @Test(arguments: [31, 32]) func momentsOutlivePowerCuts(seed: UInt64) async throws {
        try await TemporaryFolder.with { folder in
            let recorded = try await Self.record(folder, seed: seed)
            var random = SeededGenerator(seed: seed)
            for _ in 0..<12 {
                let cut = random.int(1...recorded.history.count)
                for unsynced in FileHistory.Unsynced.allCases {
                    try await Self.expectMoments(recorded, cut, unsynced, &random, folder)
                }
            }
        }
    }

    private static func options(_ clock: SteppedClock) -> TableEngine.Options {
        var options = TableEngine.Options()
        options.clock = { clock.now }
        options.checkpointFrames = 60
        options.logFramesBeforeCut = 200
        return options
    }

    /// Changes a table with recovery, one change after the other, and begins to restore it in the middle.
    private static func record(_ folder: TemporaryFolder, seed: UInt64) async throws -> Recorded {
        let (place, clock) = (folder.file("recorded"), SteppedClock(1_700_000_000))
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let history = try RecordingFiles.watch(place)
        defer { RecordingFiles.forget(place) }
        let engine = try TableEngine.open(path: place + "/table.db", options: options(clock))
        let table = try await TestTable.make(engine, TestTables.indexed())
        try await engine.setRecovery("Indexed")
        var (model, random) = (RecoveryModel(Int(clock.now * 1000), [:]), SeededGenerator(seed: seed))
        history.acknowledge(0)
        try await model.change(table, &random, clock, count: 60, items: 12) { history.acknowledge($0.states.count - 1) }
        let middle = random.int(model.span)
        let point = PointInTime(sourceTableName: "Indexed", restoreDateTime: Double(middle) / 1000)
        let wanted = model.items(at: middle)
        _ = try await engine.backups(.restoreToPointInTime(point, RestoreTarget(tableName: "UnderWay")))
        try await model.change(table, &random, clock, count: 60, items: 12) { history.acknowledge($0.states.count - 1) }
        let end = history.count
        await engine.close()
        return Recorded(history: history.upTo(end), model: model, wanted: wanted, now: clock.now)
    }

    private static func expectMoments(
        _ recorded: Recorded, _ cut: Int, _ unsynced: FileHistory.Unsynced, _ random: inout SeededGenerator,
        _ folder: TemporaryFolder
    ) async throws {
        let place = folder.file("image-\(cut)-\(unsynced)")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        for (file, bytes) in recorded.history.image(cut: cut, unsynced: unsynced, &random) {
            try Data(bytes).write(to: URL(filePath: "\(place)/\(file)"))
        }
        // Before recovery was on there is nothing to show.
        guard let known = recorded.history.acknowledged(before: cut).max() else { return }
        let engine = try TableEngine.open(path: place + "/table.db", options: options(SteppedClock(recorded.now)))
        let found = try await engine.items("Indexed")
        let states = recorded.model.states
        // One change may be on the disk that was not acknowledged yet.
        let last = try #require((known...min(known + 1, states.count - 1)).first { states[$0].items == found })
        for number in 0..<3 {
            let time = random.int(states[0].time...states[last].time)
            _ = try await engine.restore("Indexed", at: Double(time) / 1000, as: "Restored\(number)")
            let restored = try await engine.items("Restored\(number)")
            #expect(restored == recorded.model.items(at: time, upTo: last), "cut at \(cut), \(unsynced), at \(time)")
        }
        if engine.store.table("UnderWay") != nil {
            _ = try await engine.active("UnderWay")
            #expect(try await engine.items("UnderWay") == recorded.wanted, "cut at \(cut), \(unsynced)")
        }
        #expect(try await engine.check().findings == [])
        await engine.close()
    }
}
