import DynamoModel
import Testing

@testable import DynamoExpressions

/// Random trees are printed and parsed: the same tree comes back.
@Suite struct RoundTripTests {
    @Test(arguments: 0..<300) func conditions(_ seed: Int) throws {
        var printer = RandomExpression(seed: UInt64(seed))
        let tree = printer.condition(depth: 4)
        let text = printer.text(of: tree)
        guard text.utf8.count <= DynamoLimits.expressionSize else { return }
        let parsed = try Parser.parse(text, .condition)
        #expect(parsed.root == .condition(tree), "\(text)")
        #expect(parsed.paths.map(\.elements) == printer.paths)
        #expect(parsed.values.map(\.placeholder) == printer.values)
    }

    @Test(arguments: 0..<300) func updates(_ seed: Int) throws {
        var printer = RandomExpression(seed: UInt64(seed))
        let (actions, text) = printer.update()
        let parsed = try Parser.parse(text, .update)
        #expect(parsed.root == .update(actions), "\(text)")
        #expect(parsed.paths.map(\.elements) == printer.paths)
        #expect(parsed.values.map(\.placeholder) == printer.values)
    }

    // Whether paths clash is found in one pass over the sorted paths: compared here with looking at every pair.
    @Test(arguments: 0..<400) func clashes(_ seed: Int) throws {
        var random = Seeded(UInt64(seed))
        let paths = (0..<random.int(1...5)).compactMap { _ in
            DocumentPath(
                [.attribute(random.pick(["a", "b", "c", "d"]))]
                    + (0..<random.int(0...3)).map { _ in
                        random.int(0...3) == 0 ? .index(random.int(0...1)) : .attribute(random.pick(["x", "y"]))
                    })
        }
        var clashes = false
        for (place, one) in paths.enumerated() {
            for two in paths[(place + 1)...] {
                let fork = zip(one.elements, two.elements).first { $0 != $1 }
                if let fork { clashes = clashes || fork.0.isIndex != fork.1.isIndex } else { clashes = true }
            }
        }
        #expect((try? PathOrder(paths) { $0 }) == nil ? clashes : !clashes, "\(paths)")
    }
}

/// Makes random trees and prints them, numbering their paths and values in the order in which they are written.
private struct RandomExpression {
    var random: Seeded
    var paths: [[PathReference.Element]] = []
    var values: [String] = []

    init(seed: UInt64) { random = Seeded(seed) }

    mutating func path() -> Operand {
        var elements: [PathReference.Element] = [name()]
        for _ in 0..<random.int(0...3) { elements.append(random.int(0...2) == 0 ? .index(random.int(0...12)) : name()) }
        paths.append(elements)
        return .path(paths.count - 1)
    }

    private mutating func name() -> PathReference.Element {
        random.int(0...2) == 0
            ? .placeholder(random.pick(["#a", "#1", "#_", "#size"]))
            : .attribute(random.pick(["a", "b_1", "Zz9", "namex"]))
    }

    mutating func value() -> Operand {
        values.append(random.pick([":v", ":1", ":_x"]))
        return .value(values.count - 1)
    }

    mutating func operand() -> Operand {
        switch random.int(0...4) {
        case 0: .call(.size, [path()])
        case 1, 2: value()
        default: path()
        }
    }

    mutating func condition(depth: Int) -> ConditionNode {
        switch random.int(0...(depth > 0 ? 8 : 5)) {
        case 0: return .between(operand(), operand(), operand())
        case 1: return .member(operand(), (0..<random.int(1...3)).map { _ in operand() })
        case 2: return .function(random.pick([.attributeExists, .attributeNotExists]), [path()])
        case 3: return .function(random.pick([.beginsWith, .contains, .attributeType]), [path(), operand()])
        case 4, 5: return .compare(random.pick(Comparator.allCases), operand(), operand())
        case 6: return .not(condition(depth: depth - 1))
        case 7: return .all((0..<random.int(2...3)).map { _ in condition(depth: depth - 1) })
        default: return .any((0..<random.int(2...3)).map { _ in condition(depth: depth - 1) })
        }
    }

    mutating func update() -> ([UpdateAction], String) {
        var actions: [UpdateAction] = []
        var sections: [String] = []
        for section in UpdateAction.Section.allCases.shuffled(using: &random).prefix(random.int(1...4)) {
            var written: [String] = []
            for _ in 0..<random.int(1...3) {
                guard case .path(let place) = path() else { continue }
                var text = self.text(of: Operand.path(place))
                var operand: Operand?
                switch section {
                case .set:
                    let made = sum()
                    text += space() + "=" + space() + self.text(of: made)
                    operand = made
                case .remove: break
                case .add, .delete:
                    let made = value()
                    text += " " + self.text(of: made)
                    operand = made
                }
                actions.append(UpdateAction(section: section, path: place, operand: operand))
                written.append(text)
            }
            let word = random.int(0...1) == 0 ? section.rawValue : section.rawValue.lowercased()
            sections.append(word + " " + written.joined(separator: space() + ","))
        }
        return (actions, sections.joined(separator: " "))
    }

    private mutating func sum() -> Operand {
        guard random.int(0...1) == 0 else { return updateOperand(depth: 2) }
        return .arithmetic(random.pick(Arithmetic.allCases), updateOperand(depth: 2), updateOperand(depth: 2))
    }

    private mutating func updateOperand(depth: Int) -> Operand {
        switch random.int(0...(depth > 0 ? 3 : 1)) {
        case 0: value()
        case 1: path()
        case 2: .call(.ifNotExists, [path(), updateOperand(depth: depth - 1)])
        default: .call(.listAppend, [updateOperand(depth: depth - 1), updateOperand(depth: depth - 1)])
        }
    }

    // MARK: Printing

    private mutating func space() -> String { random.pick(["", " ", "\n", "\t "]) }

    /// A keyword in a random case.
    private mutating func word(_ keyword: String) -> String {
        " " + (random.int(0...1) == 0 ? keyword : keyword.lowercased()) + " "
    }

    mutating func text(of operand: Operand) -> String {
        switch operand {
        case .path(let place):
            var text = ""
            for (index, element) in paths[place].enumerated() {
                switch element {
                case .attribute(let name), .placeholder(let name): text += (index > 0 ? "." : "") + name
                case .index(let number): text += "[" + space() + "\(number)]"
                }
            }
            return text
        case .value(let place): return values[place]
        case .call(let function, let operands):
            return function.rawValue + space() + "(" + operands.map { text(of: $0) }.joined(separator: ",") + ")"
        case .arithmetic(let arithmetic, let left, let right):
            return text(of: left) + space() + arithmetic.rawValue + space() + text(of: right)
        }
    }

    mutating func text(of node: ConditionNode) -> String {
        switch node {
        case .all(let nodes): return nodes.map { enclosed($0) }.joined(separator: word("AND"))
        case .any(let nodes): return nodes.map { enclosed($0) }.joined(separator: word("OR"))
        case .not(let node): return word("NOT") + enclosed(node)
        case .compare(let comparator, let left, let right):
            return text(of: left) + space() + comparator.rawValue + space() + text(of: right)
        case .between(let operand, let lower, let upper):
            return text(of: operand) + word("BETWEEN") + text(of: lower) + word("AND") + text(of: upper)
        case .member(let operand, let candidates):
            return text(of: operand) + word("IN") + "(" + candidates.map { text(of: $0) }.joined(separator: ", ") + ")"
        case .function(let function, let operands):
            return function.rawValue + "(" + operands.map { text(of: $0) }.joined(separator: space() + ",") + ")"
        }
    }

    /// A part in parentheses, which what joins others needs.
    private mutating func enclosed(_ node: ConditionNode) -> String {
        switch node {
        case .all, .any: "(" + space() + text(of: node) + ")"
        default: text(of: node)
        }
    }
}
