import DynamoModel

/// The expressions of one request, which share its names and values.
///
/// Each call parses an expression (or finds its tree in the cache), resolves its stand-ins and checks all that can be
/// checked without an item. Call ``finish()`` when all expressions of the request have been given.
public struct RequestExpressions {
    private var binder: Binder
    private var hasExpression = false
    private let parameters: ExpressionParameters

    /// The expressions of a request with these names and values.
    public init(_ parameters: ExpressionParameters) {
        self.parameters = parameters
        binder = Binder(parameters)
    }

    /// A `ConditionExpression`.
    public mutating func condition(_ text: String) throws(DynamoDBError) -> Condition {
        try condition(text, .condition)
    }

    /// A `FilterExpression`.
    public mutating func filter(_ text: String) throws(DynamoDBError) -> Condition {
        try condition(text, .filter)
    }

    /// A `KeyConditionExpression` for a table or index with this key.
    public mutating func keyCondition(
        _ text: String, schema: [KeySchemaElement], types: [AttributeDefinition]
    ) throws(DynamoDBError) -> KeyCondition {
        guard case .condition(let syntax) = try parsed(text, .keyCondition) else { throw Self.mismatch }
        return try binder.keyCondition(syntax, schema: schema, types: types)
    }

    /// An `UpdateExpression`, which may not touch the attributes of the key.
    public mutating func update(_ text: String, keyAttributes: [String]) throws(DynamoDBError) -> Update {
        guard case .update(let syntax) = try parsed(text, .update) else { throw Self.mismatch }
        do { return try binder.update(syntax, keyAttributes: keyAttributes) } catch {
            throw error.inDynamoDB(.update)
        }
    }

    /// A `ProjectionExpression`.
    public mutating func projection(_ text: String) throws(DynamoDBError) -> ProjectionPaths {
        guard case .projection(let syntax) = try parsed(text, .projection) else { throw Self.mismatch }
        do { return try binder.projection(syntax) } catch { throw error.inDynamoDB(.projection) }
    }

    /// - Throws: DynamoDB's error when names or values were given that no expression used.
    public func finish() throws(DynamoDBError) {
        if !hasExpression {
            for (name, isGiven) in [
                ("ExpressionAttributeNames", parameters.names != nil),
                ("ExpressionAttributeValues", parameters.values != nil),
            ] where isGiven {
                throw .validation("\(name) can only be specified when using expressions")
            }
        }
        try binder.checkAllUsed()
    }

    private mutating func condition(_ text: String, _ kind: ExpressionKind) throws(DynamoDBError) -> Condition {
        guard case .condition(let syntax) = try parsed(text, kind) else { throw Self.mismatch }
        do { return Condition(root: try binder.condition(syntax)) } catch { throw error.inDynamoDB(kind) }
    }

    private mutating func parsed(_ text: String, _ kind: ExpressionKind) throws(DynamoDBError) -> ParsedExpression {
        hasExpression = true
        do { return try ParseCache.shared.expression(text, kind) } catch { throw error.inDynamoDB(kind) }
    }

    /// The cache keeps kinds apart, so that this does not happen.
    private static let mismatch = DynamoDBError(.internalServerError, "An expression was kept as another kind")
}
