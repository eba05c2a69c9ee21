import DynamoModel

/// What a query asks of the sort key.
public enum SortCondition: Sendable, Equatable {
    /// The value itself.
    case equal(AttributeValue)
    /// Before the value.
    case less(AttributeValue)
    /// The value or before.
    case lessOrEqual(AttributeValue)
    /// After the value.
    case greater(AttributeValue)
    /// The value or after.
    case greaterOrEqual(AttributeValue)
    /// From the first to the second, both included.
    case between(AttributeValue, AttributeValue)
    /// Beginning with the text or bytes.
    case beginsWith(AttributeValue)
}

/// Which items a query reads: one partition, and a range of its sort key.
public struct KeyCondition: Sendable, Equatable {
    /// An attribute of the key and the value that it must have.
    public struct Equality: Sendable, Equatable {
        /// The attribute's name.
        public let name: String
        /// Its value.
        public let value: AttributeValue
    }

    /// All attributes of the partition key, in the order of the schema.
    public let hash: [Equality]
    /// The leading attributes of the sort key that must have a value, when more of the sort key is asked for after them.
    public let range: [Equality]
    /// What is asked of the last attribute of the sort key that is named; nil when none is.
    public let sort: SortCondition?
    /// The name of the attribute that `sort` is about.
    public let sortName: String?
}

extension Binder {
    /// The key condition that a tree of comparisons joined by AND means for a key.
    mutating func keyCondition(
        _ syntax: ConditionSyntax, schema: [KeySchemaElement], types: [AttributeDefinition]
    ) throws(DynamoDBError) -> KeyCondition {
        let node: ConditionNode
        do { node = try condition(syntax) } catch { throw error.inDynamoDB(.keyCondition) }
        var terms: [(name: String, SortCondition)] = []
        try Self.collect(node, into: &terms)
        return try Self.match(terms, schema: schema, types: types)
    }

    private static let notSupported = DynamoDBError.validation("Query key condition not supported")

    private static func collect(
        _ node: ConditionNode, into terms: inout [(name: String, SortCondition)]
    ) throws(DynamoDBError) {
        switch node {
        case .and(let left, let right):
            try collect(left, into: &terms)
            try collect(right, into: &terms)
        case .or:
            throw .validation("Invalid operator used in KeyConditionExpression: OR")
        case .not:
            throw .validation("Invalid operator used in KeyConditionExpression: NOT")
        case .oneOf:
            throw .validation("Invalid operator used in KeyConditionExpression: IN")
        case .exists: throw unsupported("attribute_exists")
        case .notExists: throw unsupported("attribute_not_exists")
        case .isType: throw unsupported("attribute_type")
        case .contains: throw unsupported("contains")
        case .comparison(let left, let comparator, let right):
            terms.append(try comparison(left, comparator, right))
        case .between(.path(let path), .value(let low), .value(let high)):
            terms.append((try name(path), .between(low, high)))
        case .beginsWith(.path(let path), .value(let prefix)):
            terms.append((try name(path), .beginsWith(prefix)))
        case .between, .beginsWith: throw notSupported
        }
    }

    private static func unsupported(_ function: String) -> DynamoDBError {
        .validation("Invalid operator used in KeyConditionExpression: \(function)")
    }

    private static func name(_ path: DocumentPath) throws(DynamoDBError) -> String {
        guard path.elements.count == 1 else {
            throw .validation("KeyConditionExpressions cannot have conditions on nested attributes")
        }
        return path.root
    }

    private static func comparison(
        _ left: ConditionOperand, _ comparator: Comparator, _ right: ConditionOperand
    ) throws(DynamoDBError) -> (String, SortCondition) {
        switch (left, right) {
        case (.path(let path), .value(let value)): return (try name(path), try sort(comparator, value))
        case (.value(let value), .path(let path)): return (try name(path), try sort(comparator.mirrored, value))
        default: throw notSupported
        }
    }

    private static func sort(
        _ comparator: Comparator, _ value: AttributeValue
    ) throws(DynamoDBError) -> SortCondition {
        switch comparator {
        case .equal: .equal(value)
        case .less: .less(value)
        case .lessOrEqual: .lessOrEqual(value)
        case .greater: .greater(value)
        case .greaterOrEqual: .greaterOrEqual(value)
        case .notEqual: throw .validation("Unsupported operator on KeyCondition: operator: <>")
        }
    }

    private static func match(
        _ terms: [(name: String, SortCondition)], schema: [KeySchemaElement], types: [AttributeDefinition]
    ) throws(DynamoDBError) -> KeyCondition {
        for (index, term) in terms.enumerated()
        where terms[(index + 1)...].contains(where: { $0.name.hasSameBytes(as: term.name) }) {
            throw .validation("KeyConditionExpressions must only contain one condition per key")
        }
        var rest = terms
        func take(_ name: String) -> SortCondition? {
            guard let index = rest.firstIndex(where: { $0.name.hasSameBytes(as: name) }) else { return nil }
            return rest.remove(at: index).1
        }
        var hash: [KeyCondition.Equality] = []
        for element in schema where element.keyType == .hash {
            guard let term = take(element.attributeName) else {
                throw .validation("Query condition missed key schema element: \(element.attributeName)")
            }
            guard case .equal(let value) = term else { throw notSupported }
            hash.append(.init(name: element.attributeName, value: value))
        }
        var range: [KeyCondition.Equality] = []
        var last: (name: String, SortCondition)?
        for element in schema where element.keyType == .range {
            guard !rest.isEmpty else { break }
            guard let term = take(element.attributeName) else {
                throw .validation("Query condition missed key schema element: \(element.attributeName)")
            }
            if let (name, previous) = last {
                guard case .equal(let value) = previous else { throw notSupported }
                range.append(.init(name: name, value: value))
            }
            last = (element.attributeName, term)
        }
        guard rest.isEmpty else { throw notSupported }
        let condition = KeyCondition(hash: hash, range: range, sort: last?.1, sortName: last?.name)
        try checkTypes(condition, types)
        return condition
    }

    private static func checkTypes(_ condition: KeyCondition, _ types: [AttributeDefinition]) throws(DynamoDBError) {
        for equality in condition.hash + condition.range { try check(equality.name, equality.value, types) }
        guard let name = condition.sortName else { return }
        switch condition.sort {
        case nil: break
        case .between(let low, let high):
            try check(name, low, types)
            try check(name, high, types)
        case .equal(let value), .less(let value), .lessOrEqual(let value), .greater(let value),
            .greaterOrEqual(let value):
            try check(name, value, types)
        case .beginsWith(let value):
            try check(name, value, types)
            guard value.number == nil else {
                throw .validation(
                    "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"
                )
            }
        }
    }

    private static func check(
        _ name: String, _ value: AttributeValue, _ types: [AttributeDefinition]
    ) throws(DynamoDBError) {
        let type = types.first { $0.attributeName.hasSameBytes(as: name) }?.attributeType.rawValue
        guard type == value.typeName else {
            throw .validation(
                "One or more parameter values were invalid: Condition parameter type does not match schema type")
        }
    }
}

extension Comparator {
    /// The comparator for the operands the other way round.
    fileprivate var mirrored: Comparator {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }
}
