import DynamoExpressions
import DynamoModel
import Testing

@testable import DynamoExpressions

/// The parser of statements, by random statements: what is written is what is read, and no text crashes it.
@Suite struct StatementTests {
    @Test(arguments: 0..<40) func writtenIsRead(_ seed: Int) throws {
        var writer = StatementWriter(random: Seeded(UInt64(seed)))
        for _ in 0..<50 {
            (writer.paths, writer.values, writer.parameters) = ([], [], [])
            let condition = writer.condition(3)
            let text =
                "\(writer.keyword("SELECT"))\(writer.blank())*\(writer.blank())\(writer.keyword("FROM"))\(writer.blank())"
                + "\"a \"\"table\"\"\"\(writer.blank())\(writer.keyword("WHERE"))\(writer.blank())\(condition.text)"
            do throws(StatementError) {
                let statement = try StatementLowering.parse(text)
                #expect(statement.source.table == "a \"table\"")
                #expect(statement.condition == condition.node, "\(text)")
                #expect(statement.paths == writer.paths && statement.parameterCount == writer.parameters.count)
                let bound = try? statement.bound(writer.parameters)
                if let bound { #expect(bound.values == writer.values, "\(text)") }
            } catch {
                Issue.record("\(text): \(error.error)")
            }
        }
    }

    private static let seeds = [
        "SELECT a, m.z[3] FROM \"T\".\"i\" WHERE pk = ? AND (sk > 'x' OR begins_with(sk, 'y')) ORDER BY sk DESC",
        "INSERT INTO T VALUE {'pk': 1.5e3, 'l': [1, <<'a', 'b'>>, {'k': null}], 'p': ?}",
        "UPDATE T SET a = a + 1, b = list_append(b, [2]) REMOVE c[0] SET s = set_add(s, <<1>>) WHERE pk = 'x' RETURNING ALL NEW *",
        "FROM T WHERE pk = 'x' AND NOT a IS MISSING SET b = -?", "DELETE FROM T WHERE pk = 'x' RETURNING ALL OLD *",
        "EXISTS(SELECT * FROM T WHERE pk = 'x' AND a IN [1, 2])",
    ]
    private static let pieces = [
        "(", ")", "[", "]", "{", "}", "<<", ">>", "'", "\"", "?", ",", ".", ":", ";", "*", "+", "-", "--", "/*", "*/",
        "=",
        "<>", "!=", "<", "AND ", "OR ", "NOT ", "IN ", "IS ", "BETWEEN ", "SELECT ", "FROM ", "WHERE ", "SET ",
        "REMOVE ",
        "RETURNING ", "exists(", "size(", "set_add(", "1e5", "0", ".5", "null", "true", "a", " ", "\n", "\0", "é", "😀",
    ]

    /// Reads a text, and uses what it says.
    private func read(_ text: String) {
        guard let statement = try? StatementLowering.parse(text) else { return }
        let parameters = [AttributeValue](repeating: 1, count: statement.parameterCount)
        guard let bindings = try? statement.bound(parameters) else { return }
        let item: Item = ["pk": "x", "a": 1, "b": [1], "m": ["z": [1, 2, 3, 4]]]
        if let condition = statement.condition { _ = Condition(condition, bindings).holds(for: item) }
        _ = try? statement.update(bindings)?.apply(to: item)
    }

    @Test(arguments: 0..<20) func mutatedStatements(_ seed: Int) {
        var random = Seeded(UInt64(seed))
        for _ in 0..<200 {
            let whole = random.pick(Self.seeds)
            read(random.mutated(whole, with: Self.pieces))
        }
    }

    // Depth is bounded before it can use up the stack.
    @Test(arguments: ["(", "[", "{'a':", "<<", "NOT ", "-", "size(", "EXISTS(SELECT a FROM T WHERE "])
    func deepStatements(_ piece: String) {
        read("SELECT * FROM T WHERE a = " + String(repeating: piece, count: 8192 / piece.utf8.count))
        read("SELECT * FROM T WHERE " + String(repeating: piece, count: 8192 / piece.utf8.count))
    }

    // So is the depth of chains, which puts the tree a level deeper by each operator.
    @Test(arguments: [
        "1+", "a=", "a<", "a - ", "a<>", "a IN b IN ", "a IS NULL = ", "a BETWEEN 1 AND ", "a IN [1] = ", "(a=b)<",
        "a*",
    ])
    func longChains(_ piece: String) {
        let chain = String(repeating: piece, count: 8000 / piece.utf8.count) + "1"
        for text in ["SELECT * FROM T WHERE \(chain)", "UPDATE T SET a = \(chain) WHERE a = 1"] {
            #expect(throws: StatementError.self) { try StatementLowering.parse(text) }
        }
    }

    // Conditions side by side are no chain, however many.
    @Test func manyConditions() throws {
        let conditions = (0..<400).map { "(a=\($0) OR a<\($0) AND NOT b IS NULL)" }.joined(separator: " AND ")
        let statement = try StatementLowering.parse("SELECT * FROM T WHERE \(conditions)")
        guard case .all(let parts)? = statement.condition else { throw StatementFault.refused("no conditions") }
        #expect(parts.count == 400)
    }

    // A change has one sign between two operands; further ones, and functions that are no operands, are refused.
    @Test(arguments: [
        ("a + 1 + 1", "Unsupported operation: Plus"), ("a - 1 + ?", "Unsupported operation: Minus"),
        ("1 + (a - 1)", "Unsupported operation: Minus"),
        ("list_append(a, [1]) + 1", "Unrecognized function: list_append at 1:18:11"),
        ("a + contains(b, 1)", "Unrecognized function: contains at 1:22:8"),
        ("size(list_append(a, b))", "Unrecognized function: list_append at 1:23:11"),
    ])
    func sums(_ sum: String, _ message: String) {
        let error = #expect(throws: StatementError.self) {
            try StatementLowering.parse("UPDATE T SET a = \(sum) WHERE a = 1")
        }
        #expect(error?.error.message == message)
    }

    // A text that comes again is parsed once; faults are not kept.
    @Test func cache() throws {
        let cache = StatementCache()
        for _ in 0..<3 { _ = try cache.parsed("SELECT * FROM T WHERE pk = ?") }
        _ = try? cache.parsed("SELECT")
        #expect(cache.count == 1)
    }
}
