import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// Contributor Insights: which keys are hot.
@Suite struct KeyInsightsTests {
    private func withTable(
        _ change: (inout TableEngine.Options) -> Void = { _ in },
        _ body: (TestTable, TableEngine, SteppedClock) async throws -> Void
    ) async throws {
        let clock = SteppedClock()
        var options = TableEngine.Options()
        options.clock = { clock.now }
        options.steadyClock = { clock.now }
        options.keepsMetrics = true
        change(&options)
        let engine = try TableEngine.inMemory(options: options)
        try await body(try await TestTable.make(engine, TestTables.indexed()), engine, clock)
        await engine.close()
    }

    private func turn(_ table: TestTable, _ engine: TableEngine, index: String? = nil, on isOn: Bool = true)
        async throws
    {
        _ = try await engine.oversee(
            .updateInsights(tableName: table.name, indexName: index, isEnabled: isOn, mode: nil))
    }

    private func amounts(_ engine: TableEngine, item: Bool = false, throttled: Bool = false) -> [String: Double] {
        let keys = engine.hottestKeys.filter { $0.isItem == item && $0.isThrottled == throttled }
        return Dictionary(keys.map { ($0.key, $0.amount) }) { first, _ in first }
    }

    // Nothing is counted while they are off; then units by partition and by item, reads and writes together.
    @Test func keysAreCountedWhileOn() async throws {
        try await withTable { table, engine, _ in
            try await table.put(["pk": "a", "sk": "1"])
            #expect(engine.hottestKeys.isEmpty)
            try await turn(table, engine)
            for number in 0..<6 { try await table.put(["pk": "a", "sk": .s("\(number % 2)")]) }
            try await table.put(["pk": "b", "sk": "1", "x": .s(String(repeating: "x", count: 2_500))])
            _ = try await table.get(["pk": "b", "sk": "1"])
            _ = try await table.query("pk = :p", values: [":p": "b"])
            #expect(amounts(engine) == ["a": 6, "b": 4.5])
            #expect(amounts(engine, item: true) == ["a, 0": 3, "a, 1": 3, "b, 1": 4])
            #expect(engine.hottestKeys.first?.key == "a" && engine.hottestKeys.first?.tableName == table.name)
            try await turn(table, engine, on: false)
            #expect(engine.hottestKeys.isEmpty)
        }
    }

    // Batches and transactions count each of their keys, an index those of its queries.
    @Test func manyKeysAndIndexes() async throws {
        try await withTable { table, engine, _ in
            try await turn(table, engine, index: "globalAll")
            let items: [Item] = (0..<3).map { ["pk": .s("p\($0)"), "sk": "s", "gpk": "g", "gsk": 1] }
            try await table.putAll(items)
            for _ in 0..<4 { _ = try await table.query("gpk = :g", index: "globalAll", values: [":g": "g"]) }
            #expect(engine.hottestKeys.map(\.key) == ["g"] && engine.hottestKeys.first?.indexName == "globalAll")
            #expect(amounts(engine) == ["g": 2])
            try await turn(table, engine)
            try await table.putAll(items)
            #expect(amounts(engine) == ["g": 2, "p0": 1, "p1": 1, "p2": 1])
        }
    }

    // Statements count the keys that they name, alone, in batches and in transactions; scans name none.
    @Test func keysOfStatements() async throws {
        try await withTable { table, engine, _ in
            try await turn(table, engine)
            func run(_ text: String) async throws {
                _ = try await engine.executeStatement(ExecuteStatementRequest(text))
            }
            try await run("INSERT INTO \(table.name) VALUE {'pk': 'a', 'sk': '1'}")
            try await run("UPDATE \(table.name) SET n = 1 WHERE pk = 'a' AND sk = '1'")
            #expect(amounts(engine, item: true) == ["a, 1": 2])
            for _ in 0..<4 { try await run("SELECT * FROM \(table.name) WHERE pk = 'a' AND sk = '1'") }
            try await run("SELECT * FROM \(table.name) WHERE pk IN ['a', 'b']")
            try await run("SELECT * FROM \(table.name) WHERE n = 1")
            #expect(amounts(engine) == ["a": 4.5, "b": 0.5])
            #expect(amounts(engine, item: true) == ["a, 1": 4])
            _ = try await engine.batchExecuteStatement(
                BatchExecuteStatementRequest([
                    BatchStatement("DELETE FROM \(table.name) WHERE pk = 'c' AND sk = '1'"), BatchStatement("SELEC"),
                ]))
            _ = try await engine.executeTransaction(
                ExecuteTransactionRequest([
                    TransactStatement("INSERT INTO \(table.name) VALUE {'pk': 'd', 'sk': '1'}")
                ]))
            #expect(amounts(engine) == ["a": 4.5, "b": 0.5, "c": 1, "d": 2])
        }
    }

    // What is throttled is counted apart.
    @Test func throttledKeys() async throws {
        try await withTable({ $0.enforcesThroughput = true }) { table, engine, _ in
            try await turn(table, engine)
            let large = AttributeValue.s(String(repeating: "x", count: 399_000))
            try await table.put(["pk": "hot", "sk": "1", "x": large])
            try await table.put(["pk": "hot", "sk": "2", "x": large])
            for _ in 0..<3 {
                await expectError(.throttling) { try await table.put(["pk": "hot", "sk": "3", "x": large]) }
            }
            #expect(amounts(engine, throttled: true) == ["hot": 3])
            #expect(amounts(engine, item: true, throttled: true) == ["hot, 3": 3])
            #expect(amounts(engine, item: true).keys.sorted() == ["hot, 1", "hot, 2"])
        }
    }

    // A report is of the rules that DescribeContributorInsights names, by minutes of the last hour.
    @Test func reports() async throws {
        try await withTable { table, engine, clock in
            try await turn(table, engine)
            guard
                case .insights(let described) = try await engine.oversee(
                    .describeInsights(tableName: table.name, indexName: nil))
            else { throw DynamoDBError.validation("no description") }
            let rule = try #require(described.rules.first)
            let first = Int(clock.now) / 60
            for minute in 0..<3 {
                for _ in 0...minute { try await table.put(["pk": .s("m\(minute)"), "sk": "1"]) }
                try await table.put(["pk": "each", "sk": "1"])
                clock.advance(by: 60)
            }
            let report = try #require(engine.metrics?.keyReport(rule: rule, first..<first + 3))
            #expect(report.names == ["pk"])
            #expect(report.contributors.map(\.values) == [["each"], ["m2"], ["m1"], ["m0"]])
            #expect(report.contributors.first?.minutes == [first: 1, first + 1: 1, first + 2: 1])
            #expect(report.minutes[first + 2] == KeyReport.Minute(total: 4, keys: 2))
            #expect(engine.metrics?.keyReport(rule: rule, first..<first + 1)?.contributors.count == 2)
            #expect(engine.metrics?.keyReport(rule: rule + "0", first..<first + 1) == nil)
            clock.advance(by: 3600)
            #expect(engine.hottestKeys.isEmpty)
        }
    }
}
