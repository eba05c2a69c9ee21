import DynamoModel

// The expressions of a request that are text in any case.

extension RequestExpressions {
    /// A `ConditionExpression`; see ``condition(_:)-(Expression)``.
    public mutating func condition(_ text: String) throws(DynamoDBError) -> Condition { try condition(.text(text)) }

    /// A `FilterExpression`.
    public mutating func filter(_ text: String) throws(DynamoDBError) -> Condition { try filter(.text(text)) }

    /// A `KeyConditionExpression` for a table or index with this key, whose attributes have these types.
    public mutating func keyCondition(
        _ text: String, schema: [KeySchemaElement], types: [AttributeDefinition]
    ) throws(DynamoDBError) -> KeyCondition {
        try keyCondition(.text(text), schema: schema, types: types)
    }

    /// An `UpdateExpression`.
    public mutating func update(_ text: String) throws(DynamoDBError) -> Update { try update(.text(text)) }

    /// An `UpdateExpression` for a table with these key attributes.
    public mutating func update(_ text: String, keyAttributes: [String]) throws(DynamoDBError) -> Update {
        try update(.text(text), keyAttributes: keyAttributes)
    }

    /// A `ProjectionExpression`.
    public mutating func projection(_ text: String) throws(DynamoDBError) -> ProjectionPaths {
        try projection(.text(text))
    }
}
