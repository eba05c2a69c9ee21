import DynamoModel
import EmbeddedDynamoDB
import Synchronization
import TestSupport
import Testing

@testable import TableStore

/// Histories of concurrent clients: single keys are linearizable, transactions strictly serializable. The same clients
/// on a table that breaks a promise show that the checkers notice.
@Suite struct HistoryTests {
    private static let operations = 3_000

    /// Records a history on an engine whose answers `change` may falsify, and returns what is wrong with it.
    private static func violations(
        seed: UInt64, _ change: (HistoryTable) -> HistoryTable = { $0 }
    ) async throws -> [String] {
        let engine = try TableEngine.inMemory()
        _ = try await engine.createTable(TestTables.hashOnly())
        let run = HistoryRun()
        try await run.work(change(HistoryTable(engine)), clients: 8, seed: seed) { $0 < operations }
        #expect(run.count >= operations)
        let violations = try await run.violations(HistoryTable(engine))
        await engine.close()
        return violations
    }

    @Test func theEngineKeepsItsOrder() async throws {
        #expect(try await Self.violations(seed: 1) == [])
    }

    /// On a file whose log is copied and cut all the time, beside readers with few pages in memory.
    @Test func theEngineKeepsItsOrderOnAFile() async throws {
        let events = Mutex<[CheckpointEvent]>([])
        var options = TableEngine.Options()
        options.checkpointFrames = 40
        options.logFramesBeforeCut = 400
        options.pageCacheBytes = 64 * 1024
        (options.decodedBytes, options.writtenBytes) = (16 * 1024, 32 * 1024)
        options.onCheckpoint = { event in events.withLock { $0.append(event) } }
        try await TemporaryFolder.with { [options] folder in
            try await TableEngine.with(folder.file("table.db"), options: options) { engine in
                _ = try await engine.createTable(TestTables.hashOnly())
                let run = HistoryRun()
                try await run.work(HistoryTable(engine), clients: 8, seed: 2) { $0 < Self.operations }
                #expect(try await run.violations(HistoryTable(engine)) == [])
                #expect(try await engine.check().findings == [])
            }
        }
        let copies = events.withLock { $0 }
        // Otherwise the history did not meet what it is about.
        #expect(copies.count { $0 == .byTheWriter } > 2 && copies.count > 10, "\(copies)")
        // SQLite before 3.51.3 may damage a file when a copy begins with nothing to copy.
        for case .besideTheWriter(let left) in copies { #expect(left > 0) }
        #expect(copies.contains { if case .besideTheWriter = $0 { true } else { false } })
    }

    /// A log that readers hold back is cut when they have ended: what was read and written meanwhile keeps its order.
    @Test func theEngineKeepsItsOrderWhenTheLogIsCut() async throws {
        let cuts = Atomic<Int>(0)
        var options = TableEngine.Options()
        (options.checkpointFrames, options.logFramesBeforeCut) = (20, 21)
        options.onCheckpoint = { event in
            if event == .cut { cuts.add(1, ordering: .relaxed) }
        }
        try await TemporaryFolder.with { [options] folder in
            try await TableEngine.with(folder.file("table.db"), options: options) { engine in
                _ = try await engine.createTable(TestTables.hashOnly())
                let run = HistoryRun()
                try await run.work(HistoryTable(engine), clients: 8, seed: 6) { $0 < Self.operations }
                #expect(try await run.violations(HistoryTable(engine)) == [])
            }
        }
        #expect(cuts.load(ordering: .relaxed) > 2)
    }

    // MARK: Tables that break a promise

    /// Now and then a read of a register is answered with what an earlier read of the same key was answered.
    @Test func staleReadsAreFound() async throws {
        let found = try await Self.violations(seed: 3) { table in
            let before = Mutex<[Item: GetItemResponse]>([:])
            let count = Atomic<Int>(0)
            var stale = table
            stale.get = { request in
                let isStale = count.add(1, ordering: .relaxed).newValue % 50 == 0
                if isStale, let old = before.withLock({ $0[request.key] }) { return old }
                let answer = try await table.get(request)
                if count.load(ordering: .relaxed) % 50 < 10 { before.withLock { $0[request.key] = answer } }
                return answer
            }
            return stale
        }
        #expect(!found.isEmpty)
    }

    /// Now and then a put is acknowledged and not done.
    @Test func lostWritesAreFound() async throws {
        let found = try await Self.violations(seed: 4) { table in
            let count = Atomic<Int>(0)
            var lossy = table
            lossy.update = { request in
                guard count.add(1, ordering: .relaxed).newValue % 100 == 0 else {
                    return try await table.update(request)
                }
                return WriteItemResponse()
            }
            return lossy
        }
        #expect(found.contains { $0.hasSuffix("was acknowledged and is lost") })
    }

    /// The writes of a transaction are done one after the other.
    @Test func splitTransactionsAreFound() async throws {
        let found = try await Self.violations(seed: 5) { table in
            var split = table
            split.transactWrite = { request in
                for (number, item) in request.transactItems.enumerated() {
                    let token = request.clientRequestToken.map { "\($0)/\(number)" }
                    _ = try await table.transactWrite(
                        TransactWriteItemsRequest(transactItems: [item], clientRequestToken: token))
                    await Task.yield()
                }
                return TransactWriteItemsResponse()
            }
            return split
        }
        #expect(!found.isEmpty)
    }

    /// The items of a read transaction are read one after the other.
    @Test func splitReadsAreFound() async throws {
        let found = try await Self.violations(seed: 6) { table in
            var split = table
            split.transactGet = { request in
                var items: [Item?] = []
                for get in request.transactItems {
                    items.append(try await table.get(GetItemRequest(tableName: get.tableName, key: get.key)).item)
                    await Task.yield()
                }
                return TransactGetItemsResponse(items: items)
            }
            return split
        }
        #expect(found.contains { $0.hasPrefix("no order of these") })
    }

    /// Conditions of a transaction hold of an earlier state than the one that it changes (write skew).
    @Test func conditionsOnAnOlderStateAreFound() async throws {
        let found = try await Self.violations(seed: 7) { table in
            var skewed = table
            skewed.transactWrite = { request in
                let checks = request.transactItems.filter { $0.conditionExpression != nil }
                if !checks.isEmpty {
                    _ = try await table.transactWrite(TransactWriteItemsRequest(transactItems: checks))
                    await Task.yield()
                }
                let writes = request.transactItems.filter { $0.conditionExpression == nil }
                return try await table.transactWrite(TransactWriteItemsRequest(transactItems: writes))
            }
            return skewed
        }
        #expect(found.contains { $0.hasPrefix("no order of these") })
    }

    // MARK: The checkers

    /// Hand-made histories of one register, with what is wrong with each.
    @Test func registersAreJudgedExactly() {
        func history(_ operations: [(value: Int, isWrite: Bool, start: UInt64, end: UInt64?)]) -> [String] {
            var history = RegisterHistory()
            history.operations = operations.map {
                RegisterHistory.Operation("r", $0.value, isWrite: $0.isWrite, start: $0.start, end: $0.end)
            }
            return history.violations
        }
        // Two writes at once, read in either order but not in both.
        let writes: [(Int, Bool, UInt64, UInt64?)] = [(1, true, 1, 10), (2, true, 1, 10)]
        #expect(history(writes + [(1, false, 11, 12)]).isEmpty)
        #expect(history(writes + [(1, false, 5, 6), (2, false, 11, 12)]).isEmpty)
        #expect(!history(writes + [(1, false, 11, 12), (2, false, 13, 14)]).isEmpty)
        // What was never written, what was not written yet, what is not there any more.
        #expect(!history([(3, false, 1, 2)]).isEmpty)
        #expect(!history([(1, false, 1, 2), (1, true, 3, 4)]).isEmpty)
        #expect(!history([(1, true, 1, 2), (0, false, 3, 4)]).isEmpty)
        #expect(!history([(1, true, 1, 2), (2, true, 3, 4), (1, false, 5, 6)]).isEmpty)
        // A write without an answer was done when somebody saw it, at any time from its request on.
        #expect(history([(1, true, 1, 2), (2, true, 3, nil), (1, false, 5, 6), (2, false, 7, 8)]).isEmpty)
        #expect(history([(1, true, 1, 2), (2, true, 3, nil), (1, false, 5, 6)]).isEmpty)
        #expect(!history([(1, true, 1, 2), (2, true, 3, nil), (2, false, 5, 6), (1, false, 7, 8)]).isEmpty)
    }

    /// A transaction that was over before another began cannot come after it, even if no list shows it.
    @Test func timeIsPartOfTheOrder() {
        var history = ListHistory()
        history.operations = [
            ListHistory.Operation(id: 1, appends: ["a"], start: 1, end: 2),
            ListHistory.Operation(id: 2, reads: ["a": []], start: 3, end: 4),
        ]
        #expect(!history.violations(endingWith: ["a": [1]]).isEmpty)
        history.operations[1].start = 2
        #expect(history.violations(endingWith: ["a": [1]]).isEmpty)
    }
}
