import DynamoModel

/// Which items a query reads: those of one partition, and of them those within a range of the sort key.
public struct KeyCondition: Sendable, Equatable {
    /// An attribute of the key with the value that it has to have.
    public struct Equality: Sendable, Equatable {
        /// The name of the partition key's attribute.
        public let name: String
        /// The value that it must have.
        public let value: AttributeValue
    }

    /// Every attribute of the partition key, in the order of the schema.
    public private(set) var hash: [Equality]
    /// Of a sort key of several attributes, those before the last one that the query names, in the order of the schema.
    /// Empty for a sort key of one attribute.
    public private(set) var range: [Equality]
    /// The condition on the last attribute of the sort key that the query names; nil when it names none.
    public private(set) var sort: SortCondition?
    /// The attribute that ``sort`` is about.
    public private(set) var sortName: String?
}

// MARK: - From a schema

extension KeyCondition {
    /// Matches conditions on attributes with the key that the query reads by.
    ///
    /// - Throws: a validation error when the partition key is not complete, an attribute is not of the key, the sort
    ///   key's attributes are not a prefix with only the last one in a range, or a value has another type than the key.
    package init(
        _ conditions: [AttributeCondition], schema: [KeySchemaElement], types: [AttributeDefinition]
    ) throws(DynamoDBError) {
        guard conditions.count <= max(schema.count, 2) else {
            throw .validation(
                "The number of query conditions (\(conditions.count)) exceeds the number of key attributes defined in the "
                    + "schema (\(schema.count))")
        }
        hash = []
        range = []
        var rest = conditions
        for key in schema where key.keyType == .hash {
            guard let condition = rest.take(key.attributeName) else { throw Self.missed(key) }
            guard case .equal(let value) = condition else { throw Self.notSupported }
            try Self.check(condition, of: key, types)
            hash.append(Equality(name: key.attributeName, value: value))
        }
        try takeRange(&rest, schema.filter { $0.keyType == .range }, types)
    }

    private mutating func takeRange(
        _ rest: inout [AttributeCondition], _ keys: [KeySchemaElement], _ types: [AttributeDefinition]
    ) throws(DynamoDBError) {
        for key in keys where !rest.isEmpty {
            guard let condition = rest.take(key.attributeName) else { throw Self.missed(key) }
            try Self.check(condition, of: key, types)
            if rest.isEmpty {
                sort = condition
                sortName = key.attributeName
            } else {
                guard case .equal(let value) = condition else { throw Self.notSupported }
                range.append(Equality(name: key.attributeName, value: value))
            }
        }
        guard rest.isEmpty else { throw Self.notSupported }
    }

    private static func check(
        _ condition: SortCondition, of key: KeySchemaElement, _ types: [AttributeDefinition]
    ) throws(DynamoDBError) {
        let name = key.attributeName
        let type = types.first { $0.attributeName.hasSameBytes(as: name) }?.attributeType
        for value in condition.values {
            guard type == nil || value.typeName == type?.rawValue else {
                throw .validation(
                    "One or more parameter values were invalid: Condition parameter type does not match schema type")
            }
            try checkSize(value, of: key)
        }
        if case .beginsWith = condition, type == .n { throw notSupported }
    }

    private static func checkSize(_ value: AttributeValue, of key: KeySchemaElement) throws(DynamoDBError) {
        let size: Int
        switch value {
        case .s(let text): size = text.utf8.count
        case .b(let bytes): size = bytes.count
        default: return
        }
        guard size > 0 else {
            let kind = value.string == nil ? "binary" : "string"
            throw .validation(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                    + "empty \(kind) value. Key: \(key.attributeName)")
        }
        if key.keyType == .hash, size > DynamoLimits.partitionKeySize {
            throw .validation(
                "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of"
                    + "\(DynamoLimits.partitionKeySize) bytes")
        }
        if key.keyType == .range, size > DynamoLimits.sortKeySize {
            throw .validation(
                "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size "
                    + "limit of \(DynamoLimits.sortKeySize) bytes")
        }
    }

    private static func missed(_ key: KeySchemaElement) -> DynamoDBError {
        .validation("Query condition missed key schema element: \(key.attributeName)")
    }

    private static let notSupported = DynamoDBError.validation("Query key condition not supported")
}

extension [AttributeCondition] {
    fileprivate mutating func take(_ name: String) -> SortCondition? {
        guard let index = firstIndex(where: { $0.name.hasSameBytes(as: name) }) else { return nil }
        return remove(at: index).condition
    }
}
