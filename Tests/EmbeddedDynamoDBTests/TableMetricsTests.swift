import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// The metrics of tables, by minutes: what answers report, and what only the engine knows.
@Suite struct TableMetricsTests {
    private func options(_ clock: SteppedClock) -> TableEngine.Options {
        var options = TableEngine.Options()
        options.clock = { clock.now }
        options.keepsMetrics = true
        return options
    }

    private func sample(
        _ engine: TableEngine, _ name: String, _ dimensions: [MetricIdentity.Dimension], _ clock: SteppedClock
    ) async throws -> MetricSample? {
        let minute = Int(clock.now) / 60
        var sum: MetricSample?
        try await engine.metrics?.samples(minute - 100..<minute + 1, of: [MetricIdentity(name, dimensions)]) {
            _, _, sample in
            if sum?.add(sample) == nil { sum = sample }
        }
        return sum
    }

    // What is consumed of table and indexes is the sum of what the answers report, also over a restart in a minute.
    @Test func unitsAreThoseOfTheAnswers() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            let clock = SteppedClock()
            let table = MetricIdentity.Dimension("TableName", "Indexed")
            let index = MetricIdentity.Dimension("GlobalSecondaryIndexName", "globalAll")
            var expected = (table: CapacityUnits(), index: CapacityUnits())
            for part in 0..<2 {
                let engine = try TableEngine.open(path: path, options: options(clock))
                let made = TestTable(engine, TestTables.indexed(name: "Indexed"))
                if part == 0 { _ = try await engine.createTable(TestTables.indexed(name: "Indexed")) }
                for number in 0..<20 {
                    let text = String(repeating: "x", count: number * 200)
                    let item: Item = ["pk": "p", "sk": .s("\(number)"), "gpk": .s("g\(part)"), "gsk": 1, "x": .s(text)]
                    let written = try await made.put(item, capacity: .indexes).consumedCapacity
                    let read = try await engine.getItem(
                        GetItemRequest(
                            tableName: made.name, key: ["pk": "p", "sk": .s("\(number)")],
                            returnConsumedCapacity: .indexes)
                    ).consumedCapacity
                    for capacity in [written, read].compactMap({ $0 }) {
                        expected.table = expected.table + capacity.localIndexes.values.reduce(capacity.table, +)
                        expected.index = expected.index + (capacity.globalIndexes["globalAll"] ?? CapacityUnits())
                    }
                    clock.advance(by: 7)
                }
                await engine.close()
            }
            let engine = try TableEngine.open(path: path, options: options(clock))
            for (name, of, units) in [
                ("ConsumedWriteCapacityUnits", [table], expected.table.write),
                ("ConsumedReadCapacityUnits", [table], expected.table.read),
                ("ConsumedWriteCapacityUnits", [table, index], expected.index.write),
            ] {
                #expect(try await sample(engine, name, of, clock)?.sum == units, "\(name)")
            }
            await engine.close()
        }
    }

    // Minutes are there for 15 days, those that are kept as well as those that are not yet.
    @Test func minutesAreKeptFor15Days() async throws {
        let clock = SteppedClock()
        let engine = try TableEngine.inMemory(options: options(clock))
        let table = try await TestTable.make(engine, TestTables.keyed())
        let name = MetricIdentity.Dimension("TableName", table.name)
        let first = Int(clock.now) / 60
        for day in 0..<20 {
            try await table.put(["pk": "a", "sk": .s("\(day)")])
            await engine.metrics?.keep()
            clock.advance(by: 86_400)
        }
        var minutes: [Int] = []
        try await engine.metrics?.samples(
            first..<first + 20 * 1440, of: [MetricIdentity("ConsumedWriteCapacityUnits", [name])]
        ) { minute, _, sample in
            minutes.append(minute)
            #expect(sample == MetricSample(1))
        }
        #expect(minutes == (4..<20).map { first + $0 * 1440 })
        await engine.close()
    }

    // Failures are counted by their kind, successes by table and operation.
    @Test func failuresAndLatencies() async throws {
        let clock = SteppedClock()
        let engine = try TableEngine.inMemory(options: options(clock))
        let table = try await TestTable.make(engine, TestTables.keyed())
        try await table.put(["pk": "a", "sk": "1"])
        await expectError(.conditionalCheckFailed) {
            try await table.put(["pk": "a", "sk": "1"], if: "attribute_not_exists(pk)")
        }
        await expectError(.transactionCanceled) {
            let taken = TransactWrite(
                tableName: table.name, .put(item: ["pk": "a", "sk": "1"]),
                conditionExpression: "attribute_not_exists(pk)")
            let free = TransactWrite(tableName: table.name, .put(item: ["pk": "a", "sk": "2"]))
            _ = try await engine.transactWriteItems(TransactWriteItemsRequest(transactItems: [free, taken]))
        }
        await expectError(.validation) { try await table.put(["pk": "a"]) }
        #expect(try await table.query("pk = :p", values: [":p": "a"]).count == 1)
        let name = MetricIdentity.Dimension("TableName", table.name)
        let put = MetricIdentity.Dimension("Operation", "PutItem")
        let query = MetricIdentity.Dimension("Operation", "Query")
        #expect(try await sample(engine, "ConditionalCheckFailedRequests", [name], clock)?.sum == 2)
        // The cancelled transaction, and the invalid item.
        #expect(try await sample(engine, "UserErrors", [], clock)?.sum == 2)
        #expect(try await sample(engine, "ReturnedItemCount", [name, query], clock)?.sum == 1)
        #expect(try await sample(engine, "SuccessfulRequestLatency", [name, put], clock)?.count == 1)
        #expect(engine.metrics?.totals[MetricIdentity("UserErrors", [])]?.sum == 2)
        await engine.close()
    }

    // Failures of statements are counted for the tables that they name, alone, in batches and in transactions.
    @Test func failuresOfStatements() async throws {
        let clock = SteppedClock()
        let engine = try TableEngine.inMemory(options: options(clock))
        let table = try await TestTable.make(engine, TestTables.keyed(name: "Kept"))
        try await table.put(["pk": "a", "sk": "1", "n": 1])
        let update = "UPDATE Kept SET n = 2 WHERE pk = 'a' AND sk = '1' AND n = 3"
        await expectError(.conditionalCheckFailed) {
            _ = try await engine.executeStatement(ExecuteStatementRequest(update))
        }
        let batch = try await engine.batchExecuteStatement(
            BatchExecuteStatementRequest([
                BatchStatement(update), BatchStatement("INSERT INTO Kept VALUE {'pk': 'a', 'sk': '2'}"),
                BatchStatement("SELEC"),
            ]))
        #expect(batch.responses.map(\.error?.code) == ["ConditionalCheckFailed", nil, "ValidationError"])
        await expectError(.transactionCanceled) {
            _ = try await engine.executeTransaction(
                ExecuteTransactionRequest([
                    TransactStatement("INSERT INTO Kept VALUE {'pk': 'a', 'sk': '3'}"),
                    TransactStatement("EXISTS(SELECT * FROM Kept WHERE pk = 'a' AND sk = '1' AND n = 3)"),
                ]))
        }
        await expectError(.validation) { _ = try await engine.executeStatement(ExecuteStatementRequest("SELEC")) }
        let name = MetricIdentity.Dimension("TableName", table.name)
        #expect(try await sample(engine, "ConditionalCheckFailedRequests", [name], clock)?.sum == 3)
        // The cancelled transaction, and the text that is no statement.
        #expect(try await sample(engine, "UserErrors", [], clock)?.sum == 2)
        await engine.close()
    }

    // A condition that does not hold takes units, of the item that is there or of the larger one that was to be put;
    // each write of a transaction that is cancelled for one takes half. What is wrong by itself takes nothing.
    @Test func refusedConditionsTakeUnits() async throws {
        let clock = SteppedClock()
        let engine = try TableEngine.inMemory(options: options(clock))
        let table = try await TestTable.make(engine, TestTables.keyed(name: "Kept"))
        let name = MetricIdentity.Dimension("TableName", table.name)
        var expected = 0.0
        func taken(_ units: Double, _ body: () async throws -> Void) async throws {
            do {
                try await body()
                Issue.record("nothing was refused")
            } catch is DynamoDBError {}
            expected += units
            #expect(try await sample(engine, "ConsumedWriteCapacityUnits", [name], clock)?.sum == expected)
        }
        func text(_ kilobytes: Int) -> AttributeValue { .s(String(repeating: "x", count: kilobytes * 1024 - 100)) }
        let key: Item = ["pk": "a", "sk": "1"]
        try await table.put(key.merging(["x": text(3)]))
        expected = 3
        try await taken(3) { try await table.put(key, if: "attribute_not_exists(pk)") }
        try await taken(5) { try await table.put(key.merging(["x": text(5)]), if: "attribute_not_exists(pk)") }
        try await taken(1) { try await table.update(["pk": "b", "sk": "1"], "SET n = pk", if: "attribute_exists(pk)") }
        try await taken(3) { try await table.delete(key, if: "attribute_not_exists(pk)") }
        try await taken(0) { try await table.put(["pk": "a"]) }
        try await taken(0) { try await table.update(key, "SET x.y = pk") }
        for text in [
            "UPDATE Kept SET n = 1 WHERE pk = 'a' AND sk = '1' AND n = 2",
            "INSERT INTO Kept VALUE {'pk': 'a', 'sk': '1'}",
            "DELETE FROM Kept WHERE pk = 'a' AND sk = '1' AND n = 2",
        ] {
            try await taken(3) { _ = try await engine.executeStatement(ExecuteStatementRequest(text)) }
        }
        let free = TransactWrite(tableName: table.name, .put(item: ["pk": "b", "sk": "2", "x": text(2)]))
        let held = TransactWrite(
            tableName: table.name, .conditionCheck(key: key), conditionExpression: "attribute_not_exists(pk)")
        try await taken(2 + 3) {
            _ = try await engine.transactWriteItems(TransactWriteItemsRequest(transactItems: [free, held]))
        }
        try await taken(1 + 3) {
            _ = try await engine.executeTransaction(
                ExecuteTransactionRequest([
                    TransactStatement("INSERT INTO Kept VALUE {'pk': 'b', 'sk': '3'}"),
                    TransactStatement("INSERT INTO Kept VALUE {'pk': 'a', 'sk': '1'}"),
                ]))
        }
        await engine.close()
    }

    // What expires is counted, and what is provisioned is there without any operation.
    @Test func expiryAndProvisionedUnits() async throws {
        let clock = SteppedClock()
        let engine = try TableEngine.inMemory(options: options(clock))
        var request = TestTables.keyed()
        request.billingMode = .provisioned
        request.provisionedThroughput = ProvisionedThroughput(readCapacityUnits: 7, writeCapacityUnits: 3)
        let table = try await TestTable.make(engine, request)
        try await table.put(["pk": "a", "sk": "1", "ttl": .n(DynamoNumber(Int(clock.now) - 10))])
        _ = try await engine.updateTimeToLive(
            tableName: table.name, TimeToLive(attributeName: "ttl", isEnabled: true))
        let name = MetricIdentity.Dimension("TableName", table.name)
        try await waitFor("the item to expire") { () -> Bool? in
            try await sample(engine, "TimeToLiveDeletedItemCount", [name], clock)?.sum == 1 ? true : nil
        }
        clock.advance(by: 600)
        await engine.metrics?.keep()
        await engine.metrics?.keep()
        let units = try await sample(engine, "ProvisionedReadCapacityUnits", [name], clock)
        #expect(units?.maximum == 7 && units?.minimum == 7)
        await engine.close()
    }

    // Values are counted in their ranges, in whatever order they come.
    @Test(arguments: [[1.0, 1, 3, 0.5, 200, 2], [200, 1, 0.001, 1]]) func rangeCounts(values: [Double]) {
        var (counts, expected) = (RangeCounts(), MetricDistribution())
        for value in values {
            counts.add(value)
            expected.add(1, in: MetricDistribution.range(of: value))
        }
        #expect(counts.distribution == expected)
        #expect(RangeCounts().distribution == MetricDistribution())
    }

    // Latencies have their distribution, also of minutes that are kept; minutes of programs that knew none have none.
    @Test func distributions() async throws {
        try await TemporaryFolder.with { folder in
            let (path, clock) = (folder.file("table.db"), SteppedClock())
            var name: [MetricIdentity.Dimension] = []
            for part in 1...2 {
                let engine = try TableEngine.open(path: path, options: options(clock))
                let table = TestTable(engine, TestTables.keyed())
                if part == 1 { _ = try await engine.createTable(TestTables.keyed()) }
                name = [.init("TableName", table.name), .init("Operation", "PutItem")]
                for number in 0..<10 { try await table.put(["pk": "a", "sk": .s("\(number)")]) }
                let found = try #require(try await sample(engine, "SuccessfulRequestLatency", name, clock))
                #expect(found.distribution?.counts.values.reduce(0, +) == Double(part * 10))
                let half = try #require(found.distribution?.percentile(50, within: found.minimum...found.maximum))
                #expect((found.minimum...found.maximum).contains(half))
                await engine.close()
            }
            let engine = try TableEngine.open(path: path, options: options(clock))
            let old = MetricIdentity("SuccessfulRequestLatency", name)
            let item = KeptMinute.item([old: MetricSample(sum: 5, count: 2, minimum: 1, maximum: 4)])
            #expect(item.names == ["samples"])
            try await engine.onWriter { (writer) throws(EngineFault) in
                try writer.save(item, as: .metrics, KeptMinute.name(Int(clock.now) / 60 - 5))
            }
            var samples: [MetricSample] = []
            let minute = Int(clock.now) / 60
            try await engine.metrics?.samples(minute - 6..<minute - 1, of: [old]) { _, _, sample in
                samples.append(sample)
            }
            #expect(samples == [MetricSample(sum: 5, count: 2, minimum: 1, maximum: 4)])
            await engine.close()
        }
    }

    // Which metrics there are is known of what is kept, what is not yet, and what an earlier process kept; what is
    // older than 15 days is gone.
    @Test func series() async throws {
        try await TemporaryFolder.with { folder in
            let (path, clock) = (folder.file("table.db"), SteppedClock())
            func names(_ engine: TableEngine, minutes: Int = 30 * 1440) async throws -> Set<String> {
                let since = Int(clock.now) / 60 - minutes
                return Set(try await engine.metrics?.series(since: since).flatMap { $0.dimensions.map(\.value) } ?? [])
            }
            let operations: [(MetricsTestStep, Set<String>)] = [(.put, ["PutItem"]), (.get, ["PutItem", "GetItem"])]
            for (step, expected) in operations {
                let engine = try TableEngine.open(path: path, options: options(clock))
                let table = TestTable(engine, TestTables.keyed())
                if step == .put { _ = try await engine.createTable(TestTables.keyed()) }
                if step == .put {
                    try await table.put(["pk": "a", "sk": "1"])
                } else {
                    _ = try await table.get(["pk": "a", "sk": "1"])
                }
                #expect(try await names(engine).isSuperset(of: expected))
                for _ in 0..<5 {
                    clock.advance(by: 60)
                    await engine.metrics?.keep()
                }
                #expect(try await names(engine).isSuperset(of: expected))
                #expect(try await names(engine, minutes: 3).isEmpty)
                await engine.close()
                clock.advance(by: 14 * 86_400)
            }
            let engine = try TableEngine.open(path: path, options: options(clock))
            #expect(try await names(engine).contains("GetItem"))
            #expect(try await !names(engine).contains("PutItem"))
            clock.advance(by: 2 * 86_400)
            #expect(try await names(engine).isEmpty)
            await engine.close()
        }
    }
}

private enum MetricsTestStep {
    case put
    case get
}
