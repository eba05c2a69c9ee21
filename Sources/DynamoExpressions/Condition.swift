import DynamoModel

/// A condition or filter of one request, ready to be asked of items.
public struct Condition: Sendable {
    package let node: ConditionNode
    package let bindings: Bindings

    package init(_ node: ConditionNode, _ bindings: Bindings) {
        self.node = node
        self.bindings = bindings
    }

    /// The memory that its values take, in bytes.
    public var memorySize: Int { bindings.memorySize }

    /// Whether the condition holds of the item; an item that is not there is an empty one.
    ///
    /// Values of different types are not equal, and neither is below the other; a comparison with what the item lacks
    /// is false, except `<>`, which is true.
    public func holds(for item: Item) -> Bool {
        var budget = EvaluationBudget()
        return holds(node, item, &budget)
    }

    /// Whether the condition holds of the item; nil when finding out takes more than the budget has.
    public func holds(for item: Item, within budget: inout EvaluationBudget) -> Bool? {
        let answer = holds(node, item, &budget)
        return budget.isExhausted ? nil : answer
    }

    /// The item's attributes within which the condition looks: by paths of more than one element.
    public var nestedAttributes: Set<ByteKey> {
        Set(bindings.paths.lazy.filter { !$0.isTopLevel }.map { ByteKey($0.root) })
    }

    /// The item's attributes that the nodes of the condition refer to, each once, in the order of the text.
    package var namedAttributes: [String] {
        var names: [String] = []
        func add(_ operand: Operand) {
            switch operand {
            case .path(let place):
                let name = bindings.paths[place].root
                if !names.contains(where: name.hasSameBytes) { names.append(name) }
            case .value: break
            case .call(_, let operands): operands.forEach(add)
            case .arithmetic(_, let left, let right): [left, right].forEach(add)
            }
        }
        func visit(_ node: ConditionNode) {
            switch node {
            case .all(let nodes), .any(let nodes): nodes.forEach(visit)
            case .not(let node): visit(node)
            case .compare(_, let left, let right): [left, right].forEach(add)
            case .between(let operand, let lower, let upper): [operand, lower, upper].forEach(add)
            case .member(let operand, let candidates): ([operand] + candidates).forEach(add)
            case .function(_, let operands): operands.forEach(add)
            }
        }
        visit(node)
        return names
    }

    /// The item's attributes that the condition refers to, at any depth.
    public var topLevelAttributes: Set<ByteKey> { Set(bindings.paths.map { ByteKey($0.root) }) }
}

// MARK: - Evaluation

// Every part counts what it visits. When the budget is exhausted the parts that are left say false at once, and the
// answer is not used.

extension Condition {
    private func holds(_ node: ConditionNode, _ item: Item, _ budget: inout EvaluationBudget) -> Bool {
        budget.spend(1)
        if budget.isExhausted { return false }
        switch node {
        case .all(let nodes): return nodes.allSatisfy { holds($0, item, &budget) }
        case .any(let nodes): return nodes.contains { holds($0, item, &budget) }
        case .not(let node): return !holds(node, item, &budget)
        case .compare(let comparator, let left, let right):
            let (left, right) = (value(of: left, item, &budget), value(of: right, item, &budget))
            return Self.compare(comparator, left, right, &budget)
        case .between(let operand, let lower, let upper): return isBetween(operand, lower, upper, item, &budget)
        case .member(let operand, let candidates): return isMember(operand, candidates, item, &budget)
        case .function(let function, let operands): return holds(function, operands, item, &budget)
        }
    }

    @inline(__always)
    private func value(of operand: Operand, _ item: Item, _ budget: inout EvaluationBudget) -> AttributeValue? {
        if case .call(.size, let operands) = operand, let subject = bindings.value(of: operands[0], in: item) {
            // The length of a text is counted character by character.
            if let text = subject.string { budget.spend(text.utf8.count) }
            return subject.expressionSize.map { .int($0) }
        }
        return bindings.value(of: operand, in: item)
    }

    private static func compare(
        _ comparator: Comparator, _ left: AttributeValue?, _ right: AttributeValue?, _ budget: inout EvaluationBudget
    ) -> Bool {
        guard let left, let right else { return comparator == .notEqual }
        switch comparator {
        case .equal: return left.equals(right, &budget)
        case .notEqual: return !left.equals(right, &budget)
        case .less: return left.order(comparedWith: right, &budget).map { $0 < 0 } ?? false
        case .lessOrEqual: return left.order(comparedWith: right, &budget).map { $0 <= 0 } ?? false
        case .greater: return left.order(comparedWith: right, &budget).map { $0 > 0 } ?? false
        case .greaterOrEqual: return left.order(comparedWith: right, &budget).map { $0 >= 0 } ?? false
        }
    }

    private func isBetween(
        _ operand: Operand, _ lower: Operand, _ upper: Operand, _ item: Item, _ budget: inout EvaluationBudget
    ) -> Bool {
        let subject = value(of: operand, item, &budget)
        return Self.compare(.greaterOrEqual, subject, value(of: lower, item, &budget), &budget)
            && Self.compare(.lessOrEqual, subject, value(of: upper, item, &budget), &budget)
    }

    private func isMember(
        _ operand: Operand, _ candidates: [Operand], _ item: Item, _ budget: inout EvaluationBudget
    ) -> Bool {
        guard let subject = value(of: operand, item, &budget) else { return false }
        for candidate in candidates {
            budget.spend(1)
            if budget.isExhausted { return false }
            guard let candidate = value(of: candidate, item, &budget) else { continue }
            if subject.equals(candidate, &budget) { return true }
        }
        return false
    }

    private func holds(
        _ function: ExpressionFunction, _ operands: [Operand], _ item: Item, _ budget: inout EvaluationBudget
    ) -> Bool {
        let first = value(of: operands[0], item, &budget)
        switch function {
        case .attributeExists: return first != nil
        case .attributeNotExists: return first == nil
        case .size, .ifNotExists, .listAppend: return false
        case .attributeType, .beginsWith, .contains: break
        }
        guard let first, let second = value(of: operands[1], item, &budget) else { return false }
        switch function {
        case .attributeType: return second.string?.hasSameBytes(as: first.typeName) ?? false
        case .beginsWith: return first.begins(with: second, &budget)
        default: return first.contains(second, &budget)
        }
    }
}
