import DynamoExpressions
import DynamoModel
import Testing

@testable import DynamoExpressions

/// The parser of statements, by random statements: what is written is what is read, and no text crashes it.
@Suite struct StatementTests {
    /// A condition as it is written, with what it means.
    private struct Written {
        var text: String
        var node: ConditionNode
    }

    /// Writes random statements, and keeps the tables that their nodes name.
    private struct Writer {
        var random: Seeded
        var paths: [DocumentPath] = []
        var values: [AttributeValue] = []
        var parameters: [AttributeValue] = []

        /// Blanks and comments, where one may stand.
        mutating func blank() -> String { random.pick([" ", "  ", "\n", "\t", " /* x ' */ ", " -- y \"\n"]) }

        mutating func keyword(_ word: String) -> String {
            String(word.map { random.int(0...1) == 0 ? Character($0.lowercased()) : $0 })
        }

        mutating func path() -> (text: String, operand: Operand) {
            let names = ["pk", "sk", "n", "_a$1", "select", "it's", "a.b", "é"]
            var elements: [DocumentPath.Element] = []
            var text = ""
            for step in 0...random.int(0...2) {
                if step > 0, random.int(0...2) == 0 {
                    let index = random.int(0...12)
                    elements.append(.index(index))
                    text += "[\(index)]"
                    continue
                }
                let name = random.pick(names)
                let isPlain = ["pk", "sk", "n", "_a$1"].contains(name) && random.int(0...1) == 0
                elements.append(.attribute(name))
                text += (step > 0 ? "." : "") + (isPlain ? name : "\"\(name)\"")
            }
            guard let path = DocumentPath(elements) else { return ("pk", .path(0)) }
            if !paths.contains(path) { paths.append(path) }
            return (text, .path(paths.firstIndex(of: path) ?? 0))
        }

        mutating func literal() -> (text: String, value: AttributeValue) {
            switch random.int(0...5) {
            case 0: return ("'it''s \"é\" --'", "it's \"é\" --")
            case 1: return ("- - 1.50e1", 15)
            case 2: return (keyword("TRUE"), true)
            case 3: return (keyword("NULL"), .null)
            case 4: return ("[1, 'x', {'k': []}]", [1, "x", ["k": []]])
            default: return (".5", (try? DynamoNumber("0.5")).map(AttributeValue.n) ?? 0)
            }
        }

        mutating func operand() -> (text: String, operand: Operand) {
            switch random.int(0...4) {
            case 0, 1: return path()
            case 2:
                values.append(.int(random.int(0...9)))
                parameters.append(values[values.count - 1])
                return ("?", .value(values.count - 1))
            case 3:
                let inner = path()
                return ("\(keyword("SIZE"))(\(inner.text))", .call(.size, [inner.operand]))
            default:
                let literal = literal()
                values.append(literal.value)
                return (literal.text, .value(values.count - 1))
            }
        }

        mutating func condition(_ depth: Int) -> Written {
            switch random.int(0...(depth > 0 ? 9 : 6)) {
            case 0, 1, 2:
                let left = operand()
                let comparator = random.pick(Comparator.allCases)
                let right = operand()
                return Written(
                    text: "\(left.text)\(blank())\(comparator.rawValue)\(blank())\(right.text)",
                    node: .compare(comparator, left.operand, right.operand))
            case 3:
                let (subject, low, high) = (operand(), operand(), operand())
                return Written(
                    text: "\(subject.text) \(keyword("BETWEEN")) \(low.text) \(keyword("AND")) \(high.text)",
                    node: .between(subject.operand, low.operand, high.operand))
            case 4:
                let subject = operand()
                let candidates = (0...random.int(0...3)).map { _ in operand() }
                let list = candidates.map(\.text).joined(separator: ",\(blank())")
                return Written(
                    text: "\(subject.text) \(keyword("IN")) \(random.int(0...1) == 0 ? "(\(list))" : "[\(list)]")",
                    node: .member(subject.operand, candidates.map(\.operand)))
            case 5:
                let subject = path()
                return Written(
                    text: "\(subject.text) \(keyword("IS"))\(blank())\(keyword("MISSING"))",
                    node: .function(.attributeNotExists, [subject.operand]))
            case 6:
                let (subject, part) = (path(), operand())
                return Written(
                    text: "\(keyword("CONTAINS"))(\(subject.text), \(part.text))",
                    node: .function(.contains, [subject.operand, part.operand]))
            case 7:
                let inner = condition(depth - 1)
                return Written(text: "\(keyword("NOT")) (\(inner.text))", node: .not(inner.node))
            default:
                let isAll = random.int(0...1) == 0
                let parts = (0...random.int(1...2)).map { _ in condition(depth - 1) }
                let text = parts.map { "(\($0.text))" }.joined(
                    separator: "\(blank())\(keyword(isAll ? "AND" : "OR"))\(blank())")
                return Written(text: text, node: isAll ? .all(parts.map(\.node)) : .any(parts.map(\.node)))
            }
        }
    }

    @Test(arguments: 0..<40) func writtenIsRead(_ seed: Int) throws {
        var writer = Writer(random: Seeded(UInt64(seed)))
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

    // A text that comes again is parsed once; faults are not kept.
    @Test func cache() throws {
        let cache = StatementCache()
        for _ in 0..<3 { _ = try cache.parsed("SELECT * FROM T WHERE pk = ?") }
        _ = try? cache.parsed("SELECT")
        #expect(cache.count == 1)
    }
}
