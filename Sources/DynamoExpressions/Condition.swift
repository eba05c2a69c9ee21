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
    public func holds(for item: Item) -> Bool { holds(node, item) }

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

extension Condition {
    private func holds(_ node: ConditionNode, _ item: Item) -> Bool {
        switch node {
        case .all(let nodes): nodes.allSatisfy { holds($0, item) }
        case .any(let nodes): nodes.contains { holds($0, item) }
        case .not(let node): !holds(node, item)
        case .compare(let comparator, let left, let right):
            Self.compare(comparator, bindings.value(of: left, in: item), bindings.value(of: right, in: item))
        case .between(let operand, let lower, let upper): isBetween(operand, lower, upper, item)
        case .member(let operand, let candidates): isMember(operand, candidates, item)
        case .function(let function, let operands): holds(function, operands, item)
        }
    }

    private static func compare(_ comparator: Comparator, _ left: AttributeValue?, _ right: AttributeValue?) -> Bool {
        guard let left, let right else { return comparator == .notEqual }
        switch comparator {
        case .equal: return left == right
        case .notEqual: return left != right
        case .less: return left.order(comparedWith: right).map { $0 < 0 } ?? false
        case .lessOrEqual: return left.order(comparedWith: right).map { $0 <= 0 } ?? false
        case .greater: return left.order(comparedWith: right).map { $0 > 0 } ?? false
        case .greaterOrEqual: return left.order(comparedWith: right).map { $0 >= 0 } ?? false
        }
    }

    private func isBetween(_ operand: Operand, _ lower: Operand, _ upper: Operand, _ item: Item) -> Bool {
        let value = bindings.value(of: operand, in: item)
        return Self.compare(.greaterOrEqual, value, bindings.value(of: lower, in: item))
            && Self.compare(.lessOrEqual, value, bindings.value(of: upper, in: item))
    }

    private func isMember(_ operand: Operand, _ candidates: [Operand], _ item: Item) -> Bool {
        guard let value = bindings.value(of: operand, in: item) else { return false }
        return candidates.contains { bindings.value(of: $0, in: item) == value }
    }

    private func holds(_ function: ExpressionFunction, _ operands: [Operand], _ item: Item) -> Bool {
        let first = bindings.value(of: operands[0], in: item)
        switch function {
        case .attributeExists: return first != nil
        case .attributeNotExists: return first == nil
        case .size, .ifNotExists, .listAppend: return false
        case .attributeType, .beginsWith, .contains: break
        }
        guard let first, let second = bindings.value(of: operands[1], in: item) else { return false }
        switch function {
        case .attributeType: return second.string?.hasSameBytes(as: first.typeName) ?? false
        case .beginsWith: return first.begins(with: second)
        default: return first.contains(second)
        }
    }
}

extension AttributeValue {
    /// `begins_with`: of texts or of binaries.
    func begins(with prefix: AttributeValue) -> Bool {
        switch (self, prefix) {
        case (.s(let text), .s(let prefix)): text.hasBytePrefix(prefix)
        case (.b(let bytes), .b(let prefix)): bytes.starts(with: prefix)
        default: false
        }
    }

    /// `contains`: part of a text or of a binary, element of a set of its type, element of a list.
    func contains(_ part: AttributeValue) -> Bool {
        switch (self, part) {
        case (.l(let list), _): list.contains(part)
        case (.s(let text), .s(let part)):
            text.withBytes { text in part.withBytes { ByteSearch.contains($0, in: text) } }
        case (.b(let bytes), .b(let part)):
            bytes.withUnsafeBufferPointer { bytes in
                part.withUnsafeBufferPointer { ByteSearch.contains($0, in: bytes) }
            }
        case (.ss(let set), .s(let element)): set.contains(element)
        case (.ns(let set), .n(let element)): set.contains(element)
        case (.bs(let set), .b(let element)): set.contains(element)
        default: false
        }
    }
}
