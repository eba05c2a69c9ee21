import DynamoModel
import EmbeddedDynamoDB
import FoundationEssentials
import JSONText
import Synchronization
import TableStore
import TestSupport
import Testing

@testable import StreamConsumer

/// What a consumer brings to its handler, and what becomes of what is not handled.
@Suite struct StreamConsumerTests {
    /// A handler that notes the batches that it gets, and answers as it is instructed.
    private final class NotingHandler: BatchHandler {
        typealias Answer = @Sendable ([String]) throws(HandlerFailure) -> String
        private let batches = Mutex<[[String]]>([])
        private let answer: Answer

        init(_ answer: @escaping Answer = { _ in "" }) { self.answer = answer }

        var all: [[String]] { batches.withLock { $0 } }

        /// The sort keys of the records of an event, and their sequence numbers.
        static func read(_ event: [UInt8]) -> [(name: String, number: String)] {
            guard let records = (try? JSONValue.parse(event))?["Records"]?.arrayValue else { return [] }
            return records.map { record in
                let change = record["dynamodb"]
                return (
                    change?["Keys"]?["sk"]?["S"]?.stringValue ?? "", change?["SequenceNumber"]?.stringValue ?? ""
                )
            }
        }

        func handle(_ event: [UInt8]) async throws(HandlerFailure) -> [UInt8] {
            let records = Self.read(event)
            let names = records.map(\.name)
            batches.withLock { $0.append(names) }
            let text = try answer(names)
            guard let position = Int(text) else { return Array(text.utf8) }
            let number = records[position].number
            return Array("{\"batchItemFailures\": [{\"itemIdentifier\": \"\(number)\"}]}".utf8)
        }
    }

    private struct World {
        let engine: TableEngine
        let table: TestTable
        let folder: TemporaryFolder
        let clock: SteppedClock

        func put(_ names: Range<Int>, partition: String = "p") async throws {
            for name in names { try await table.put(["pk": .s(partition), "sk": .s("\(name)")]) }
        }

        /// Runs a consumer until what it did is as expected.
        func run(
            _ settings: ConsumerSettings, _ handler: any BatchHandler, until isDone: @escaping @Sendable () -> Bool
        ) async throws {
            let clock = clock
            let world = ConsumerWorld(
                clock: { clock.now },
                sleep: { _ in
                    clock.advance(by: 0.1)
                    try await Task.sleep(for: .milliseconds(1))
                })
            let consumer = try StreamConsumer(
                engine, tableName: table.name, settings: settings, handler: handler,
                checkpointPath: folder.file("checkpoint.json"), failurePath: folder.file("failures.jsonl"),
                world: world)
            let work = Task { try await consumer.run() }
            try await waitFor("the consumer") { isDone() ? true : nil }
            work.cancel()
            do { try await work.value } catch is CancellationError {}
        }

        var failures: [JSONValue] {
            get throws {
                guard let data = try? Data(contentsOf: URL(filePath: folder.file("failures.jsonl"))) else { return [] }
                return try Array(data).split(separator: UInt8(ascii: "\n")).map { try JSONValue.parse(Array($0)) }
            }
        }
    }

    private func inWorld(shards: Int = 1, _ body: @Sendable (World) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let clock = SteppedClock()
            var options = TableEngine.Options()
            options.clock = { clock.now }
            options.streamShards = shards
            let engine = try TableEngine.inMemory(options: options)
            var definition = TestTables.keyed()
            definition.streamViewType = .newAndOldImages
            let table = try await TestTable.make(engine, definition)
            try await body(World(engine: engine, table: table, folder: folder, clock: clock))
            await engine.close()
        }
    }

    private func settings(_ change: (inout ConsumerSettings) -> Void = { _ in }) -> ConsumerSettings {
        var settings = ConsumerSettings()
        settings.startingPosition = .trimHorizon
        change(&settings)
        return settings
    }

    private func names(_ range: Range<Int>) -> [String] { range.map { "\($0)" } }

    /// Batches have the size that is asked for; after a restart the consumer goes on behind what was handled.
    @Test func batchesAndCheckpoints() async throws {
        try await inWorld { world in
            try await world.put(0..<25)
            let first = NotingHandler()
            try await world.run(settings { $0.batchSize = 10 }, first) { first.all.joined().count == 25 }
            #expect(first.all == [names(0..<10), names(10..<20), names(20..<25)])
            try await world.put(25..<30)
            let second = NotingHandler()
            try await world.run(settings(), second) { !second.all.isEmpty }
            #expect(second.all == [names(25..<30)])
        }
    }

    /// LATEST leaves out what was before, but nothing that came while the consumer was away.
    @Test func latest() async throws {
        try await inWorld { world in
            try await world.put(0..<5)
            world.clock.advance(by: 10)
            let start = settings { $0.startingPosition = .latest }
            let idle = NotingHandler()
            let checkpoint = world.folder.file("checkpoint.json")
            try await world.run(start, idle) { FileManager.default.fileExists(atPath: checkpoint) }
            try await world.put(5..<8)
            let handler = NotingHandler()
            try await world.run(start, handler) { handler.all.joined().count == 3 }
            #expect(idle.all.isEmpty && Array(handler.all.joined()) == names(5..<8))
        }
    }

    /// A batch that is not full waits for its window; one that is full does not.
    @Test func batchWindow() async throws {
        try await inWorld { world in
            let clock = world.clock
            let times = Mutex<[Double]>([])
            let handler = NotingHandler { _ in
                times.withLock { $0.append(clock.now) }
                return ""
            }
            try await world.put(0..<3)
            let start = clock.now
            try await world.run(settings { ($0.batchSize, $0.batchWindow) = (3, 300) }, handler) {
                handler.all.count == 1
            }
            let between = clock.now
            try await world.put(3..<5)
            try await world.run(settings { ($0.batchSize, $0.batchWindow) = (3, 20) }, handler) {
                handler.all.last == names(3..<5)
            }
            // A consumer that was stopped before it noted what was handled brings it once more.
            #expect(handler.all.filter { $0 != names(0..<3) } == [names(3..<5)])
            let (full, waited) = times.withLock { ($0[0], $0[$0.count - 1]) }
            #expect(full - start < 300)
            #expect(waited - between >= 20)
        }
    }

    /// Two consumers do not write over each other's checkpoints.
    @Test func checkpointsHaveOneConsumer() async throws {
        try await inWorld { world in
            let path = world.folder.file("checkpoint.json")
            func consumer() throws -> StreamConsumer {
                try StreamConsumer(
                    world.engine, tableName: world.table.name, settings: settings(), handler: NotingHandler(),
                    checkpointPath: path, failurePath: nil)
            }
            let first = try consumer()
            let work = Task { try await first.run() }
            try await waitFor("the first") { FileManager.default.fileExists(atPath: path) ? true : nil }
            let error = await #expect(throws: ConsumerError.self) { try await consumer().run() }
            #expect(error?.description.contains("another consumer uses it") == true)
            work.cancel()
            do { try await work.value } catch is CancellationError {}
            let third = try consumer()
            let later = Task { try await third.run() }
            later.cancel()
            await #expect(throws: CancellationError.self) { try await later.value }
        }
    }

    /// A batch that fails comes again as often as is allowed, is cut in two if that is asked for, and what is given up
    /// is in the file; the rest is handled, in order.
    @Test func failuresAreCutOutAndKept() async throws {
        try await inWorld { world in
            try await world.put(0..<8)
            let handler = NotingHandler { (names) throws(HandlerFailure) in
                if names.contains("5") { throw HandlerFailure("5 cannot be handled") }
                return ""
            }
            try await world.run(settings { ($0.bisects, $0.retries) = (true, 2) }, handler) {
                handler.all.last == ["6", "7"]
            }
            let handled = handler.all.filter { !$0.contains("5") }
            #expect(Array(handled.joined()) == ["0", "1", "2", "3", "4", "6", "7"])
            #expect(handler.all.count { $0 == ["5"] } == 3)
            let failures = try world.failures
            #expect(failures.count == 1)
            #expect(failures[0]["requestContext"]?["condition"]?.stringValue == "RetryAttemptsExhausted")
            let payload = try #require(failures[0]["payload"]?.stringValue)
            #expect(NotingHandler.read(Array(payload.utf8)).map(\.name) == ["5"])
        }
    }

    /// Of a batch that was handled in part only the rest comes again.
    @Test func partialAnswers() async throws {
        try await inWorld { world in
            try await world.put(0..<6)
            let tries = Mutex(0)
            let handler = NotingHandler { names in
                let count = tries.withLock { tries in
                    tries += 1
                    return tries
                }
                return count == 1 ? "4" : count == 2 ? "0" : ""
            }
            try await world.run(settings(), handler) { handler.all.count == 3 }
            #expect(handler.all == [names(0..<6), ["4", "5"], ["4", "5"]])
        }
    }

    /// An answer that names what was not in the batch fails all of it, as does one of a function that failed.
    @Test(arguments: [
        #"{"batchItemFailures": [{"itemIdentifier": ""}]}"#, #"{"batchItemFailures": 5}"#,
        #"{"errorType": "ValueError", "errorMessage": "no"}"#,
    ])
    func wrongAnswers(_ answer: String) async throws {
        try await inWorld { world in
            try await world.put(0..<2)
            let handler = NotingHandler { _ in answer }
            try await world.run(settings { $0.retries = 1 }, handler) {
                FileManager.default.fileExists(atPath: world.folder.file("failures.jsonl"))
            }
            #expect(handler.all == [["0", "1"], ["0", "1"]])
        }
    }

    /// Records that are too old are given up without a call.
    @Test func recordAge() async throws {
        try await inWorld { world in
            try await world.put(0..<3)
            world.clock.advance(by: 200)
            try await world.put(3..<5)
            let handler = NotingHandler()
            try await world.run(settings { $0.recordAge = 100 }, handler) { !handler.all.isEmpty }
            #expect(handler.all == [["3", "4"]])
            #expect(try world.failures.first?["requestContext"]?["condition"]?.stringValue == "RecordAgeExceeded")
        }
    }

    /// What no filter matches is left out and not asked about again.
    @Test func filters() async throws {
        try await inWorld { world in
            try await world.put(0..<6)
            let pattern = try FilterPattern(#"{"dynamodb": {"Keys": {"sk": {"S": ["2", "4"]}}}}"#)
            let handler = NotingHandler()
            try await world.run(settings { $0.filters = [pattern] }, handler) { !handler.all.isEmpty }
            #expect(handler.all == [["2", "4"]])
        }
    }

    /// Many shards and lanes: each change once, the changes of an item in their order.
    @Test(arguments: [(1, 4), (4, 1), (3, 10)]) func parallel(shards: Int, lanes: Int) async throws {
        try await inWorld(shards: shards) { world in
            for round in 0..<10 {
                for partition in 0..<12 {
                    try await world.table.put(
                        ["pk": .s("p\(partition)"), "sk": .s("\(partition)"), "round": .int(round)])
                }
            }
            let seen = Mutex<[String: [Int]]>([:])
            struct Rounds: BatchHandler {
                let note: @Sendable (String, Int) -> Void
                func handle(_ event: [UInt8]) async throws(HandlerFailure) -> [UInt8] {
                    for record in (try? JSONValue.parse(event))?["Records"]?.arrayValue ?? [] {
                        let image = record["dynamodb"]?["NewImage"]
                        let round = image?["round"]?["N"]?.stringValue.flatMap { Int($0) }
                        note(image?["sk"]?["S"]?.stringValue ?? "", round ?? -1)
                    }
                    return []
                }
            }
            let handler = Rounds { name, round in seen.withLock { $0[name, default: []].append(round) } }
            try await world.run(settings { ($0.parallel, $0.batchSize) = (lanes, 7) }, handler) {
                seen.withLock { $0.values.reduce(0) { $0 + $1.count } } == 120
            }
            #expect(seen.withLock { $0.values.allSatisfy { $0 == Array(0..<10) } })
            #expect(seen.withLock { $0.count } == 12)
        }
    }

    /// A stream that is turned off is read to its end before the next one is begun.
    @Test func oneStreamAfterTheOther() async throws {
        try await inWorld { world in
            try await world.put(0..<3)
            var off = UpdateTableRequest(tableName: world.table.name)
            off.streamViewType = .some(nil)
            _ = try await world.engine.updateTable(off)
            world.clock.advance(by: 1)
            var on = UpdateTableRequest(tableName: world.table.name)
            on.streamViewType = .some(.keysOnly)
            _ = try await world.engine.updateTable(on)
            try await world.put(3..<5)
            let handler = NotingHandler()
            try await world.run(settings(), handler) { handler.all.joined().count == 5 }
            #expect(handler.all == [["0", "1", "2"], ["3", "4"]])
        }
    }

    /// LATEST goes by the service, not by this machine's clock, which may be ahead: nothing that comes is left out, in
    /// this run or in the next.
    @Test func latestBesideAClockThatIsAhead() async throws {
        try await inWorld { world in
            try await world.put(0..<5)
            let clock = world.clock
            let ahead = ConsumerWorld(
                clock: { clock.now + 3_600 },
                sleep: { _ in
                    clock.advance(by: 0.1)
                    try await Task.sleep(for: .milliseconds(1))
                })
            var next = 100
            for _ in 0..<2 {
                let handler = NotingHandler()
                let consumer = try StreamConsumer(
                    world.engine, tableName: world.table.name, settings: settings { $0.startingPosition = .latest },
                    handler: handler, checkpointPath: world.folder.file("checkpoint.json"), failurePath: nil,
                    world: ahead)
                let work = Task { try await consumer.run() }
                // It cannot be seen from outside when the reading begins: changes are made until one is brought.
                let count = Mutex(next)
                try await waitFor("the first change") {
                    let name = count.withLock { count in
                        count += 1
                        return count
                    }
                    try await world.put(name..<name + 1)
                    return handler.all.isEmpty ? nil : true
                }
                let last = count.withLock(\.self)
                try await waitFor("the last change") { handler.all.joined().last == "\(last)" ? true : nil }
                let seen = handler.all.joined().compactMap { Int($0) }
                #expect(seen == Array((seen.first ?? 0)...last))
                #expect(next == 100 || seen.first == next + 1)
                next = last
                work.cancel()
                do { try await work.value } catch is CancellationError {}
            }
        }
    }

    /// A stream that is gone is left, also with a change in it that the handler never takes; the next one is begun.
    @Test func aStreamThatIsGoneIsLeft() async throws {
        try await inWorld { world in
            try await world.put(0..<1)
            var off = UpdateTableRequest(tableName: world.table.name)
            off.streamViewType = .some(nil)
            _ = try await world.engine.updateTable(off)
            let handler = NotingHandler { (names) throws(HandlerFailure) in
                if names.contains("0") { throw HandlerFailure("0 cannot be handled") }
                return ""
            }
            let clock = world.clock
            let work = Task {
                try await world.run(settings(), handler) { handler.all.contains { $0.last == "7" } }
            }
            try await waitFor("the first try") { handler.all.isEmpty ? nil : true }
            var on = UpdateTableRequest(tableName: world.table.name)
            on.streamViewType = .some(.keysOnly)
            _ = try await world.engine.updateTable(on)
            clock.advance(by: 25 * 3_600)
            try await waitFor("the old stream to go") {
                clock.advance(by: 1)
                try await world.table.put(["pk": .s("p"), "sk": .s("7")])
                try await world.table.delete(["pk": .s("p"), "sk": .s("7")])
                let streams = try await world.engine.listStreams(ListStreamsRequest()).streams
                return streams.count == 1 ? true : nil
            }
            try await world.put(7..<8)
            try await work.value
        }
    }

    /// A file of checkpoints that is not valid is not written over.
    @Test func foreignFilesAreRefused() async throws {
        try await inWorld { world in
            let path = world.folder.file("checkpoint.json")
            try Data("{}".utf8).write(to: URL(filePath: path))
            #expect(throws: ConsumerError.self) {
                try StreamConsumer(
                    world.engine, tableName: world.table.name, settings: ConsumerSettings(), handler: NotingHandler(),
                    checkpointPath: path, failurePath: nil)
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == Data("{}".utf8))
        }
    }
}
