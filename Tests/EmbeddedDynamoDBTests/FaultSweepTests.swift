import CSQLite
import DynamoModel
import FoundationEssentials
import Synchronization
import TableStore
import TestSupport
import Testing

@testable import EmbeddedDynamoDB

/// Every write and every sync of a workload fails once: what was acknowledged is there, what was told as not done is
/// not, and what nobody knows is there as a whole or not at all.
@Suite(.serialized) struct FaultSweepTests {
    private static let writers = 2
    private static let writesEach = 4
    private static let rounds = 8
    private static let failedWrite = SQLITE_IOERR | 3 << 8
    private static let failedSync = SQLITE_IOERR | 4 << 8

    /// What became of the transactions, by their number.
    private struct Outcomes: Sendable {
        var acknowledged: Set<Int> = []
        var notDone: Set<Int> = []
        var unknown: Set<Int> = []
        var problems: [String] = []

        mutating func add(_ other: Outcomes) {
            acknowledged.formUnion(other.acknowledged)
            notDone.formUnion(other.notDone)
            unknown.formUnion(other.unknown)
            problems += other.problems
        }

        mutating func note(_ number: Int, _ error: DynamoDBError) {
            // The writer's own words: nothing was done, or nobody knows.
            if error.code.outcomeIsKnown { notDone.insert(number) } else { unknown.insert(number) }
        }
    }

    /// A full disk at each write, once and until there is room again: the log's flush, the COMMIT, the copying of the
    /// log.
    @Test(arguments: [true, false], [true, false]) func fullDisks(isShort: Bool, isLasting: Bool) async throws {
        try await Self.sweep(.init(operation: .write, code: SQLITE_FULL, isShort: isShort, isLasting: isLasting)) {
            // It recovers by itself.
            $0 == nil
        }
    }

    /// A write that fails for another reason.
    @Test(arguments: [true, false]) func failedWrites(isShort: Bool) async throws {
        try await Self.sweep(.init(operation: .write, code: Self.failedWrite, isShort: isShort)) { _ in true }
    }

    /// A failed sync: nobody knows what is on disk, so that writing stops for good and somebody is told.
    @Test func failedSyncs() async throws {
        try await Self.sweep(.init(operation: .sync, code: Self.failedSync)) { $0 != nil }
    }

    /// A read that fails is no damage: it is told as a failure of the storage, and the next try succeeds. Each read of
    /// a query of an index fails in turn, those of its entries, of the items that they lead to, and of attribute names.
    @Test(arguments: [SQLITE_IOERR | 1 << 8, SQLITE_NOMEM]) func failedReads(code: Int32) async throws {
        try await TemporaryFolder.with { folder in
            let history = try RecordingFiles.watch(folder.path)
            defer { RecordingFiles.forget(folder.path) }
            let path = folder.file("table.db")
            try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<400).map { indexedItem($0) })
            }
            var options = TableEngine.Options()
            // Otherwise what the engine reads by itself at its start is there already, more of it on a busy machine.
            options.pageCacheBytes = 0
            var struck = true
            for count in 0..<200 where struck {
                struck = try await TableEngine.with(path, options: options) { engine in
                    let table = TestTable(engine, TestTables.indexed())
                    history.faults.arm(.init(operation: .read, code: code), after: count)
                    do throws(DynamoDBError) {
                        let found = try await table.scan(index: "globalAll").items.count
                        #expect(found == 400)
                    } catch {
                        #expect(error.code == .serviceUnavailable, "read \(count): \(error)")
                    }
                    let struck = history.faults.strikes > 0
                    history.faults.arm(nil)
                    let found = try await table.scan(index: "globalAll").items.count
                    #expect(found == 400)
                    #expect(count > 5 || struck, "the sweep has to meet the items")
                    return struck
                }
            }
            #expect(!struck)
        }
    }

    private static func sweep(
        _ fault: FaultPlan.Fault, _ isRight: @Sendable (String?) -> Bool
    ) async throws {
        let total = try await run(fault, after: Int.max).operations
        #expect(total > rounds)
        for number in 0..<total {
            let (_, strikes, fatal, wrong) = try await run(fault, after: number)
            // The number of commits depends on which writers meet in one.
            guard strikes > 0 else { continue }
            #expect(wrong == [], "fault at operation \(number)")
            #expect(isRight(fatal), "fault at operation \(number): \(fatal ?? "nothing was told")")
        }
    }

    private typealias Result = (operations: Int, strikes: Int, fatal: String?, wrong: [String])

    private static func run(_ fault: FaultPlan.Fault, after count: Int) async throws -> Result {
        let folder = try TemporaryFolder()
        defer { try? folder.remove() }
        let history = try RecordingFiles.watch(folder.path)
        defer { RecordingFiles.forget(folder.path) }
        let path = folder.file("table.db")
        let told = Mutex<String?>(nil)
        var options = TableEngine.Options()
        options.checkpointFrames = 30
        options.logFramesBeforeCut = 60
        options.onFatal = { reason in told.withLock { $0 = reason } }
        let engine = try TableEngine.open(path: path, options: options)
        _ = try await TestTable.make(engine, TestTables.indexed())
        history.faults.arm(fault, after: count)
        var outcomes = await write(engine, 0)
        // After a fault the storage is in order again; otherwise the fault is still to come.
        let struckBefore = history.faults.strikes
        if struckBefore > 0 { history.faults.arm(nil) }
        let later = await write(engine, writers * writesEach)
        if struckBefore > 0 && engine.fatalFailure == nil && later.acknowledged.count < writers * writesEach {
            outcomes.problems.append("writing did not go on")
        }
        outcomes.add(later)
        await engine.close()
        let (operations, strikes) = (history.faults.count(fault.operation), struckBefore + history.faults.strikes)
        history.faults.arm(nil)
        let wrong = try await differences(path, outcomes)
        return (operations, strikes, told.withLock { $0 }, wrong)
    }

    /// Writers at once, each with transactions of three items one after the other.
    private static func write(_ engine: TableEngine, _ first: Int) async -> Outcomes {
        await withTaskGroup(of: Outcomes.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var outcomes = Outcomes()
                    for turn in 0..<writesEach {
                        let number = first + writer * writesEach + turn
                        do throws(DynamoDBError) {
                            _ = try await engine.transactWriteItems(
                                TransactWriteItemsRequest(transactItems: items(number)))
                            outcomes.acknowledged.insert(number)
                        } catch {
                            outcomes.note(number, error)
                        }
                    }
                    return outcomes
                }
            }
            var all = Outcomes()
            for await outcomes in group { all.add(outcomes) }
            return all
        }
    }

    private static func items(_ number: Int) -> [TransactWrite] {
        (0..<3).map { part in
            TransactWrite(
                tableName: "Indexed",
                .put(
                    item: [
                        "pk": .s("write\(number)"), "sk": .s("part\(part)"), "ln": .int(part), "gpk": .s("all"),
                        "gsk": .int(number), "a": .s(String(repeating: "x", count: 900)),
                    ]))
        }
    }

    private static func differences(_ path: String, _ outcomes: Outcomes) async throws -> [String] {
        let engine = try TableEngine.open(path: path)
        var wrong = try await engine.check().findings.map(\.description) + outcomes.problems
        var parts: [String: Int] = [:]
        for item in try await TestTable(engine, TestTables.indexed()).scanPages().flatMap(\.items) {
            if case .s(let write)? = item["pk"] { parts[write, default: 0] += 1 }
        }
        await engine.close()
        for (write, count) in parts where count != 3 { wrong.append("\(write) is there in part") }
        for number in outcomes.acknowledged where parts["write\(number)"] == nil { wrong.append("\(number) is lost") }
        for number in outcomes.notDone where parts["write\(number)"] != nil {
            wrong.append("\(number) was told as not done, and is there")
        }
        return wrong
    }
}
