import DynamoModel
import TestSupport
import Testing

/// What streams show, on the engine and through its endpoint.
@Suite(.tables) struct StreamTests {
    static let backends = [Backend.memory, .file, .remote]

    private func streamed(
        _ backend: Backend, _ view: StreamViewType = .newAndOldImages,
        _ body: (TestTable, any DynamoDBStreams, String) async throws -> Void
    ) async throws {
        var definition = TestTables.indexed()
        definition.streamViewType = view
        try await backend.withTable(definition) { table in
            let streams = try #require(table.db as? any DynamoDBStreams)
            let arn = try #require(
                try await streams.listStreams(ListStreamsRequest(tableName: table.name)).streams.first?.streamArn)
            try await body(table, streams, arn)
        }
    }

    // The four types show keys, the item after, the item before, and both.
    @Test(arguments: backends, StreamViewType.allCases)
    func viewTypes(_ backend: Backend, _ view: StreamViewType) async throws {
        try await streamed(backend, view) { table, streams, arn in
            let (key, before, after): (Item, Item, Item) = (
                ["pk": "a", "sk": "1"], ["pk": "a", "sk": "1", "n": 1], ["pk": "a", "sk": "1", "n": 2]
            )
            try await table.put(before)
            try await table.update(key, "SET n = n + :one", values: [":one": 1])
            try await table.delete(key)
            let records = try await StreamReader(streams, arn).readAll()
            #expect(records.map(\.eventName) == [.insert, .modify, .remove])
            #expect(records.allSatisfy { $0.keys == key && $0.streamViewType == view && $0.userIdentity == nil })
            let showsNew = view == .newImage || view == .newAndOldImages
            let showsOld = view == .oldImage || view == .newAndOldImages
            #expect(records.map(\.newImage) == (showsNew ? [before, after, nil] : [nil, nil, nil]))
            #expect(records.map(\.oldImage) == (showsOld ? [nil, before, after] : [nil, nil, nil]))
            let sizes = records.map { record in
                record.keys.itemSize + (record.newImage?.itemSize ?? 0) + (record.oldImage?.itemSize ?? 0)
            }
            #expect(records.map(\.sizeBytes) == sizes)
            #expect(Set(records.map(\.eventID)).count == 3)
            // What is read again is the same.
            #expect(try await StreamReader(streams, arn).readAll() == records)
        }
    }

    // Batches and transactions make a record for each item that changed; what changes nothing, or fails, makes none.
    @Test(arguments: backends)
    func everyWriteIsShownOnce(_ backend: Backend) async throws {
        try await streamed(backend, .keysOnly) { table, streams, arn in
            let items: [Item] = (0..<3).map { ["pk": "b", "sk": .s("\($0)")] }
            try await table.putAll(items)
            try await table.putAll(items)
            try await table.put(items[0])
            try await table.delete(["pk": "nobody", "sk": "0"])
            try await table.update(items[1], "REMOVE nothing")
            await expectError(.conditionalCheckFailed) {
                try await table.put(["pk": "b", "sk": "0", "x": 1], if: "attribute_not_exists(pk)")
            }
            let request = TransactWriteItemsRequest(
                transactItems: [
                    TransactWrite(tableName: table.name, .put(item: ["pk": "t", "sk": "1"])),
                    TransactWrite(tableName: table.name, .delete(key: items[2])),
                ], clientRequestToken: "once")
            _ = try await table.db.transactWriteItems(request)
            _ = try await table.db.transactWriteItems(request)
            let records = try await StreamReader(streams, arn).readAll()
            #expect(records.map(\.eventName) == [.insert, .insert, .insert, .insert, .remove])
            #expect(records.compactMap { $0.keys["sk"]?.string } == ["0", "1", "2", "1", "2"])
            let numbers = records.map(\.sequenceNumber)
            #expect(numbers == numbers.sorted { $0.compareBytes(with: $1) < 0 } && Set(numbers).count == 5)
            #expect(numbers.allSatisfy { (21...40).contains($0.utf8.count) })
        }
    }

    // Statements make the same records as the operations that they stand for: alone, in batches and in transactions.
    @Test(arguments: backends)
    func statementsAreShownOnce(_ backend: Backend) async throws {
        try await streamed(backend) { table, streams, arn in
            func run(_ text: String) async throws { _ = try await table.db.executeStatement(.init(text)) }
            let name = "\"\(table.name)\""
            try await run("INSERT INTO \(name) VALUE {'pk': 'a', 'sk': '1', 'n': 1}")
            try await run("UPDATE \(name) SET n = 2 WHERE pk = 'a' AND sk = '1'")
            try await run("UPDATE \(name) SET n = 2 WHERE pk = 'a' AND sk = '1'")
            try await run("DELETE FROM \(name) WHERE pk = 'nobody' AND sk = '1'")
            await expectError(.duplicateItem) { try await run("INSERT INTO \(name) VALUE {'pk': 'a', 'sk': '1'}") }
            let batch = try await table.db.batchExecuteStatement(
                BatchExecuteStatementRequest([
                    BatchStatement("INSERT INTO \(name) VALUE {'pk': 'a', 'sk': '2'}"),
                    BatchStatement("UPDATE \(name) SET n = 9 WHERE pk = 'a' AND sk = '1' AND n = 7"),
                ]))
            #expect(batch.responses.map { $0.error == nil } == [true, false])
            let request = ExecuteTransactionRequest(
                [
                    TransactStatement("DELETE FROM \(name) WHERE pk = 'a' AND sk = '1'"),
                    TransactStatement("INSERT INTO \(name) VALUE {'pk': 'a', 'sk': '3'}"),
                ], clientRequestToken: "once")
            for _ in 0..<2 { _ = try await table.db.executeTransaction(request) }
            let records = try await StreamReader(streams, arn).readAll()
            #expect(records.map(\.eventName) == [.insert, .modify, .insert, .remove, .insert])
            #expect(records.compactMap { $0.keys["sk"]?.string } == ["1", "1", "2", "1", "3"])
            #expect(records.map { $0.oldImage?["n"] } == [nil, 1, nil, 2, nil])
            #expect(records.map { $0.newImage?["n"] } == [1, 2, nil, nil, nil])
        }
    }

    // The places that an iterator can have, by pages of one.
    @Test(arguments: backends)
    func iterators(_ backend: Backend) async throws {
        try await streamed(backend) { table, streams, arn in
            for number in 0..<4 { try await table.put(["pk": "a", "sk": .s("\(number)")]) }
            let reader = StreamReader(streams, arn)
            let all = try await reader.readAll(limit: 1)
            #expect(all.compactMap { $0.keys["sk"]?.string } == ["0", "1", "2", "3"])
            let shard = try await reader.shards()[0].shardId
            let latest = try await streams.getShardIterator(
                GetShardIteratorRequest(streamArn: arn, shardId: shard, kind: .latest))
            let cases: [(GetShardIteratorRequest.Kind, Int, [String])] = [
                (.atSequenceNumber, 2, ["2", "3"]), (.afterSequenceNumber, 2, ["3"]), (.afterSequenceNumber, 3, []),
            ]
            for (kind, position, expected) in cases {
                let found = try await reader.read(kind, all[position].sequenceNumber)
                #expect(found.compactMap { $0.keys["sk"]?.string } == expected, "\(kind)")
            }
            let timed = try await streams.getShardIterator(
                GetShardIteratorRequest(streamArn: arn, shardId: shard, kind: .atTimestamp, timestamp: 1))
            #expect(try await streams.getRecords(GetRecordsRequest(shardIterator: timed)).records.count == 4)
            try await table.put(["pk": "a", "sk": "4"])
            let new = try await streams.getRecords(GetRecordsRequest(shardIterator: latest)).records
            #expect(new.compactMap { $0.keys["sk"]?.string } == ["4"])
        }
    }

    // A stream that is turned off is read to its end and then has no iterator; the next one is another stream. Those of
    // a deleted table are there as well.
    @Test(arguments: backends)
    func offAndOnAgain(_ backend: Backend) async throws {
        try await streamed(backend) { table, streams, arn in
            try await table.put(["pk": "a", "sk": "1"])
            func turn(_ view: StreamViewType?) async throws {
                var request = UpdateTableRequest(tableName: table.name)
                request.streamViewType = .some(view)
                _ = try await table.db.updateTable(request)
            }
            try await turn(nil)
            try await table.put(["pk": "a", "sk": "unseen"])
            let first = try await StreamReader(streams, arn).description()
            #expect(first.streamStatus == .disabled && first.shards.allSatisfy { $0.endingSequenceNumber != nil })
            #expect(try await StreamReader(streams, arn).readAll().compactMap { $0.keys["sk"]?.string } == ["1"])
            try await turn(.keysOnly)
            try await table.put(["pk": "a", "sk": "2"])
            let names = try await streams.listStreams(ListStreamsRequest(tableName: table.name)).streams.map(
                \.streamArn)
            #expect(names.count == 2 && names.contains(arn))
            let other = try #require(names.first { $0 != arn })
            #expect(
                try await table.db.describeTable(tableName: table.name).latestStreamLabel.map { other.hasSuffix($0) }
                    == true)
            _ = try await table.db.deleteTable(tableName: table.name)
            #expect(try await StreamReader(streams, arn).readAll().count == 1)
            let rest = try await StreamReader(streams, other).readAll()
            #expect(rest.compactMap { $0.keys["sk"]?.string } == ["2"] && rest[0].newImage == nil)
        }
    }

    // Lists of streams come in pages.
    @Test(arguments: backends)
    func listsInPages(_ backend: Backend) async throws {
        try await backend.run { db in
            let streams = try #require(db as? any DynamoDBStreams)
            for number in 0..<5 {
                var definition = TestTables.hashOnly(name: "table-\(number)")
                if number != 2 { definition.streamViewType = .keysOnly }
                _ = try await TestTable.make(db, definition)
            }
            var (names, start): ([String], String?) = ([], nil)
            repeat {
                let page = try await streams.listStreams(ListStreamsRequest(limit: 2, exclusiveStartStreamArn: start))
                #expect(page.streams.count <= 2)
                names += page.streams.map(\.tableName)
                start = page.lastEvaluatedStreamArn
            } while start != nil
            #expect(names == ["table-0", "table-1", "table-3", "table-4"])
            #expect(try await streams.listStreams(ListStreamsRequest(tableName: "table-2")).streams == [])
        }
    }

    // What is wrong with a request is said in the service's types.
    @Test(arguments: backends)
    func wrongRequests(_ backend: Backend) async throws {
        try await streamed(backend) { table, streams, arn in
            let shard = try await StreamReader(streams, arn).shards()[0]
            let missing = arn.dropLast() + "x"
            await expectError(.resourceNotFound, "Requested resource not found: Stream: \(missing) not found") {
                try await streams.describeStream(DescribeStreamRequest(streamArn: String(missing)))
            }
            await expectError(.validation) {
                try await streams.describeStream(
                    DescribeStreamRequest(streamArn: String(repeating: "no ARN ", count: 9)))
            }
            await expectError(.resourceNotFound, "Requested resource not found: Shard does not exist") {
                try await streams.getShardIterator(
                    GetShardIteratorRequest(
                        streamArn: arn, shardId: "shardId-00000000000000000000-00000000", kind: .latest))
            }
            for (kind, number) in [
                (GetShardIteratorRequest.Kind.latest, shard.startingSequenceNumber), (.atSequenceNumber, nil),
                (.atTimestamp, nil), (.afterSequenceNumber, String(repeating: "9", count: 30)),
            ] {
                await expectError(.validation) {
                    try await streams.getShardIterator(
                        GetShardIteratorRequest(
                            streamArn: arn, shardId: shard.shardId, kind: kind, sequenceNumber: number))
                }
            }
            await expectError(.validation) {
                try await streams.getShardIterator(
                    GetShardIteratorRequest(streamArn: arn, shardId: shard.shardId, kind: .atTimestamp, timestamp: 1e11)
                )
            }
            for iterator in ["x", "\(arn)|1|AAAA", "\(arn)|1|" + String(repeating: "A", count: 60)] {
                await expectError(.validation, "Invalid ShardIterator") {
                    try await streams.getRecords(GetRecordsRequest(shardIterator: iterator))
                }
            }
            let iterator = try await streams.getShardIterator(
                GetShardIteratorRequest(streamArn: arn, shardId: shard.shardId, kind: .trimHorizon))
            for limit in [0, 1001] {
                await expectError(.validation) {
                    try await streams.getRecords(GetRecordsRequest(shardIterator: iterator, limit: limit))
                }
            }
            for limit in [0, 101] {
                await expectError(.validation) { try await streams.listStreams(ListStreamsRequest(limit: limit)) }
            }
        }
    }
}
