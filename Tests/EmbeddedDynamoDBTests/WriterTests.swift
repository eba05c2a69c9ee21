import CSQLite
import DynamoExpressions
import DynamoModel
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

@Suite struct WriterTests {
    /// Reads go on in the last committed state while a transaction of the writer is open.
    @Test func readsDoNotWaitForTheWriter() async throws {
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("table.db")) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                try await table.put(["pk": "a", "sk": "1", "v": 1])
                let gate = Gate()
                let row = try PreparedWrite.put(
                    ["pk": "a", "sk": "1", "v": 2], try #require(engine.store.table(table.name)))
                async let write: Void = engine.onWriter { (writer) throws(EngineFault) in
                    var budget = EvaluationBudget()
                    try writer.apply(try writer.plan(row, &budget))
                    gate.pass()
                }
                while !gate.isReached { await Task.yield() }
                #expect(try await table.get(["pk": "a", "sk": "1"])?["v"] == 1)
                gate.open()
                try await write
                #expect(try await table.get(["pk": "a", "sk": "1"])?["v"] == 2)
            }
        }
    }

    /// Writes that wait together share one commit.
    @Test func waitingWritesShareACommit() async throws {
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("table.db")) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                let gate = Gate()
                async let blocker: Void = engine.onWriter { (_) throws(EngineFault) in gate.pass() }
                while !gate.isReached { await Task.yield() }
                let before = engine.commits
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<50 {
                        group.addTask { try await table.put(["pk": "a", "sk": .s("\(number)")]) }
                    }
                    while engine.store.thread?.waitingWrites != 50 { await Task.yield() }
                    gate.open()
                    try await group.waitForAll()
                }
                try await blocker
                // What holds the writer up writes nothing, which is no commit that readers have to follow.
                #expect(engine.commits == before + 1)
                #expect(try await table.scanPages().flatMap(\.items).count == 50)
            }
        }
    }

    /// More writes than may wait are refused at once with `throttling`; those that wait are done.
    @Test func theQueueIsBounded() async throws {
        var options = TableEngine.Options()
        options.queuedWrites = 3
        let engine = try TableEngine.inMemory(options: options)
        let table = try await TestTable.make(engine, TestTables.keyed())
        let gate = Gate()
        async let blocker: Void = engine.onWriter { (_) throws(EngineFault) in gate.pass() }
        while !gate.isReached { await Task.yield() }
        async let waiting: Void = withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<3 { group.addTask { try await table.put(["pk": "a", "sk": .s("\(number)")]) } }
            try await group.waitForAll()
        }
        while engine.store.thread?.waitingWrites != 3 { await Task.yield() }
        await expectError(.throttling) { try await table.put(["pk": "b", "sk": "c"]) }
        gate.open()
        try await blocker
        try await waiting
        #expect(try await table.scanPages().flatMap(\.items).count == 3)
        await engine.close()
    }

    /// The writes that wait are bounded by the memory that they take, which for small values is many times their size;
    /// one that is alone in the queue is taken whatever its size.
    @Test func waitingWritesAreBoundedByMemory() async throws {
        var options = TableEngine.Options()
        options.queuedBytes = 40_000
        let engine = try TableEngine.inMemory(options: options)
        let table = try await TestTable.make(engine, TestTables.keyed())
        let gate = Gate()
        async let blocker: Void = engine.onWriter { (_) throws(EngineFault) in gate.pass() }
        while !gate.isReached { await Task.yield() }
        let large: AttributeValue = .l([AttributeValue](repeating: .null, count: 2_000))
        async let first = table.put(["pk": "a", "sk": "large", "l": large])
        while engine.store.thread?.waitingWrites != 1 { await Task.yield() }
        await expectError(.throttling) { try await table.put(["pk": "a", "sk": "small"]) }
        await expectError(.throttling) {
            try await table.update(["pk": "a", "sk": "large"], "SET l = :l", values: [":l": large])
        }
        gate.open()
        try await blocker
        _ = try await first
        // What has been written takes nothing any more.
        try await table.put(["pk": "a", "sk": "small"])
        try await table.update(["pk": "a", "sk": "large"], "SET l = :l", values: [":l": large])
        await engine.close()
    }

    /// A storage error undoes its own write only: the others of the same commit are done.
    @Test func oneFailureDoesNotSpoilTheOthers() async throws {
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("table.db")) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                let gate = Gate()
                async let blocker: Void = engine.onWriter { (_) throws(EngineFault) in gate.pass() }
                while !gate.isReached { await Task.yield() }
                let row = try PreparedWrite.put(
                    ["pk": "bad", "sk": "x"], try #require(engine.store.table(table.name)))
                async let bad: Void = engine.onWriter { (writer) throws(EngineFault) in
                    var budget = EvaluationBudget()
                    try writer.apply(try writer.plan(row, &budget))
                    throw .storage(SQLiteFault(code: SQLITE_IOERR, message: "disk I/O error", statement: "test"))
                }
                while engine.store.thread?.waitingWrites != 1 { await Task.yield() }
                async let good = table.put(["pk": "good", "sk": "x"])
                while engine.store.thread?.waitingWrites != 2 { await Task.yield() }
                gate.open()
                try await blocker
                _ = try await good
                do {
                    try await bad
                    Issue.record("the failing write was answered")
                } catch {
                    #expect((error as? DynamoDBError)?.code == .serviceUnavailable)
                }
                #expect(try await table.scanPages().flatMap(\.items) == [["pk": "good", "sk": "x"]])
                #expect(try await engine.check().findings == [])
            }
        }
    }

    /// A commit that fails has an unknown outcome: the waiters are told so, writing stops for good, reads go on.
    @Test func aFailedCommitStopsWriting() async throws {
        try await TemporaryFolder.with { folder in
            let reported = Mutex<[String]>([])
            var options = TableEngine.Options()
            options.onFatal = { reason in reported.withLock { $0.append(reason) } }
            try await TableEngine.with(folder.file("table.db"), options: options) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                try await table.put(["pk": "a", "sk": "1"])
                // A commit hook that refuses makes COMMIT fail.
                let error = await expectError(.internalServerError) {
                    try await engine.onWriter { (writer) throws(EngineFault) in
                        _ = sqlite3_commit_hook(writer.sqlite.handle, { _ in 1 }, nil)
                    }
                }
                #expect(error?.code.outcomeIsKnown == false)
                await expectError(.serviceUnavailable) { try await table.put(["pk": "a", "sk": "2"]) }
                #expect(try await table.get(["pk": "a", "sk": "1"]) != nil)
                #expect(engine.fatalFailure != nil)
            }
            #expect(reported.withLock { $0.count } == 1)
        }
    }

    /// Without room a write fails with certainty, reads go on, and writes go on when there is room.
    @Test func aFullDiskIsSurvived() async throws {
        try await TemporaryFolder.with { folder in
            var options = TableEngine.Options()
            options.maximumPages = 60
            try await TableEngine.with(folder.file("table.db"), options: options) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                var written = 0
                var failure: DynamoDBError?
                while failure == nil && written < 1000 {
                    do {
                        try await table.put(indexedItem(written, text: String(repeating: "x", count: 900)))
                        written += 1
                    } catch let error as DynamoDBError { failure = error }
                }
                #expect(failure?.code == .serviceUnavailable)
                #expect(try await table.scanPages().flatMap(\.items).count == written)
                #expect(try await engine.check().findings == [])
                try await engine.onWriter { (writer) throws(EngineFault) in
                    try storage { () throws(SQLiteFault) in
                        _ = try writer.sqlite.integer("PRAGMA max_page_count = 10000")
                    }
                }
                try await table.put(indexedItem(written))
                #expect(try await table.scanPages().flatMap(\.items).count == written + 1)
            }
        }
    }

    /// The log stays bounded when another program reads for long: writes are refused, and go on when it is done.
    @Test func theLogStaysBoundedUnderALongRead() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            var options = TableEngine.Options()
            options.checkpointFrames = 50
            options.logFramesBeforeCut = 100
            options.logFrameLimit = 300
            try await TableEngine.with(path, options: options) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                let text = AttributeValue.s(String(repeating: "x", count: 3000))
                let reader = try SQLiteConnection(path: path, mode: .readOnly)
                defer { reader.close() }
                try reader.execute("BEGIN")
                _ = try reader.integer("SELECT count(*) FROM meta")
                var failure: DynamoDBError?
                var written = 0
                while failure == nil && written < 2000 {
                    do {
                        try await table.put(["pk": .s("\(written)"), "sk": "a", "text": text])
                        written += 1
                    } catch let error as DynamoDBError { failure = error }
                }
                #expect(failure?.code == .throttling)
                let frames = try await logFrames(path)
                #expect(frames >= 300 && frames < 400)
                try reader.execute("COMMIT")
                try await table.put(["pk": "again", "sk": "a", "text": text])
                #expect(try await table.scanPages().flatMap(\.items).count == written + 1)
                // Without such a reader it never comes near the limit.
                for number in 0..<500 { try await table.put(["pk": .s("more \(number)"), "sk": "a", "text": text]) }
                #expect(try await logFrames(path) < 150)
            }
        }
    }

    /// A log that has become long is written from its start again, and its file keeps its size.
    @Test func aLongLogBeginsAgain() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            var options = TableEngine.Options()
            options.checkpointFrames = 50
            options.logFramesBeforeCut = 500
            try await TableEngine.with(path, options: options) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                let reader = try SQLiteConnection(path: path, mode: .readOnly)
                defer { reader.close() }
                try reader.execute("BEGIN")
                _ = try reader.integer("SELECT count(*) FROM meta")
                var written = 0
                while try await logFrames(path) < 600 {
                    try await table.put([
                        "pk": .s("\(written)"), "sk": "a", "text": .s(String(repeating: "x", count: 3000)),
                    ])
                    written += 1
                }
                try reader.execute("COMMIT")
                // A copy that is under way puts it off.
                for _ in 0..<100 {
                    try await table.put(["pk": .s("\(written)"), "sk": "a"])
                    written += 1
                    if try await walFrames(engine) < 500 { break }
                }
                #expect(try await walFrames(engine) < 500)
                #expect(try await logFrames(path) >= 600)
                #expect(try await table.scanPages().flatMap(\.items).count == written)
            }
        }
    }

    private func walFrames(_ engine: TableEngine) async throws -> Int {
        try await engine.onWriter { (writer) throws(EngineFault) in writer.sqlite.walFrames }
    }

    private func logFrames(_ path: String) async throws -> Int {
        let attributes = try FileSize.of(path + "-wal")
        return attributes / (4096 + 24)
    }
}
