import DynamoModel
import DynamoWire
import EmbeddedDynamoDB
import Foundation
import Synchronization
import TableStore

/// An engine on a file in a separate folder, whose clock can be moved, and what the benchmark does with it.
final class EngineWorld: Sendable {
    let engine: TableEngine
    private let clock: Offset
    private let serial = Counter()

    private init(_ folder: String) throws {
        let offset = Offset()
        var options = TableEngine.Options()
        options.clock = { StoreOptions.systemClock() + offset.value.withLock { $0 } }
        options.backupFolder = folder + "/backups"
        engine = try TableEngine.open(path: folder + "/table.sqlite", options: options)
        clock = offset
    }

    /// By how much the engine's clock is ahead.
    private final class Offset: Sendable { let value = Mutex(0.0) }

    /// Numbers that are given out.
    private final class Counter: Sendable {
        private let next = Atomic(0)

        /// The first of so many numbers.
        func take(_ count: Int) -> Int { next.add(count, ordering: .relaxed).oldValue }
    }

    /// Runs `body` on an engine whose files are removed afterwards.
    static func with(_ body: (EngineWorld) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lexi-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let world = try EngineWorld(folder.path)
        try await body(world)
        await world.engine.close()
    }

    /// What the engine's clock shows, in seconds since 1970.
    var now: Double { StoreOptions.systemClock() + clock.value.withLock { $0 } }

    func advance(by seconds: Double) { clock.value.withLock { $0 += seconds } }

    // MARK: Tables and items

    /// Makes a table whose key is `pk` and `sk`; the name.
    func table(_ name: String, streamViewType: StreamViewType? = nil) async throws -> String {
        _ = try await engine.createTable(
            CreateTableRequest(
                tableName: name, attributeDefinitions: [AttributeDefinition("pk", .s), AttributeDefinition("sk", .s)],
                keySchema: [KeySchemaElement("pk", .hash), KeySchemaElement("sk", .range)],
                streamViewType: streamViewType))
        return name
    }

    private static func key(_ number: Int) -> Item {
        ["pk": .s("USER#\(number / 40)"), "sk": .s("FLASHCARD#\(number)")]
    }

    /// An item of the size of a flashcard.
    private static func item(_ number: Int) -> Item {
        var item = key(number)
        item["word"] = .s("word \(number)")
        item["translation_vi"] = .s("từ thứ \(number)")
        item["example_sentence"] = .s("This sentence shows how the word is used in a conversation.")
        item["review_count"] = 3
        item["next_review_at"] = .s("2026-01-02T00:00:00Z")
        item["created_at"] = .s("2026-01-01T00:00:00Z")
        return item
    }

    /// Puts the items from 0 on, in batches.
    func fill(_ table: String, _ count: Int, _ change: @escaping @Sendable (inout Item) -> Void = { _ in }) async throws
    {
        let engine = engine
        let next = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<EngineBenchmark.callers {
                group.addTask {
                    while true {
                        let first = next.take(25)
                        guard first < count else { return }
                        let writes = (first..<min(first + 25, count)).map { number -> BatchWrite in
                            var item = Self.item(number)
                            change(&item)
                            return .put(item: item)
                        }
                        _ = try await engine.batchWriteItem(BatchWriteItemRequest(requestItems: [table: writes]))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Puts items by all callers as long as it is wished, into the tables by turns; how long each put took, in
    /// milliseconds.
    private func put(
        into tables: [String], while goesOn: @escaping @Sendable () -> Bool,
        _ change: @escaping @Sendable (inout Item) -> Void
    ) async throws -> [Double] {
        let engine = engine
        return try await withThrowingTaskGroup(of: [Double].self) { group in
            for _ in 0..<EngineBenchmark.callers {
                group.addTask { [self] in
                    var latencies: [Double] = []
                    while goesOn() {
                        let number = serial.take(1)
                        var item = Self.item(number)
                        change(&item)
                        let start = LoadGenerator.now()
                        let table = tables[number % tables.count]
                        _ = try await engine.putItem(PutItemRequest(tableName: table, item: item))
                        latencies.append(Double(LoadGenerator.now() - start) / 1e6)
                    }
                    return latencies
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// Puts items until a time; how many a second.
    func puts(
        into table: String, until end: UInt64, _ change: @escaping @Sendable (inout Item) -> Void = { _ in }
    ) async throws -> Double {
        let start = LoadGenerator.now()
        let latencies = try await put(into: [table], while: { LoadGenerator.now() < end }, change)
        return Double(latencies.count) / EngineBenchmark.seconds(since: start)
    }

    /// Puts items for some seconds; how many a second.
    func puts(into table: String, for seconds: Double) async throws -> Double {
        try await puts(into: table, until: LoadGenerator.now() + UInt64(seconds * 1e9))
    }

    /// Puts items until something is over; how many a second.
    func puts(into table: String, untilSet flag: Flag) async throws -> Double {
        let start = LoadGenerator.now()
        let latencies = try await put(into: [table], while: { !flag.isSet }, { _ in })
        return Double(latencies.count) / EngineBenchmark.seconds(since: start)
    }

    /// How long puts take, in milliseconds, the longest last.
    func latencies(ofPutsInto tables: [String], for seconds: Double) async throws -> [Double] {
        let end = LoadGenerator.now() + UInt64(seconds * 1e9)
        return try await put(into: tables, while: { LoadGenerator.now() < end }, { _ in }).sorted()
    }

    /// How long puts take until something is over, in milliseconds, the longest last.
    func latencies(ofPutsInto tables: [String], untilSet flag: Flag) async throws -> [Double] {
        try await put(into: tables, while: { !flag.isSet }, { _ in }).sorted()
    }

    /// That something is over.
    final class Flag: Sendable {
        private let value = Atomic(false)

        var isSet: Bool { value.load(ordering: .relaxed) }

        func set() { value.store(true, ordering: .relaxed) }
    }

    /// Waits until something holds, and says that it is over, also when it fails.
    func wait(for flag: Flag, _ holds: () async throws -> Bool) async throws {
        defer { flag.set() }
        for _ in 0..<60_000 {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw BenchmarkError("it took longer than five minutes")
    }

    // MARK: Streams

    /// A place in the only shard of a table's stream.
    func iterator(of table: String, _ kind: GetShardIteratorRequest.Kind) async throws -> String {
        guard let stream = try await engine.listStreams(ListStreamsRequest(tableName: table)).streams.first,
            let shard = try await engine.describeStream(DescribeStreamRequest(streamArn: stream.streamArn)).shards.first
        else { throw BenchmarkError("the table has no stream") }
        return try await engine.getShardIterator(
            GetShardIteratorRequest(streamArn: stream.streamArn, shardId: shard.shardId, kind: kind))
    }

    /// Reads records as the endpoint does, from JSON to JSON; the answer, and its size in bytes.
    func getRecords(_ iterator: String) async throws -> (answer: GetRecordsResponse, size: Int) {
        let decoded = try DynamoRequest(.getRecords, json: Array(#"{"ShardIterator":"\#(iterator)"}"#.utf8))
        let answer = try await engine.getRecords(GetRecordsRequest(shardIterator: iterator))
        return (answer, DynamoResponse.stream(.getRecords(answer)).json(answering: decoded).count)
    }

    // MARK: Reads of one item

    /// How long a GetItem takes from JSON to JSON.
    func microsecondsPerGet(of table: String, for seconds: Double) async throws -> Double {
        try await microseconds(for: seconds) { number in
            let key = #"{"pk":{"S":"USER#\#(number / 40)"},"sk":{"S":"FLASHCARD#\#(number)"}}"#
            return (.getItem, #"{"TableName":"\#(table)","Key":\#(key)}"#)
        }
    }

    /// How long a SELECT by the whole key takes from JSON to JSON.
    func microsecondsPerSelect(of table: String, for seconds: Double) async throws -> Double {
        try await microseconds(for: seconds) { number in
            let statement = #"SELECT * FROM \"\#(table)\" WHERE pk = ? AND sk = ?"#
            let parameters = #"[{"S":"USER#\#(number / 40)"},{"S":"FLASHCARD#\#(number)"}]"#
            return (.executeStatement, #"{"Statement":"\#(statement)","Parameters":\#(parameters)}"#)
        }
    }

    private func microseconds(
        for seconds: Double, _ request: (Int) -> (DynamoOperation, String)
    ) async throws -> Double {
        let end = LoadGenerator.now() + UInt64(seconds * 1e9)
        let start = LoadGenerator.now()
        var count = 0
        while LoadGenerator.now() < end {
            let (operation, json) = request(count % 1_000)
            let decoded = try DynamoRequest(operation, json: Array(json.utf8))
            let response: DynamoResponse
            switch decoded {
            case .getItem(let request): response = .getItem(try await engine.getItem(request))
            case .executeStatement(let request):
                response = .executeStatement(try await engine.executeStatement(request))
            default: throw BenchmarkError("\(operation.rawValue) is not measured")
            }
            guard response.json(answering: decoded).count > 100 else { throw BenchmarkError("no item was found") }
            count += 1
        }
        return EngineBenchmark.seconds(since: start) * 1e6 / Double(max(1, count))
    }
}
