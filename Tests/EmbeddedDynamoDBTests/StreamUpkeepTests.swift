import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// What time does to streams: shards that follow others, and what is let go of.
@Suite struct StreamUpkeepTests {
    private static let hour = 3_600.0

    private func streamed(
        shards: Int = 1, _ body: (TestTable, TableEngine, StreamReader, SteppedClock) async throws -> Void
    ) async throws {
        let clock = SteppedClock()
        var options = TableEngine.Options()
        options.clock = { clock.now }
        options.steadyClock = { clock.now }
        options.streamShards = shards
        let engine = try TableEngine.inMemory(options: options)
        var definition = TestTables.hashOnly()
        definition.streamViewType = .newImage
        let table = try await TestTable.make(engine, definition)
        let arn = try await engine.listStreams(ListStreamsRequest()).streams[0].streamArn
        try await body(table, engine, StreamReader(engine, arn), clock)
        await engine.close()
    }

    private func write(_ table: TestTable, _ numbers: Range<Int>) async throws {
        for number in numbers { try await table.put(["pk": .s("\(number % 50)"), "n": .int(number)]) }
    }

    /// Waits until the background has done what is due: the clock moves on a little so that it wakes up.
    private func waitFor(
        _ what: String, _ clock: SteppedClock, _ holds: @escaping @Sendable () async throws -> Bool
    ) async throws {
        try await TestSupport.waitFor(what) { () -> Bool? in
            clock.advance(by: 0.5)
            return try await holds() ? true : nil
        }
    }

    /// After hours a shard is closed and another goes on with it; reading parents first shows each item's changes in
    /// their order, also with many shards, each change once.
    @Test(arguments: [1, 5, 16]) func shardsFollowOthers(count: Int) async throws {
        try await streamed(shards: count) { table, engine, reader, clock in
            for generation in 1...3 {
                try await write(table, (generation - 1) * 100..<generation * 100)
                clock.advance(by: 4 * Self.hour)
                try await waitFor("the next shards", clock) {
                    // A writer that sleeps is woken by a write that changes nothing.
                    try await table.delete(["pk": "nobody"])
                    return try await reader.shards().count == (generation + 1) * count
                }
            }
            let shards = try await reader.description(limit: 7).shards
            #expect(shards == (try await reader.shards()) && shards.count == 4 * count)
            #expect(shards.map(\.shardId) == shards.map(\.shardId).sorted { $0.compareBytes(with: $1) < 0 })
            #expect(shards.count { $0.endingSequenceNumber == nil } == count)
            for shard in shards.dropFirst(count) {
                let parent = try #require(shards.first { $0.shardId == shard.parentShardId })
                let end = try #require(parent.endingSequenceNumber)
                #expect(end.compareBytes(with: shard.startingSequenceNumber) < 0)
                let arn = try await engine.listStreams(ListStreamsRequest()).streams[0].streamArn
                let children = try await engine.describeStream(
                    DescribeStreamRequest(streamArn: arn, childrenOf: parent.shardId))
                #expect(children.shards == [shard])
            }
            let records = try await reader.readAll()
            #expect(records.count == 300)
            let byKey = Dictionary(grouping: records) { $0.keys["pk"]?.string ?? "" }
            for (_, changes) in byKey {
                let numbers = changes.compactMap { $0.newImage?["n"]?.int }
                #expect(numbers == numbers.sorted() && numbers.count == 6)
            }
        }
    }

    /// Changes are shown for 24 hours. What is older is gone, and iterators into it are told so; closed shards go with
    /// it.
    @Test func changesAreLetGo() async throws {
        try await streamed { table, engine, reader, clock in
            try await write(table, 0..<10)
            let shard = try await reader.shards()[0]
            let first = try await reader.readAll()[0].sequenceNumber
            let arn = try await engine.listStreams(ListStreamsRequest()).streams[0].streamArn
            clock.advance(by: 23 * Self.hour)
            try await write(table, 10..<20)
            clock.advance(by: 1.1 * Self.hour)
            let horizon = try await engine.getShardIterator(
                GetShardIteratorRequest(
                    streamArn: arn, shardId: shard.shardId, kind: .afterSequenceNumber, sequenceNumber: first))
            try await waitFor("the old changes to go", clock) {
                try await table.delete(["pk": "nobody"])
                return try await reader.readAll().count == 10
            }
            await expectError(.trimmedDataAccess, "The data you are trying to access has been trimmed") {
                try await engine.getRecords(GetRecordsRequest(shardIterator: horizon))
            }
            await expectError(.trimmedDataAccess) { try await reader.read(.atSequenceNumber, first) }
            #expect(try await reader.readAll().compactMap { $0.newImage?["n"]?.int } == Array(10..<20))
            // A day later there is nothing, and of the shards only the open one.
            clock.advance(by: 25 * Self.hour)
            try await write(table, 20..<21)
            clock.advance(by: 25 * Self.hour)
            try await waitFor("the old shards to go", clock) {
                try await table.delete(["pk": "nobody"])
                return try await reader.shards().allSatisfy { $0.endingSequenceNumber == nil }
            }
            #expect(try await reader.readAll() == [])
            let left = try await engine.onWriter { (writer) throws(EngineFault) in
                try storage { () throws(SQLiteFault) in try writer.sqlite.integer("SELECT count(*) FROM changes") }
            }
            #expect((left ?? 0) <= 1)
        }
    }

    /// A stream that was turned off goes with its last change.
    @Test func anEndedStreamGoes() async throws {
        try await streamed { table, engine, reader, clock in
            try await write(table, 0..<10)
            _ = try await engine.deleteTable(tableName: table.name)
            #expect(try await reader.readAll().count == 10)
            clock.advance(by: 25 * Self.hour)
            try await waitFor("the stream to go", clock) {
                await #expect(throws: DynamoDBError.self) { try await table.delete(["pk": "nobody"]) }
                _ = try await engine.onWriter { (_) throws(EngineFault) in }
                return try await engine.listStreams(ListStreamsRequest()).streams == []
            }
            let left = try await engine.onWriter { (writer) throws(EngineFault) in writer.state.recordings.count }
            #expect(left == 0)
        }
    }

    /// An iterator is good for 15 minutes.
    @Test func iteratorsExpire() async throws {
        try await streamed { table, engine, reader, clock in
            let shard = try await reader.shards()[0].shardId
            let arn = try await engine.listStreams(ListStreamsRequest()).streams[0].streamArn
            let iterator = try await engine.getShardIterator(
                GetShardIteratorRequest(streamArn: arn, shardId: shard, kind: .latest))
            clock.advance(by: 899)
            _ = try await engine.getRecords(GetRecordsRequest(shardIterator: iterator))
            clock.advance(by: 2)
            await expectError(.expiredIterator) {
                try await engine.getRecords(GetRecordsRequest(shardIterator: iterator))
            }
        }
    }

    /// Anybody can make the checksum of an iterator: none of its numbers ends the process, or makes it good for ever.
    @Test func iteratorsOfNoMoment() async throws {
        try await streamed { table, engine, reader, clock in
            let shard = try await reader.shards()[0].shardId
            let arn = try await engine.listStreams(ListStreamsRequest()).streams[0].streamArn
            for made in [Int.min, -1, Int(clock.now + 3600) * 1000, Int.max] {
                let iterator = ShardIterator(streamArn: arn, shardId: shard, position: 0, made: made)
                await expectError(.validation) {
                    try await engine.getRecords(GetRecordsRequest(shardIterator: iterator.text))
                }
            }
        }
    }

    /// Streams, their shards and what they show are there after a restart; changes of other tables and the ends of
    /// streams do not move them.
    @Test func streamsSurviveARestart() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            var definition = TestTables.hashOnly(.n)
            definition.streamViewType = .newAndOldImages
            let streamed = definition
            let before = try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, streamed)
                let other = try await TestTable.make(engine, TestTables.hashOnly(name: "Other"))
                for number in 0..<30 {
                    try await table.put(["pk": .int(number), "text": "x"])
                    try await other.put(["pk": .s("\(number)")])
                }
                let arn = try await engine.listStreams(ListStreamsRequest()).streams[0].streamArn
                return (arn, try await StreamReader(engine, arn).readAll(limit: 7))
            }
            try await TableEngine.with(path) { engine in
                let after = try await StreamReader(engine, before.0).readAll()
                #expect(after == before.1 && after.count == 30)
                let findings = try await engine.check().findings
                #expect(findings == [])
            }
        }
    }
}
