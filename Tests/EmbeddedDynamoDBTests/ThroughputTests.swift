import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// Requests are held to the throughput of their tables, on a clock that stands still until it is moved.
@Suite struct ThroughputTests {
    private func withEngine(
        _ body: (TableEngine, SteppedClock) async throws -> Void
    ) async throws {
        let clock = SteppedClock(1_000)
        var options = TableEngine.Options()
        options.steadyClock = { clock.now }
        options.enforcesThroughput = true
        options.keepsMetrics = true
        let engine = try TableEngine.inMemory(options: options)
        try await body(engine, clock)
        await engine.close()
    }

    private func provisioned(
        _ request: CreateTableRequest, _ read: Int, _ write: Int, index: Int? = nil
    ) -> CreateTableRequest {
        var request = request
        request.billingMode = .provisioned
        request.provisionedThroughput = ProvisionedThroughput(readCapacityUnits: read, writeCapacityUnits: write)
        for position in request.globalSecondaryIndexes.indices {
            request.globalSecondaryIndexes[position].provisionedThroughput = ProvisionedThroughput(
                readCapacityUnits: read, writeCapacityUnits: index ?? write)
        }
        return request
    }

    /// How many of so many calls pass before one is refused; the refusal.
    private func passes(
        _ most: Int, _ body: (Int) async throws(DynamoDBError) -> Void
    ) async -> (count: Int, refusal: DynamoDBError?) {
        for number in 0..<most {
            do throws(DynamoDBError) { try await body(number) } catch { return (number, error) }
        }
        return (most, nil)
    }

    // Five units a second are five small writes; what is not used is there later, for at most 300 seconds.
    @Test func writesOfAProvisionedTable() async throws {
        try await withEngine { engine, clock in
            let table = try await TestTable.make(engine, provisioned(TestTables.keyed(), 5, 5))
            func writes(_ most: Int) async -> (count: Int, refusal: DynamoDBError?) {
                await passes(most) { (number) throws(DynamoDBError) in
                    // Of several partitions, which have limits of their own.
                    try await table.put(["pk": .s("p\(number % 8)"), "sk": .s("\(number)")])
                }
            }
            let first = await writes(10)
            #expect(first.count == 5 && first.refusal?.code == .provisionedThroughputExceeded)
            let reason = try #require(first.refusal?.throttlingReasons.first)
            #expect(reason.reason == "TableWriteProvisionedThroughputExceeded")
            #expect(reason.resource.hasSuffix("table/\(table.name)"))
            #expect(try await table.get(["pk": "p5", "sk": "5"]) == nil)
            clock.advance(by: 0.2)
            #expect(await writes(10).count == 1)
            clock.advance(by: 10_000)
            #expect(await writes(2_000).count == 1_500)
            // Another throughput holds from the next request on.
            clock.advance(by: 1)
            _ = await writes(10)
            _ = try await engine.updateTable(
                UpdateTableRequest(
                    tableName: table.name,
                    provisionedThroughput: ProvisionedThroughput(readCapacityUnits: 5, writeCapacityUnits: 50)))
            #expect(await writes(10).count == 0)
            clock.advance(by: 1)
            #expect(await writes(100).count == 50)
        }
    }

    // A read takes what it found: the difference to what it took at first is settled afterwards.
    @Test func readsTakeWhatTheyFound() async throws {
        try await withEngine { engine, clock in
            let table = try await TestTable.make(engine, provisioned(TestTables.keyed(), 10, 1_000))
            try await table.put(["pk": "a", "sk": "1", "text": .s(String(repeating: "x", count: 39_000))])
            let reads = await passes(10) { (_) throws(DynamoDBError) in
                _ = try await engine.getItem(
                    GetItemRequest(tableName: table.name, key: ["pk": "a", "sk": "1"], consistentRead: true))
            }
            #expect(reads.count == 1 && reads.refusal?.code == .provisionedThroughputExceeded)
            #expect(reads.refusal?.throttlingReasons.first?.reason == "TableReadProvisionedThroughputExceeded")
            clock.advance(by: 1)
            // A request that cannot be read is refused for that, and takes nothing.
            for _ in 0..<20 {
                await expectError(.validation) {
                    _ = try await engine.getItem(GetItemRequest(tableName: table.name, key: ["pk": "a"]))
                }
            }
            let queries = await passes(100) { (_) throws(DynamoDBError) in
                _ = try await table.query("pk = :p", values: [":p": "none"])
            }
            #expect(queries.count == 20)
        }
    }

    // A put waits for the units of the global indexes that it writes, and queries of an index take the index's.
    @Test func globalIndexes() async throws {
        try await withEngine { engine, clock in
            let table = try await TestTable.make(engine, provisioned(TestTables.indexed(), 1, 100, index: 1))
            func put(_ number: Int, group: String?) async throws(DynamoDBError) {
                var item: Item = ["pk": "a", "sk": .s("\(number)")]
                if let group { (item["gpk"], item["gsk"]) = (.s(group), 1) }
                try await table.put(item)
            }
            let refused = await passes(5) { (number) throws(DynamoDBError) in try await put(number, group: "g") }
            #expect(refused.count == 1)
            let reason = refused.refusal?.throttlingReasons.first
            #expect(reason?.reason == "IndexWriteProvisionedThroughputExceeded")
            #expect(reason?.resource.contains("/index/global") == true)
            // An item that is in no index needs only the table's units.
            try await put(9, group: nil)
            let queries = await passes(5) { (_) throws(DynamoDBError) in
                _ = try await table.query("gpk = :g", index: "globalAll", values: [":g": "g"])
            }
            #expect(queries.count == 2)
            #expect(queries.refusal?.throttlingReasons.first?.reason == "IndexReadProvisionedThroughputExceeded")
            _ = try await table.query("gpk = :g", index: "globalKeys", values: [":g": "g"])
        }
    }

    // A partition gives 1,000 write units a second, however many the table has; others are not touched by it.
    @Test func hotPartitions() async throws {
        try await withEngine { engine, clock in
            let table = try await TestTable.make(engine, TestTables.keyed())
            let large = AttributeValue.s(String(repeating: "x", count: 99_000))
            let writes = await passes(20) { (number) throws(DynamoDBError) in
                try await table.put(["pk": "hot", "sk": .s("\(number)"), "text": large])
            }
            #expect(writes.count == 10 && writes.refusal?.code == .throttling)
            #expect(writes.refusal?.throttlingReasons.first?.reason == "TableWriteKeyRangeThroughputExceeded")
            try await table.put(["pk": "cold", "sk": "1", "text": large])
            clock.advance(by: 1)
            try await table.put(["pk": "hot", "sk": "1", "text": large])
            let reads = await passes(10_000) { (_) throws(DynamoDBError) in
                _ = try await engine.getItem(
                    GetItemRequest(tableName: table.name, key: ["pk": "hot", "sk": "1"], consistentRead: true))
            }
            #expect(reads.count == 120)
        }
    }

    @Test func onDemandMaximums() async throws {
        try await withEngine { engine, clock in
            var request = TestTables.keyed()
            request.onDemandThroughput = OnDemandThroughput(maxReadRequestUnits: 2, maxWriteRequestUnits: 3)
            let table = try await TestTable.make(engine, request)
            let writes = await passes(9) { (number) throws(DynamoDBError) in
                try await table.put(["pk": "a", "sk": .s("\(number)")])
            }
            #expect(writes.count == 3 && writes.refusal?.code == .throttling)
            #expect(writes.refusal?.throttlingReasons.first?.reason == "TableWriteMaxOnDemandThroughputExceeded")
        }
    }

    // Batches do what there are units for and leave the rest, and are refused when that is all.
    @Test func batches() async throws {
        try await withEngine { engine, clock in
            let table = try await TestTable.make(engine, provisioned(TestTables.keyed(), 2, 3))
            let items: [Item] = (0..<5).map { ["pk": "a", "sk": .s("\($0)")] }
            let writes = BatchWriteItemRequest(requestItems: [table.name: items.map { .put(item: $0) }])
            let written = try await engine.batchWriteItem(writes)
            #expect(written.unprocessedItems[table.name] == items[3...].map { .put(item: $0) })
            #expect(written.consumedCapacity == nil)
            await expectError(.provisionedThroughputExceeded) { _ = try await engine.batchWriteItem(writes) }
            let reads = BatchGetItemRequest(requestItems: [table.name: KeysAndAttributes(keys: items)])
            let read = try await engine.batchGetItem(reads)
            #expect(read.responses[table.name]?.count == 3)
            #expect(read.unprocessedKeys[table.name]?.keys == [items[4]])
            await expectError(.provisionedThroughputExceeded) { _ = try await engine.batchGetItem(reads) }
            let metrics = engine.metrics?.totals ?? [:]
            let name = MetricIdentity.Dimension("TableName", table.name)
            #expect(metrics[MetricIdentity("WriteThrottleEvents", [name])]?.sum == 7)
            #expect(metrics[MetricIdentity("ReadThrottleEvents", [name])]?.sum == 6)
            let operation = MetricIdentity.Dimension("Operation", "BatchWriteItem")
            #expect(metrics[MetricIdentity("ThrottledRequests", [name, operation])]?.sum == 1)
        }
    }

    // A batch of two tables that neither can take counts for both.
    @Test func batchesOfTwoTables() async throws {
        try await withEngine { engine, clock in
            let tables = [
                try await TestTable.make(engine, provisioned(TestTables.keyed(), 1, 1)),
                try await TestTable.make(engine, provisioned(TestTables.keyed(name: "Other"), 1, 1)),
            ]
            let request = BatchWriteItemRequest(
                requestItems: Dictionary(
                    tables.map { ($0.name, [BatchWrite.put(item: ["pk": "a", "sk": "1"])]) }
                ) { first, _ in first })
            #expect(try await engine.batchWriteItem(request).unprocessedItems.isEmpty)
            await expectError(.provisionedThroughputExceeded) { _ = try await engine.batchWriteItem(request) }
            for table in tables {
                let dimensions: [MetricIdentity.Dimension] = [
                    .init("TableName", table.name), .init("Operation", "BatchWriteItem"),
                ]
                #expect(engine.metrics?.totals[MetricIdentity("ThrottledRequests", dimensions)]?.sum == 1)
            }
        }
    }

    // A statement that cannot be read is refused by itself, and the others of its batch have their limits.
    @Test(arguments: ["SELEC", "INSERT INTO Nobody VALUE {'pk': 'a'}", "INSERT INTO Hashed VALUE {'pk': ?}"])
    func statementsThatCannotBeRead(_ wrong: String) async throws {
        try await withEngine { engine, clock in
            let table = try await TestTable.make(engine, provisioned(TestTables.hashOnly(name: "Hashed"), 1, 2))
            func batch(_ numbers: Range<Int>) -> BatchExecuteStatementRequest {
                let inserts = numbers.map { BatchStatement("INSERT INTO Hashed VALUE {'pk': 'p\($0)'}") }
                return BatchExecuteStatementRequest(inserts + [BatchStatement(wrong)])
            }
            let refused = "ProvisionedThroughputExceeded"
            let first = try await engine.batchExecuteStatement(batch(0..<5)).responses.map(\.error?.code)
            #expect(first[..<5] == [nil, nil, refused, refused, refused] && first[5] != nil && first[5] != refused)
            let second = try await engine.batchExecuteStatement(batch(5..<8)).responses.map(\.error?.code)
            #expect(second[..<3] == [refused, refused, refused] && second[3] == first[5])
            #expect(try await table.scanPages().flatMap(\.items).count == 2)
        }
    }

    // Statements are held to the limits of the partitions that their keys name.
    @Test func partitionsOfStatements() async throws {
        try await withEngine { engine, clock in
            let table = try await TestTable.make(engine, TestTables.keyed(name: "Hot"))
            let large = AttributeValue.s(String(repeating: "x", count: 99_000))
            try await table.put(["pk": "hot", "sk": "1", "text": large])
            clock.advance(by: 1)
            let updates = await passes(20) { (number) throws(DynamoDBError) in
                _ = try await engine.executeStatement(
                    ExecuteStatementRequest("UPDATE Hot SET n = \(number) WHERE pk = 'hot' AND sk = '1'"))
            }
            #expect(updates.count == 11 && updates.refusal?.code == .throttling)
            #expect(updates.refusal?.throttlingReasons.first?.reason == "TableWriteKeyRangeThroughputExceeded")
            let reads = await passes(1_000) { (_) throws(DynamoDBError) in
                _ = try await engine.executeStatement(
                    ExecuteStatementRequest("SELECT * FROM Hot WHERE pk = 'hot'", consistentRead: true))
            }
            #expect(reads.count == 120)
            _ = try await engine.executeStatement(ExecuteStatementRequest("SELECT * FROM Hot WHERE pk = 'cold'"))
            let dimensions: [MetricIdentity.Dimension] = [
                .init("TableName", "Hot"), .init("Operation", "ExecuteStatement"),
            ]
            #expect(engine.metrics?.totals[MetricIdentity("ThrottledRequests", dimensions)]?.sum == 2)
        }
    }

    // A transaction is cancelled as a whole, says for which of its parts, and takes nothing.
    @Test func transactions() async throws {
        try await withEngine { engine, clock in
            let rich = try await TestTable.make(engine, provisioned(TestTables.keyed(), 100, 100))
            let poor = try await TestTable.make(engine, provisioned(TestTables.hashOnly(), 2, 2))
            func write(_ parts: [TransactWrite]) async throws(DynamoDBError) {
                _ = try await engine.transactWriteItems(TransactWriteItemsRequest(transactItems: parts))
            }
            func put(_ key: String) -> TransactWrite {
                TransactWrite(tableName: poor.name, .put(item: ["pk": .s(key)]))
            }
            let other = TransactWrite(tableName: rich.name, .put(item: ["pk": "a", "sk": "1"]))
            let error = await #expect(throws: DynamoDBError.self) { try await write([other, put("1"), put("2")]) }
            #expect(error?.code == .transactionCanceled)
            #expect(error?.cancellationReasons.map(\.code) == [.none, .none, .provisionedThroughputExceeded])
            #expect(try await rich.get(["pk": "a", "sk": "1"]) == nil)
            try await write([other, put("1")])
            func insert(_ key: String) -> String { "INSERT INTO \"\(poor.name)\" VALUE {'pk': '\(key)'}" }
            await expectError(.provisionedThroughputExceeded) {
                _ = try await engine.executeStatement(ExecuteStatementRequest(insert("x")))
            }
            clock.advance(by: 0.5)
            let batch = try await engine.batchExecuteStatement(
                BatchExecuteStatementRequest([BatchStatement(insert("x")), BatchStatement(insert("y"))]))
            #expect(batch.responses.map(\.error?.code) == [nil, "ProvisionedThroughputExceeded"])
        }
    }

    // Without the setting nothing is refused.
    @Test func offByDefault() async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, provisioned(TestTables.keyed(), 1, 1))
        for number in 0..<50 { try await table.put(["pk": "a", "sk": .s("\(number)")]) }
        await engine.close()
    }
}
