/// The keys that a batch reads of one table.
public struct KeysAndAttributes: Sendable, Equatable {
    /// Primary keys, each once.
    public var keys: [Item]
    /// Whether the reads see every write that was answered before.
    public var consistentRead: Bool
    /// The paths to return; nil for all attributes.
    public var projectionExpression: Expression?
    /// Attribute names by placeholder, the `#` included.
    public var expressionAttributeNames: [String: String]?

    /// Keys of one table.
    public init(
        keys: [Item], consistentRead: Bool = false, projectionExpression: String? = nil,
        expressionAttributeNames: [String: String]? = nil
    ) {
        self.keys = keys
        self.consistentRead = consistentRead
        self.projectionExpression = projectionExpression.map(Expression.text)
        self.expressionAttributeNames = expressionAttributeNames
    }
}
