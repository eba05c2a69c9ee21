import DynamoModel
import FoundationEssentials
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// Recovery to a point in time, held against a model that is recorded next to the writes.
@Suite struct RecoveryTests {
    private static func options(_ folder: TemporaryFolder, _ clock: SteppedClock) -> TableEngine.Options {
        var options = TableEngine.Options()
        options.clock = { clock.now }
        options.backupFolder = folder.file("backups")
        options.onMaintenanceFailure = { Issue.record("\($0)") }
        return options
    }

    /// Any moment since recovery was turned on is restored exactly, while writes go on, across restarts, also after the
    /// table was removed.
    @Test(arguments: [1, 2, 3]) func momentsAreRestored(seed: UInt64) async throws {
        try await TemporaryFolder.with { folder in
            let (path, clock) = (folder.file("table.db"), SteppedClock(1_700_000_000))
            let options = Self.options(folder, clock)
            let start = try await TableEngine.with(path, options: options) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<30).map { indexedItem($0) })
                clock.advance(by: 1)
                try await engine.setRecovery("Indexed")
                return try await engine.items("Indexed")
            }
            var model = RecoveryModel(Int(clock.now * 1000), start)
            var random = SeededGenerator(seed: seed)
            for round in 0..<3 {
                let (before, seedOfRound) = (model, random)
                (model, random) = try await TableEngine.with(path, options: options) { engine in
                    var (model, random) = (before, seedOfRound)
                    let table = TestTable(engine, TestTables.indexed())
                    try await model.change(table, &random, clock, count: 120)
                    try await Self.expectMoments(engine, model, &random, round: round, count: 6)
                    let point = PointInTime(
                        sourceTableName: "Indexed", restoreDateTime: Double(model.span.lowerBound) / 1000)
                    // It is interrupted by the end of the engine.
                    _ = try await engine.backups(
                        .restoreToPointInTime(point, RestoreTarget(tableName: "Interrupted\(round)")))
                    return (model, random)
                }
            }
            let (last, seedOfEnd) = (model, random)
            try await TableEngine.with(path, options: options) { engine in
                var random = seedOfEnd
                for round in 0..<3 {
                    _ = try await engine.active("Interrupted\(round)")
                    #expect(try await engine.items("Interrupted\(round)") == start)
                }
                _ = try await engine.deleteTable(tableName: "Indexed")
                clock.advance(by: 100)
                try await Self.expectMoments(engine, last, &random, round: 9, count: 8)
                #expect(try await engine.check().findings == [])
            }
        }
    }

    /// How many moments are restored between two restarts. Unoptimised code takes 15 ms for each, and keeps the threads
    /// from the other tests meanwhile, so that the thousands are tried on optimised code.
    #if DEBUG
        private static let momentsPerRound = 25
    #else
        private static let momentsPerRound = 250
    #endif

    /// Thousands of moments of a small table, by chance, among changes that go on, over restarts and after its removal.
    @Test(arguments: [21, 22, 23]) func thousandsOfMoments(seed: UInt64) async throws {
        try await TemporaryFolder.with { folder in
            let (path, clock) = (folder.file("table.db"), SteppedClock(1_700_000_000))
            var (model, random) = (RecoveryModel(Int(clock.now * 1000), [:]), SeededGenerator(seed: seed))
            for round in 0..<4 {
                let (before, seedOfRound) = (model, random)
                (model, random) = try await TableEngine.with(path, options: Self.options(folder, clock)) { engine in
                    var (model, random) = (before, seedOfRound)
                    if round == 0 {
                        _ = try await TestTable.make(engine, TestTables.keyed(name: "Indexed"))
                        try await engine.setRecovery("Indexed")
                    }
                    let table = TestTable(engine, TestTables.keyed(name: "Indexed"))
                    for _ in 0..<Self.momentsPerRound {
                        try await model.change(table, &random, clock, count: 3, items: 10)
                        try await Self.expectMoment(engine, model, random.int(model.span))
                    }
                    return (model, random)
                }
            }
            let (last, seedOfEnd) = (model, random)
            try await TableEngine.with(path, options: Self.options(folder, clock)) { engine in
                var random = seedOfEnd
                _ = try await engine.deleteTable(tableName: "Indexed")
                clock.advance(by: 100)
                for _ in 0..<Self.momentsPerRound {
                    try await Self.expectMoment(engine, last, random.int(last.span))
                }
                #expect(try await engine.check().findings == [])
            }
        }
    }

    /// Restores a moment of a table without indexes, compares it, and removes it again.
    private static func expectMoment(_ engine: TableEngine, _ model: RecoveryModel, _ time: Int) async throws {
        _ = try await engine.restore("Indexed", at: Double(time) / 1000, as: "Restored")
        let restored = TestTable(engine, TestTables.keyed(name: "Restored"))
        let items = TableEngine.byKey(try await restored.scanPages().flatMap(\.items))
        #expect(items == model.items(at: time), "at \(time)")
        _ = try await engine.deleteTable(tableName: "Restored")
    }

    private static func expectMoments(
        _ engine: TableEngine, _ model: RecoveryModel, _ random: inout SeededGenerator, round: Int, count: Int
    ) async throws {
        for number in 0..<count {
            let time = random.int(model.span)
            let name = "Restored-\(round)-\(number)"
            let restored = try await engine.restore("Indexed", at: Double(time) / 1000, as: name)
            #expect(restored.restoreSummary?.restoreDateTime == Double(time) / 1000)
            #expect(try await engine.items(name) == model.items(at: time), "at \(time)")
        }
        _ = try await engine.restore("Indexed", at: nil, as: "Latest-\(round)")
        #expect(try await engine.items("Latest-\(round)") == model.items(at: .max))
    }

    /// While a table is copied, writes to it go on: the copy shows the moment that was asked for.
    @Test func writesDuringARestore() async throws {
        try await TemporaryFolder.with { folder in
            let clock = SteppedClock(1_700_000_000)
            try await TableEngine.with(folder.file("table.db"), options: Self.options(folder, clock)) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await engine.setRecovery("Indexed")
                try await table.putAll((0..<3_000).map { indexedItem($0) })
                let before = try await engine.items("Indexed")
                let time = clock.now
                clock.advance(by: 1)
                let point = PointInTime(sourceTableName: "Indexed", restoreDateTime: time)
                _ = try await engine.backups(.restoreToPointInTime(point, RestoreTarget(tableName: "Restored")))
                for number in 0..<600 {
                    switch number % 3 {
                    case 0: try await table.put(indexedItem(number * 5, text: "later"))
                    case 1: try await table.delete(table.key(of: indexedItem(number * 5)))
                    default: try await table.put(indexedItem(5_000 + number))
                    }
                }
                // What is held for the restore stays, though nobody else needs it any more.
                try await engine.setRecovery("Indexed", false)
                _ = try await engine.active("Restored")
                #expect(try await engine.items("Restored") == before)
                try await waitFor("the log to be trimmed") {
                    let left = try engine.read { (connection) throws(EngineFault) in
                        try connection.allChanges(of: engine.store.table("Indexed")?.id ?? 0)
                    }
                    return left.isEmpty ? true : nil
                }
            }
        }
    }

    /// The window moves on: what is older cannot be restored and is trimmed, for this table only.
    @Test func windows() async throws {
        try await TemporaryFolder.with { folder in
            let clock = SteppedClock(1_700_000_000)
            try await TableEngine.with(folder.file("table.db"), options: Self.options(folder, clock)) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                let other = try await TestTable.make(engine, TestTables.indexed(name: "Other"))
                let first = try #require(try await engine.setRecovery("Indexed", days: 2).window)
                #expect(first == ContinuousBackups.Window(days: 2, earliest: clock.now, latest: clock.now))
                try await engine.setRecovery("Other")
                for target in [table, other] { try await target.put(indexedItem(1)) }
                clock.advance(by: 3 * 86_400)
                for target in [table, other] { try await target.put(indexedItem(2)) }
                let window = try #require(try await engine.setRecovery("Indexed").window)
                #expect(window.days == 2)
                #expect(window.earliest == clock.now - 2 * 86_400)
                await expectError(.invalidRestoreTime) {
                    try await engine.restore("Indexed", at: window.earliest - 1, as: "Restored")
                }
                await expectError(.invalidRestoreTime) {
                    try await engine.restore("Indexed", at: clock.now + 1, as: "Restored")
                }
                for time in [1e300, -1e300, .infinity] {
                    await expectError(.invalidRestoreTime) {
                        try await engine.restore("Indexed", at: time, as: "Restored")
                    }
                }
                try await waitFor("the old change to be trimmed") {
                    try Self.recorded(engine, "Indexed") == 1 ? true : nil
                }
                #expect(try Self.recorded(engine, "Other") == 2)
                #expect(try await engine.restore("Indexed", at: window.earliest, as: "Restored").itemCount == 1)
                #expect(try await engine.restore("Other", at: first.earliest, as: "Restored2").itemCount == 1)
            }
        }
    }

    private static func recorded(_ engine: TableEngine, _ name: String) throws -> Int {
        let id = try #require(engine.store.table(name)?.id)
        return try engine.read { (connection) throws(EngineFault) in
            try connection.allChanges(of: id).count
        }
    }

    /// A removed table leaves a backup of the system's, which can be restored, and goes with its items after 35 days or
    /// when it is deleted.
    @Test(arguments: [false, true]) func removedTables(isDeleted: Bool) async throws {
        try await TemporaryFolder.with { folder in
            let clock = SteppedClock(1_700_000_000)
            try await TableEngine.with(folder.file("table.db"), options: Self.options(folder, clock)) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<40).map { indexedItem($0) })
                try await engine.setRecovery("Indexed")
                let items = try await engine.items("Indexed")
                let storage = try #require(engine.store.table("Indexed")?.id)
                _ = try await engine.deleteTable(tableName: "Indexed")
                let listed = try await waitFor("the system's backup") {
                    let found = try await engine.listedBackups(ListBackupsRequest(kind: .system)).backups.first
                    return found?.details.status == .available ? found : nil
                }
                #expect(listed.details.name == "Indexed$DeletedTableBackup")
                #expect(listed.details.expiryDateTime == clock.now + 35 * 86_400)
                #expect(
                    try await engine.restoreBackup(listed.details.arn, RestoreTarget(tableName: "Restored")).itemCount
                        == 40)
                #expect(try await engine.items("Restored") == items)
                if isDeleted {
                    _ = try await engine.backups(.delete(arn: listed.details.arn))
                } else {
                    clock.advance(by: 35 * 86_400 + 1)
                    #expect(try await engine.listedBackups(ListBackupsRequest(kind: .system)).backups.isEmpty)
                }
                try await waitFor("its storage to be emptied") {
                    try await engine.onWriter { (writer) throws(EngineFault) in
                        writer.state.catalog.dropped.isEmpty && writer.state.counters[storage] == nil
                            && !writer.state.tasks.keys.contains { $0.kind == .emptying }
                    } ? true : nil
                }
                await expectError(.tableNotFound) { try await engine.restore("Indexed", at: nil, as: "Again") }
            }
        }
    }

    /// A restore that is refused when its turn comes leaves nothing in the file: recovery was turned off after the
    /// request had been checked.
    @Test func aRefusedRestoreLeavesNothing() async throws {
        try await TemporaryFolder.with { folder in
            let clock = SteppedClock(1_700_000_000)
            try await TableEngine.with(folder.file("table.db"), options: Self.options(folder, clock)) { engine in
                _ = try await TestTable.make(engine, TestTables.keyed())
                try await engine.setRecovery("Keyed")
                let id = try engine.table("Keyed").id
                let before = try await engine.onWriter { (writer) throws(EngineFault) in
                    // As if recovery had been turned off between the check and this turn.
                    try writer.stopRecording(id, for: Writer.recoveryConsumer)
                    return writer.state.nextId
                }
                await expectError(.pointInTimeRecoveryUnavailable) {
                    try await engine.restore("Keyed", at: nil, as: "Restored")
                }
                let after = try await engine.onWriter { (writer) throws(EngineFault) in writer.state.nextId }
                #expect(after == before)
            }
        }
    }

    /// A removed table whose items expired is checked, by handles that only read as well, and nothing is made up.
    @Test func removedTablesAreChecked() async throws {
        try await TemporaryFolder.with { folder in
            let clock = SteppedClock(1_700_000_000)
            let path = folder.file("table.db")
            try await TableEngine.with(path, options: Self.options(folder, clock)) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                _ = try await engine.updateTimeToLive(
                    tableName: table.name, TimeToLive(attributeName: "t", isEnabled: true))
                try await engine.setRecovery(table.name)
                for number in 0..<3 { try await table.put(["pk": "a", "sk": .s("\(number)"), "t": 9_999_999_999]) }
                _ = try await engine.deleteTable(tableName: table.name)
                try await waitFor("the background") {
                    try await engine.onWriter { (writer) throws(EngineFault) in writer.state.tasks.isEmpty }
                        ? true : nil
                }
                let found = try await engine.check().findings
                #expect(found == [])
            }
            try tamper(path, "UPDATE r1 SET v = substr(v, 1, 10) || x'ee' || substr(v, 12)")
            var options = TableEngine.Options()
            options.isReadOnly = true
            try await TableEngine.with(path, options: options) { engine in
                let found = try await engine.check().findings
                #expect(found.count == 3)
            }
        }
    }

    /// Recovery that is off says so, and so does what cannot be asked for.
    @Test func refusals() async throws {
        try await TemporaryFolder.with { folder in
            let clock = SteppedClock(1_700_000_000)
            try await TableEngine.with(folder.file("table.db"), options: Self.options(folder, clock)) { engine in
                _ = try await TestTable.make(engine, TestTables.indexed())
                #expect(
                    try await engine.backups(.describeContinuous(tableName: "Indexed"))
                        == .continuousBackups(ContinuousBackups(window: nil)))
                await expectError(.pointInTimeRecoveryUnavailable) {
                    try await engine.restore("Indexed", at: nil, as: "Restored")
                }
                await expectError(.tableNotFound) { try await engine.restore("Nobody", at: nil, as: "Restored") }
                await expectError(.tableNotFound) { try await engine.setRecovery("Nobody") }
                try await engine.setRecovery("Indexed")
                await expectError(.tableAlreadyExists) { try await engine.restore("Indexed", at: nil, as: "Indexed") }
                await expectError(.validation) {
                    try await engine.backups(.restoreToPointInTime(PointInTime(), RestoreTarget(tableName: "Restored")))
                }
                let both = PointInTime(
                    sourceTableName: "Indexed", restoreDateTime: clock.now, usesLatestRestorableTime: true)
                await expectError(.validation) {
                    try await engine.backups(.restoreToPointInTime(both, RestoreTarget(tableName: "Restored")))
                }
                await expectError(.validation) { try await engine.setRecovery("Indexed", false, days: 3) }
                #expect(try await engine.setRecovery("Indexed", false).window == nil)
            }
        }
    }
}
