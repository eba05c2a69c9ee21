import DynamoModel
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// Work in the background: every task has its turn, whatever becomes of the others.
@Suite struct MaintenanceTests {
    // MARK: Whose turn it is

    @Test func tasksTakeTurns() {
        var schedule = MaintenanceSchedule<Int>()
        var turns: [Int] = []
        for _ in 0..<6 {
            guard let task = schedule.next(of: [3, 1, 2], now: 0) else { break }
            turns.append(task)
            schedule.succeeded(task, now: 0)
        }
        #expect(turns == [1, 2, 3, 1, 2, 3])
        #expect(schedule.next(of: [Int](), now: 0) == nil)
        #expect(schedule.pause(of: [Int](), now: 0) == nil)
    }

    /// A task that fails rests longer and longer, up to a minute, and says so once; the others do not wait for it.
    @Test func aFailingTaskRestsAlone() {
        var schedule = MaintenanceSchedule<Int>()
        var (now, pauses): (Int, [Int]) = (0, [])
        for round in 0..<12 {
            #expect(schedule.next(of: [1], now: now) == 1)
            let isNews = schedule.failed(1, "broken", now: now)
            #expect(isNews == (round == 0))
            #expect(schedule.next(of: [1], now: now) == nil)
            #expect(schedule.next(of: [1, 2], now: now) == 2)
            let pause = schedule.pause(of: [1], now: now) ?? 0
            pauses.append(pause)
            now += pause
        }
        #expect(pauses.prefix(4) == [250, 500, 1_000, 2_000])
        #expect(pauses.last == 60_000)
        let isOtherNews = schedule.failed(1, "broken otherwise", now: now)
        #expect(isOtherNews)
        schedule.succeeded(1, now: now)
        let isNewsAgain = schedule.failed(1, "broken", now: now)
        #expect(isNewsAgain)
        #expect(schedule.pause(of: [1], now: now) == 250)
    }

    @Test func aTaskWithNothingToDoRests() {
        var schedule = MaintenanceSchedule<Int>()
        schedule.succeeded(1, restingFor: 500, now: 100)
        #expect(schedule.next(of: [1], now: 599) == nil)
        #expect(schedule.pause(of: [1], now: 400) == 200)
        #expect(schedule.next(of: [1], now: 600) == 1)
        // One that is over is forgotten, and begins at once when it comes again.
        schedule.succeeded(1, restingFor: 500, now: 600)
        schedule.keep([Int]())
        #expect(schedule.next(of: [1], now: 600) == 1)
    }

    // MARK: In the engine

    private static func creation(_ table: String) -> UpdateTableRequest {
        UpdateTableRequest(
            tableName: table, attributeDefinitions: [AttributeDefinition("gpk", .s)],
            globalSecondaryIndexUpdates: [
                .create(SecondaryIndex(indexName: "later", keySchema: [KeySchemaElement("gpk", .hash)]))
            ])
    }

    /// While an index cannot be filled, what was dropped is emptied, and the filling is not tried with each write but
    /// when its rest is over; then it goes on.
    @Test func aFailingFillingStopsNothingElse() async throws {
        let clock = SteppedClock(0)
        let failures = Mutex<[String]>([])
        var options = TableEngine.Options()
        options.steadyClock = { clock.now }
        options.onMaintenanceFailure = { failure in failures.withLock { $0.append(failure) } }
        let engine = try TableEngine.inMemory(options: options)
        let table = try await TestTable.make(engine, TestTables.keyed())
        let other = try await TestTable.make(engine, TestTables.hashOnly())
        try await table.putAll((0..<20).map { indexedItem($0) })
        try await other.putAll((0..<200).map { ["pk": .s("\($0)")] })
        let damage = "UPDATE r1 SET v = substr(v, 1, length(v) - 1) || x'00' WHERE k = (SELECT max(k) FROM r1)"
        let kept = "CREATE TABLE kept AS SELECT k, v FROM r1 ORDER BY k DESC LIMIT 1"
        try await execute(engine, kept)
        try await execute(engine, damage)
        _ = try await engine.updateTable(Self.creation(table.name))
        try await waitFor("the filling to fail") { failures.withLock { $0.isEmpty } ? nil : true }
        _ = try await engine.deleteTable(tableName: other.name)
        try await waitFor("the dropped table to be emptied") {
            let tasks = try await engine.onWriter { (writer) throws(EngineFault) in writer.maintenance }
            return tasks.map(\.kind) == [.filling] ? true : nil
        }
        try await execute(engine, "UPDATE r1 SET v = kept.v FROM kept WHERE r1.k = kept.k")
        for number in 0..<50 { try await table.put(indexedItem(number)) }
        let waiting = try await engine.describeTable(tableName: table.name)
        #expect(waiting.globalSecondaryIndexes.map(\.indexStatus) == [.creating])
        clock.advance(by: 0.25)
        try await table.put(indexedItem(1))
        try await waitUntilActive(engine, tableName: table.name)
        #expect(failures.withLock { $0.count } == 1)
        await engine.close()
    }

    private func execute(_ engine: TableEngine, _ sql: String) async throws {
        try await engine.onWriter { (writer) throws(EngineFault) in
            try storage { () throws(SQLiteFault) in try writer.sqlite.execute(sql) }
        }
    }

    /// A step ends when its milliseconds are over: on a machine on which each look at the clock takes one, filling and
    /// emptying take many steps.
    @Test func stepsAreShort() async throws {
        let looks = Atomic<Int>(0)
        var options = TableEngine.Options()
        options.steadyClock = { Double(looks.add(1, ordering: .relaxed).newValue) / 1000 }
        let engine = try TableEngine.inMemory(options: options)
        let table = try await TestTable.make(engine, TestTables.keyed())
        try await table.putAll((0..<1_000).map { indexedItem($0) })
        let before = engine.commits
        _ = try await engine.updateTable(Self.creation(table.name))
        try await waitUntilActive(engine, tableName: table.name)
        let steps = engine.commits - before
        let longest = 16 * (StepBudget.milliseconds + 1)
        #expect(steps > 1_000 / longest)
        #expect(steps < 1_000 / 16 + 10)
        let filled = try await engine.describeTable(tableName: table.name)
        #expect(filled.globalSecondaryIndexes.map(\.itemCount) == [1_000])
        await engine.close()
    }
}
