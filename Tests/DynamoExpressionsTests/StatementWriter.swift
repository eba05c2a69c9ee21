import DynamoModel

@testable import DynamoExpressions

/// Writes parts of random statements, and keeps the tables that their nodes name.
struct StatementWriter {
    /// A condition as it is written, with what it means.
    struct Written {
        var text: String
        var node: ConditionNode
    }

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
