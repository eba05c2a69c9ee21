import DynamoModel

/// A condition or filter, ready to be asked of any number of items.
public struct Condition: Sendable {
    let root: ConditionNode

    /// Whether it holds for the item; an item that is not there has no attributes.
    public func holds(for item: Item) -> Bool { root.holds(for: item) }

    /// The item's attributes that the condition looks at.
    public var topLevelAttributes: Set<String> {
        var names: Set<String> = []
        root.visitPaths { names.insert($0.root) }
        return names
    }
}

/// A value that a condition compares.
indirect enum ConditionOperand: Sendable {
    case path(DocumentPath)
    case value(AttributeValue)
    case size(ConditionOperand)

    func value(in item: Item) -> AttributeValue? {
        switch self {
        case .path(let path): path.value(in: item)
        case .value(let value): value
        case .size(let operand): operand.value(in: item)?.sizeInExpressions.map(AttributeValue.int)
        }
    }

    var constant: AttributeValue? { if case .value(let value) = self { value } else { nil } }
}

indirect enum ConditionNode: Sendable {
    case comparison(ConditionOperand, Comparator, ConditionOperand)
    case between(ConditionOperand, ConditionOperand, ConditionOperand)
    case oneOf(ConditionOperand, [ConditionOperand])
    case exists(DocumentPath)
    case notExists(DocumentPath)
    case isType(DocumentPath, String)
    case beginsWith(ConditionOperand, ConditionOperand)
    case contains(ConditionOperand, ConditionOperand)
    case and(ConditionNode, ConditionNode)
    case or(ConditionNode, ConditionNode)
    case not(ConditionNode)

    func holds(for item: Item) -> Bool {
        switch self {
        case .comparison(let left, let comparator, let right):
            return comparator.holds(left.value(in: item), right.value(in: item))
        case .between(let operand, let lower, let upper):
            guard let value = operand.value(in: item), let low = lower.value(in: item),
                let high = upper.value(in: item), let fromLow = value.order(with: low),
                let toHigh = value.order(with: high)
            else { return false }
            return fromLow >= 0 && toHigh <= 0
        case .oneOf(let operand, let candidates):
            guard let value = operand.value(in: item) else { return false }
            return candidates.contains { $0.value(in: item) == value }
        case .exists(let path): return path.value(in: item) != nil
        case .notExists(let path): return path.value(in: item) == nil
        case .isType(let path, let name): return path.value(in: item)?.typeName == name
        case .beginsWith(let operand, let prefix):
            switch (operand.value(in: item), prefix.value(in: item)) {
            case (.s(let text)?, .s(let start)?): return text.hasBytePrefix(start)
            case (.b(let bytes)?, .b(let start)?): return bytes.starts(with: start)
            default: return false
            }
        case .contains(let operand, let part):
            guard let whole = operand.value(in: item), let part = part.value(in: item) else { return false }
            return whole.contains(part)
        case .and(let left, let right): return left.holds(for: item) && right.holds(for: item)
        case .or(let left, let right): return left.holds(for: item) || right.holds(for: item)
        case .not(let condition): return !condition.holds(for: item)
        }
    }

    func visitPaths(_ visit: (DocumentPath) -> Void) {
        func visitOperand(_ operand: ConditionOperand) {
            switch operand {
            case .path(let path): visit(path)
            case .value: break
            case .size(let inner): visitOperand(inner)
            }
        }
        switch self {
        case .comparison(let a, _, let b), .beginsWith(let a, let b), .contains(let a, let b):
            visitOperand(a)
            visitOperand(b)
        case .between(let a, let b, let c):
            for operand in [a, b, c] { visitOperand(operand) }
        case .oneOf(let a, let others):
            visitOperand(a)
            for operand in others { visitOperand(operand) }
        case .exists(let path), .notExists(let path), .isType(let path, _): visit(path)
        case .and(let a, let b), .or(let a, let b):
            a.visitPaths(visit)
            b.visitPaths(visit)
        case .not(let a): a.visitPaths(visit)
        }
    }
}

extension Comparator {
    /// DynamoDB's comparison: values of different types are unequal and have no order; what is absent is unequal to
    /// everything.
    func holds(_ left: AttributeValue?, _ right: AttributeValue?) -> Bool {
        switch self {
        case .equal:
            guard let left, let right else { return false }
            return left == right
        case .notEqual:
            guard let left, let right else { return left != nil || right != nil }
            return left != right
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            guard let left, let right, let order = left.order(with: right) else { return false }
            return holds(order: order)
        }
    }

    private func holds(order: Int) -> Bool {
        switch self {
        case .equal: order == 0
        case .notEqual: order != 0
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        }
    }
}

extension AttributeValue {
    /// Three-way order of two texts, numbers or byte strings; nil for other or different types.
    func order(with other: AttributeValue) -> Int? {
        switch (self, other) {
        case (.s(let a), .s(let b)): a.compareBytes(with: b)
        case (.n(let a), .n(let b)): a.compare(with: b)
        case (.b(let a), .b(let b)): a.compareBytes(with: b)
        default: nil
        }
    }

    /// What `size` gives: bytes of texts and binaries, members of containers; nil for other types.
    var sizeInExpressions: Int? {
        switch self {
        case .s(let text): text.utf8.count
        case .b(let bytes): bytes.count
        case .m(let map): map.count
        case .l(let list): list.count
        case .ss(let set): set.elements.count
        case .ns(let set): set.elements.count
        case .bs(let set): set.elements.count
        case .n, .bool, .null: nil
        }
    }

    /// What `contains` tells: a part of a text or binary, or an element of a set or list.
    func contains(_ part: AttributeValue) -> Bool {
        switch (self, part) {
        case (.s(let text), .s(let piece)): Self.contains(Array(text.utf8), Array(piece.utf8))
        case (.b(let bytes), .b(let piece)): Self.contains(bytes, piece)
        case (.ss(let set), .s(let element)): set.contains(element)
        case (.ns(let set), .n(let element)): set.contains(element)
        case (.bs(let set), .b(let element)): set.contains(element)
        case (.l(let list), let element): list.contains(element)
        default: false
        }
    }

    private static func contains(_ whole: [UInt8], _ piece: [UInt8]) -> Bool {
        guard piece.count <= whole.count else { return false }
        return piece.isEmpty || (0...(whole.count - piece.count)).contains { whole[$0...].starts(with: piece) }
    }
}
