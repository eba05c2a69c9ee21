import DynamoModel
import TestSupport
import Testing

/// However a `WHERE` is taken apart, the rows are those that meet it; and no row is read without need.
@Suite(.tables) struct StatementReadsTests {
    private struct Conditions {
        var random: SystemRandomNumberGenerator

        mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

        mutating func value() -> String { "'\(int(0...4))'" }

        mutating func leaf() -> String {
            switch int(0...8) {
            case 0, 1: "pk = \(value())"
            case 2: "pk IN [\(value()), \(value())]"
            case 3: "sk = \(value())"
            case 4: "sk \(["<", "<=", ">", ">=", "<>"].randomElement() ?? "<") \(value())"
            case 5: "sk BETWEEN '1' AND '3'"
            case 6: "begins_with(sk, \(value()))"
            case 7: "sk IN (\(value()), \(value()))"
            default: "n \(["=", "<"].randomElement() ?? "=") \(int(0...4))"
            }
        }

        mutating func condition(_ depth: Int) -> String {
            guard depth > 0 else { return leaf() }
            switch int(0...4) {
            case 0: return leaf()
            case 1: return "NOT (\(condition(depth - 1)))"
            case 2: return "(\(condition(depth - 1))) OR (\(condition(depth - 1)))"
            default: return "(\(condition(depth - 1))) AND (\(condition(depth - 1)))"
            }
        }
    }

    // What stands under NOT is a filter of a scan: the same condition there gives the rows that a read by key has to
    // give.
    @Test(arguments: Backend.all)
    func byKeyAndByScan(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.putAll(
                (0..<5).flatMap { hash in
                    (0..<5).map { ["pk": .s("\(hash)"), "sk": .s("\($0)"), "n": .int((hash * 7 + $0) % 5)] }
                })
            var conditions = Conditions(random: SystemRandomNumberGenerator())
            var compared = 0
            for _ in 0..<200 {
                let condition = conditions.condition(3)
                let scanned = try await table.run("SELECT * FROM T WHERE NOT NOT (\(condition))")
                do {
                    let read = try await table.run("SELECT * FROM T WHERE \(condition)")
                    #expect(read.count == scanned.count && Set(read) == Set(scanned), "\(condition)")
                    compared += 1
                } catch let error as DynamoDBError {
                    #expect(
                        error.message.hasPrefix("Overlapping conditions")
                            || error.message.hasPrefix("Too many decomposed"),
                        "\(condition): \(error)")
                }
            }
            #expect(compared > 50)
        }
    }

    // A statement that names the partition key reads no more than that: the units tell.
    @Test(arguments: Backend.all)
    func readsByKey(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let text = AttributeValue.s(String(repeating: "x", count: 4000))
            try await table.putAll((0..<20).map { ["pk": .s("\($0 / 5)"), "sk": .s("\($0 % 5)"), "x": text] })
            for (condition, units) in [
                ("pk = '1' AND sk = '1'", 0.5), ("pk = '1' AND sk IN ['1', '3']", 1), ("pk = '1' AND sk < '2'", 1),
                ("pk IN ['0', '1'] AND sk = '1' AND n = 1", 1), ("pk = '0' AND sk = '1' OR pk = '1' AND sk = '2'", 1),
                ("(pk = '0' OR pk = '1') AND (sk = '1' OR sk = '2')", 2), ("sk = '1' AND pk = '9'", 0.5),
            ] {
                let answer = try await table.db.executeStatement(
                    ExecuteStatementRequest(
                        table.text("SELECT * FROM T WHERE \(condition)"), returnConsumedCapacity: .total))
                #expect(answer.consumedCapacity?.total.total == units, "\(condition)")
            }
        }
    }
}
