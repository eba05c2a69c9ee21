/// One read of a transaction.
public struct TransactGet: Sendable, Equatable {
    /// The table's name.
    public var tableName: String
    /// Exactly the attributes of the primary key.
    public var key: Item
    /// The paths to return; nil for all attributes.
    public var projectionExpression: Expression?
    /// Attribute names by placeholder, the `#` included.
    public var expressionAttributeNames: [String: String]?

    /// A read of one item.
    public init(
        tableName: String, key: Item, projectionExpression: String? = nil,
        expressionAttributeNames: [String: String]? = nil
    ) {
        self.tableName = tableName
        self.key = key
        self.projectionExpression = projectionExpression.map(Expression.text)
        self.expressionAttributeNames = expressionAttributeNames
    }
}
