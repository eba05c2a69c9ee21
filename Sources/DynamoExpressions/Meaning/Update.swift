import DynamoModel

/// An update, ready to be applied to any number of items.
public struct Update: Sendable {
    enum Action: Sendable {
        case set(DocumentPath, UpdateOperand)
        case remove(DocumentPath)
        case add(DocumentPath, AttributeValue)
        case delete(DocumentPath, AttributeValue)

        var path: DocumentPath {
            switch self {
            case .set(let path, _), .remove(let path), .add(let path, _), .delete(let path, _): path
            }
        }
    }

    let actions: [Action]

    /// The paths that the update names, in their order: what `UPDATED_OLD` and `UPDATED_NEW` return.
    public var touchedPaths: [DocumentPath] { actions.map(\.path) }

    /// The item as the update leaves it. All operands are read from the item as it was.
    ///
    /// - Throws: DynamoDB's `ValidationException` for an operand of a wrong type, or a path that does not exist.
    public func apply(to item: Item) throws(DynamoDBError) -> Item {
        var changed = item
        var removals: [DocumentPath] = []
        for action in actions {
            switch action {
            case .set(let path, let operand): try changed.set(path.elements[...], to: try operand.value(in: item))
            case .remove(let path): removals.append(path)
            case .add(let path, let operand): try Self.add(operand, at: path, in: item, to: &changed)
            case .delete(let path, let operand): try Self.delete(operand, at: path, in: item, &removals, &changed)
            }
        }
        // Elements of a list go from the end, so that each index still means the element of the item as it was.
        for path in removals.sorted(by: Self.laterIndexFirst) { try changed.remove(path.elements[...]) }
        return changed
    }

    private static func add(
        _ operand: AttributeValue, at path: DocumentPath, in item: Item, to changed: inout Item
    ) throws(DynamoDBError) {
        let sum: AttributeValue
        switch (path.value(in: item), operand) {
        case (nil, _): sum = operand
        case (.n(let old)?, .n(let number)):
            sum = .n(try exact { () throws(DynamoNumberError) in try old.adding(number) })
        case (.ss(let old)?, .ss(let set)): sum = .ss(old.union(set))
        case (.ns(let old)?, .ns(let set)): sum = .ns(old.union(set))
        case (.bs(let old)?, .bs(let set)): sum = .bs(old.union(set))
        default: throw .wrongOperandInUpdate
        }
        try changed.set(path.elements[...], to: sum)
    }

    private static func delete(
        _ operand: AttributeValue, at path: DocumentPath, in item: Item, _ removals: inout [DocumentPath],
        _ changed: inout Item
    ) throws(DynamoDBError) {
        let rest: AttributeValue?
        switch (path.value(in: item), operand) {
        case (nil, _): return
        case (.ss(let old)?, .ss(let set)): rest = old.subtracting(set).map(AttributeValue.ss)
        case (.ns(let old)?, .ns(let set)): rest = old.subtracting(set).map(AttributeValue.ns)
        case (.bs(let old)?, .bs(let set)): rest = old.subtracting(set).map(AttributeValue.bs)
        default: throw .wrongOperandInUpdate
        }
        if let rest { try changed.set(path.elements[...], to: rest) } else { removals.append(path) }
    }

    private static func laterIndexFirst(_ left: DocumentPath, _ right: DocumentPath) -> Bool {
        for (a, b) in zip(left.elements, right.elements) where a != b {
            if case .index(let first) = a, case .index(let second) = b { return first > second }
            return false
        }
        return false
    }
}

/// A value that an update computes.
indirect enum UpdateOperand: Sendable {
    case path(DocumentPath)
    case value(AttributeValue)
    case ifNotExists(DocumentPath, UpdateOperand)
    case listAppend(UpdateOperand, UpdateOperand)
    case arithmetic(UpdateOperand, isSubtraction: Bool, UpdateOperand)

    func value(in item: Item) throws(DynamoDBError) -> AttributeValue {
        switch self {
        case .value(let value): return value
        case .path(let path):
            guard let value = path.value(in: item) else {
                throw .validation("The provided expression refers to an attribute that does not exist in the item")
            }
            return value
        case .ifNotExists(let path, let operand):
            if let value = path.value(in: item) { return value }
            return try operand.value(in: item)
        case .listAppend(let left, let right):
            guard case .l(let head) = try left.value(in: item), case .l(let tail) = try right.value(in: item) else {
                throw .wrongOperandInUpdate
            }
            return .l(head + tail)
        case .arithmetic(let left, let isSubtraction, let right):
            guard case .n(let a) = try left.value(in: item), case .n(let b) = try right.value(in: item) else {
                throw .wrongOperandInUpdate
            }
            return .n(try exact { () throws(DynamoNumberError) in try isSubtraction ? a.subtracting(b) : a.adding(b) })
        }
    }
}

/// A number's own error as the error of a request.
private func exact(_ body: () throws(DynamoNumberError) -> DynamoNumber) throws(DynamoDBError) -> DynamoNumber {
    do { return try body() } catch { throw .validation(error.description) }
}

extension DynamoDBError {
    fileprivate static let wrongOperandInUpdate = DynamoDBError.validation(
        "An operand in the update expression has an incorrect data type")
    fileprivate static let invalidPathInUpdate = DynamoDBError.validation(
        "The document path provided in the update expression is invalid for update")
}

extension AttributeMap {
    fileprivate mutating func set(
        _ path: ArraySlice<DocumentPath.Element>, to value: AttributeValue
    ) throws(DynamoDBError) {
        guard case .attribute(let name)? = path.first else { throw .invalidPathInUpdate }
        let rest = path.dropFirst()
        if rest.isEmpty {
            self[name] = value
            return
        }
        let found: Void? = try update(name) { (member) throws(DynamoDBError) in try member.set(rest, to: value) }
        guard found != nil else { throw .invalidPathInUpdate }
    }

    fileprivate mutating func remove(_ path: ArraySlice<DocumentPath.Element>) throws(DynamoDBError) {
        guard case .attribute(let name)? = path.first else { throw .invalidPathInUpdate }
        let rest = path.dropFirst()
        if rest.isEmpty {
            self[name] = nil
            return
        }
        let found: Void? = try update(name) { (member) throws(DynamoDBError) in try member.remove(rest) }
        guard found != nil else { throw .invalidPathInUpdate }
    }
}

extension AttributeValue {
    fileprivate mutating func set(
        _ path: ArraySlice<DocumentPath.Element>, to value: AttributeValue
    ) throws(DynamoDBError) {
        switch (path.first, self) {
        case (.attribute?, .m(var map)):
            self = .null
            defer { self = .m(map) }
            try map.set(path, to: value)
        case (.index(let index)?, .l(var list)):
            self = .null
            defer { self = .l(list) }
            let rest = path.dropFirst()
            if rest.isEmpty {
                // An index beyond the end appends.
                if index < list.count { list[index] = value } else { list.append(value) }
            } else {
                guard index < list.count else { throw .invalidPathInUpdate }
                try list[index].set(rest, to: value)
            }
        default: throw .invalidPathInUpdate
        }
    }

    fileprivate mutating func remove(_ path: ArraySlice<DocumentPath.Element>) throws(DynamoDBError) {
        switch (path.first, self) {
        case (.attribute?, .m(var map)):
            self = .null
            defer { self = .m(map) }
            try map.remove(path)
        case (.index(let index)?, .l(var list)):
            self = .null
            defer { self = .l(list) }
            let rest = path.dropFirst()
            guard index < list.count else {
                if rest.isEmpty { return }
                throw .invalidPathInUpdate
            }
            if rest.isEmpty { list.remove(at: index) } else { try list[index].remove(rest) }
        default: throw .invalidPathInUpdate
        }
    }
}
