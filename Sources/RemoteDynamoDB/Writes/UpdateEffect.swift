import DynamoExpressions
import DynamoModel

/// What an update leaves, as far as request and condition show without the item.
struct UpdateEffect: Sendable {
    /// What is known of the item after the update.
    let after: KnownAttributes

    private var expected: [(path: DocumentPath, value: AttributeValue?)] = []
    /// Whether all that it changes is in `expected`.
    private var isComplete = true

    /// The effect of an update that was done, so that its condition held before; nil when its expression is not valid.
    init?(_ request: UpdateItemRequest, under condition: Condition) {
        var before = KnownAttributes(request.key)
        before.learn(from: condition.node, condition.bindings)
        guard let expression = request.updateExpression else {
            after = before
            return
        }
        var expressions = RequestExpressions(request.parameters)
        guard let update = try? expressions.update(expression, keyAttributes: request.key.map(\.name)) else {
            return nil
        }
        var after = before
        for (action, path) in zip(update.actions, update.touchedPaths) {
            let value = before.result(of: action, update.bindings)
            if let value { expected.append((path, value)) } else { isComplete = false }
            after.set(path, value)
        }
        self.after = after
    }

    /// Whether an item is as the update leaves it, and shows a value that not everybody who meets the condition would
    /// write.
    func stand(in item: Item, besides common: Set<ByteKey>) -> Bool {
        isComplete
            && expected.allSatisfy { $0.path.value(in: item) == $0.value }
            && expected.contains { $0.value != nil && !common.contains(ByteKey($0.path.root)) }
    }
}

/// The attributes of an item that are known, by name: nil for one that is known to be absent.
struct KnownAttributes: Sendable {
    private var known: [ByteKey: AttributeValue?] = [:]

    /// An item of which the key is known.
    init(_ key: Item) {
        for (name, value) in key { known[ByteKey(name)] = .some(value) }
    }

    /// Learns what a condition that holds says: equalities with values, and attributes that are not there.
    mutating func learn(from node: ConditionNode, _ bindings: Bindings) {
        switch node {
        case .all(let nodes): for node in nodes { learn(from: node, bindings) }
        case .compare(.equal, .path(let path), .value(let value)),
            .compare(.equal, .value(let value), .path(let path)):
            if bindings.paths[path].isTopLevel {
                known[ByteKey(bindings.paths[path].root)] = .some(bindings.values[value])
            }
        case .function(.attributeNotExists, let operands):
            // A key attribute that is not there will be: the update makes the item.
            if case .path(let path)? = operands.first, bindings.paths[path].isTopLevel,
                known[ByteKey(bindings.paths[path].root)] == nil
            {
                known[ByteKey(bindings.paths[path].root)] = .some(nil)
            }
        default: break
        }
    }

    /// Notes the result of a change of a path: none when it is not known.
    mutating func set(_ path: DocumentPath, _ value: AttributeValue??) {
        known[ByteKey(path.root)] = path.isTopLevel ? value : nil
    }

    /// What an action of an update sets its path to (nil: it is removed); none when that depends on what is not known.
    func result(of action: UpdateAction, _ bindings: Bindings) -> AttributeValue?? {
        switch action.section {
        case .remove: return .some(nil)
        case .set: return action.operand.flatMap { value(of: $0, bindings) }.map { .some($0) }
        case .add, .delete: return nil
        }
    }

    private func value(of operand: Operand, _ bindings: Bindings) -> AttributeValue? {
        switch operand {
        case .value(let index): return bindings.values[index]
        case .path(let index):
            let path = bindings.paths[index]
            return path.isTopLevel ? known[ByteKey(path.root)] ?? nil : nil
        case .arithmetic(let arithmetic, let left, let right):
            guard case .n(let a)? = value(of: left, bindings), case .n(let b)? = value(of: right, bindings) else {
                return nil
            }
            return (arithmetic == .plus ? try? a.adding(b) : try? a.subtracting(b)).map { .n($0) }
        case .call: return nil
        }
    }

    /// Whether a condition holds; nil when that depends on what is not known.
    func truth(of condition: Condition) -> Bool? { truth(condition.node, condition.bindings) }

    private func truth(_ node: ConditionNode, _ bindings: Bindings) -> Bool? {
        switch node {
        case .all(let nodes):
            let parts = nodes.map { truth($0, bindings) }
            return parts.contains(false) ? false : parts.contains(nil) ? nil : true
        case .any(let nodes):
            let parts = nodes.map { truth($0, bindings) }
            return parts.contains(true) ? true : parts.contains(nil) ? nil : false
        case .not(let node): return truth(node, bindings).map { !$0 }
        case .compare(_, let left, let right): return leaf(node, [left, right], bindings)
        case .between(let operand, let lower, let upper): return leaf(node, [operand, lower, upper], bindings)
        case .member(let operand, let candidates): return leaf(node, [operand] + candidates, bindings)
        case .function(_, let operands): return leaf(node, operands, bindings)
        }
    }

    private func leaf(_ node: ConditionNode, _ operands: [Operand], _ bindings: Bindings) -> Bool? {
        guard operands.allSatisfy({ isKnown($0, bindings) }) else { return nil }
        var item = Item()
        for (name, value) in known { item[name.text] = value }
        return Condition(node, bindings).holds(for: item)
    }

    private func isKnown(_ operand: Operand, _ bindings: Bindings) -> Bool {
        switch operand {
        case .value: true
        case .path(let index): known[ByteKey(bindings.paths[index].root)] != nil
        case .call(_, let operands): operands.allSatisfy { isKnown($0, bindings) }
        case .arithmetic(_, let left, let right): isKnown(left, bindings) && isKnown(right, bindings)
        }
    }
}
