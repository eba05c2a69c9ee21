import DynamoModel

/// How one request changes an item. Pure: it makes a new item of an old one.
public struct Update: Sendable {
    package let actions: [UpdateAction]
    package let bindings: Bindings
    private let order: PathOrder
    /// What the update sets, removes, adds to or deletes from, in the order in which it is written.
    public let touchedPaths: [DocumentPath]

    /// Whether it was made of the legacy `AttributeUpdates`, whose faults have separate words.
    let isLegacy: Bool

    init(
        _ actions: [UpdateAction], _ bindings: Bindings, order: PathOrder, touchedPaths: [DocumentPath],
        isLegacy: Bool = false
    ) {
        self.isLegacy = isLegacy
        self.actions = actions
        self.bindings = bindings
        self.order = order
        self.touchedPaths = touchedPaths
    }

    /// The memory that its values take, in bytes.
    public var memorySize: Int { bindings.memorySize }

    /// Checks that the update leaves the attributes of the table's key alone.
    public func check(keyAttributes: [String]) throws(DynamoDBError) {
        for path in touchedPaths where keyAttributes.contains(where: path.root.hasSameBytes(as:)) {
            throw .validation(
                "One or more parameter values were invalid: Cannot update attribute \(path.root). "
                    + "This attribute is part of the key")
        }
    }

    /// The types that whole attributes have after the update whatever the item is, as far as the text alone shows: of
    /// values, sums and joined lists.
    public var assignedTypes: [(attribute: String, type: String)] {
        zip(actions, touchedPaths).compactMap { action, path in
            guard path.isTopLevel, action.section == .set || action.section == .add, let operand = action.operand,
                let type = assignedType(operand)
            else { return nil }
            return (path.root, type)
        }
    }

    /// The values that whole attributes get from the request.
    public var assignedValues: [(attribute: String, value: AttributeValue)] {
        zip(actions, touchedPaths).compactMap { action, path in
            guard path.isTopLevel, action.section == .set, case .value(let index)? = action.operand else { return nil }
            return (path.root, bindings.values[index])
        }
    }

    private func assignedType(_ operand: Operand) -> String? {
        switch operand {
        case .value(let index): bindings.values[index].typeName
        case .arithmetic: "N"
        case .call(.listAppend, _): "L"
        case .call(.size, _): "N"
        case .path, .call: nil
        }
    }

    /// The attributes within which the update or what it reads looks: by paths of more than one element.
    public var nestedAttributes: Set<ByteKey> {
        Set(bindings.paths.lazy.filter { !$0.isTopLevel }.map { ByteKey($0.root) })
    }

    /// Whether the update makes an item where there is none: one that only removes and deletes leaves nothing.
    public var makesItem: Bool { actions.contains { $0.section == .set || $0.section == .add } }

    /// The item after the update; an item that is not there is one that has only its key.
    ///
    /// All operands are read from `item` as it is. List elements are named by their places before the update; elements
    /// set beyond the end are appended in the order of their indexes.
    ///
    /// - Throws: a validation error when an operand is missing or has the wrong type, a number leaves its range, or a
    ///   path leads through something that the item lacks; ``DynamoDBError/updateTooLarge`` as soon as the new values
    ///   alone exceed the size of an item, so that no more memory is taken than that. The size and the depth of the new
    ///   item are otherwise not checked here.
    public func apply(to item: Item) throws(DynamoDBError) -> Item {
        var changes: [ItemChange] = []
        changes.reserveCapacity(actions.count)
        var room = DynamoLimits.itemSize
        do throws(DynamoDBError) {
            for (action, path) in zip(actions, touchedPaths) {
                let change = try change(action, path, item)
                if case .set(let value) = change { room -= value.attributeSize }
                guard room >= 0 else { throw .updateTooLarge }
                changes.append(change)
            }
        } catch {
            throw isLegacy && error == .incorrectOperandType ? .legacyTypeMismatch : error
        }
        var result = item
        try changes.apply(order.entries[...], to: &result, depth: 0)
        return result
    }
}

// MARK: - Operands

extension Update {
    private func change(
        _ action: UpdateAction, _ path: DocumentPath, _ item: Item
    ) throws(DynamoDBError) -> ItemChange {
        guard let operand = action.operand else { return .remove }
        let value = try evaluate(operand, item)
        switch action.section {
        case .set: return .set(value)
        case .remove: return .remove
        case .add:
            guard let old = path.value(in: item) else { return .set(value) }
            return .set(try old.adding(value))
        case .delete:
            guard let old = path.value(in: item) else { return .keep }
            guard let rest = try old.deleting(value) else { return .remove }
            return .set(rest)
        }
    }

    private func evaluate(_ operand: Operand, _ item: Item) throws(DynamoDBError) -> AttributeValue {
        switch operand {
        case .value(let index): return bindings.values[index]
        case .path(let index):
            guard let value = bindings.paths[index].value(in: item) else { throw .missingAttribute }
            return value
        case .call(.ifNotExists, let operands):
            if case .path(let index) = operands[0], let value = bindings.paths[index].value(in: item) { return value }
            return try evaluate(operands[1], item)
        case .call(.size, let operands):
            guard let size = try evaluate(operands[0], item).expressionSize else { throw .incorrectOperandType }
            return .int(size)
        case .call: return .l(try joined(operand, item))
        case .arithmetic(let arithmetic, let left, let right):
            let (first, second) = (try evaluate(left, item), try evaluate(right, item))
            guard case .n(let a) = first, case .n(let b) = second else { throw .incorrectOperandType }
            return .n(try a.combined(arithmetic, with: b))
        }
    }
}

// MARK: - Lists

extension Update {
    /// What `list_append` joins: each element is copied once, however deep the calls are.
    private func joined(_ call: Operand, _ item: Item) throws(DynamoDBError) -> [AttributeValue] {
        var parts: [AttributeValue] = []
        try collect(call, item, into: &parts)
        var list: [AttributeValue] = []
        var room = DynamoLimits.itemSize
        for part in parts {
            guard case .l(let elements) = part else { throw .incorrectOperandType }
            room -= part.attributeSize - AttributeValue.containerOverhead
            guard room >= 0 else { throw .updateTooLarge }
            list += elements
        }
        return list
    }

    private func collect(
        _ operand: Operand, _ item: Item, into parts: inout [AttributeValue]
    ) throws(DynamoDBError) {
        if case .call(.listAppend, let operands) = operand {
            for operand in operands { try collect(operand, item, into: &parts) }
        } else {
            parts.append(try evaluate(operand, item))
        }
    }
}

extension DynamoNumber {
    fileprivate func combined(
        _ arithmetic: Arithmetic, with other: DynamoNumber
    ) throws(DynamoDBError) -> DynamoNumber {
        do throws(DynamoNumberError) {
            return arithmetic == .plus ? try adding(other) : try subtracting(other)
        } catch {
            throw .validation(error.description)
        }
    }
}

extension AttributeValue {
    /// `ADD`: the sum of numbers, the union of sets of one type.
    fileprivate func adding(_ value: AttributeValue) throws(DynamoDBError) -> AttributeValue {
        switch (self, value) {
        case (.n(let a), .n(let b)): .n(try a.combined(.plus, with: b))
        case (.ss(let a), .ss(let b)): .ss(a.union(b))
        case (.ns(let a), .ns(let b)): .ns(a.union(b))
        case (.bs(let a), .bs(let b)): .bs(a.union(b))
        default: throw .incorrectOperandType
        }
    }

    /// `DELETE`: the set without the elements, nil when none is left.
    fileprivate func deleting(_ value: AttributeValue) throws(DynamoDBError) -> AttributeValue? {
        switch (self, value) {
        case (.ss(let a), .ss(let b)): a.subtracting(b).map { .ss($0) }
        case (.ns(let a), .ns(let b)): a.subtracting(b).map { .ns($0) }
        case (.bs(let a), .bs(let b)): a.subtracting(b).map { .bs($0) }
        default: throw .incorrectOperandType
        }
    }
}

extension DynamoDBError {
    static let missingAttribute = validation(
        "The provided expression refers to an attribute that does not exist in the item")
    static let incorrectOperandType = validation(
        "An operand in the update expression has an incorrect data type")
    static let legacyTypeMismatch = validation("Type mismatch for attribute to update")
    /// An update that makes an item of more than 400 KB.
    public static let updateTooLarge = validation("Item size to update has exceeded the maximum allowed size")
    static let invalidUpdatePath = validation(
        "The document path provided in the update expression is invalid for update")
}
