/// A read of one item by its primary key.
public struct GetItemRequest: Sendable, Equatable {
    /// The table's name (or ARN, at an endpoint).
    public var tableName: String
    /// Exactly the attributes of the primary key.
    public var key: Item
    /// Whether the read sees every write that was answered before it; otherwise it costs half.
    public var consistentRead: Bool
    /// The paths to return; nil for all attributes.
    public var projectionExpression: Expression?
    /// Placeholders of the expression.
    public var parameters: ExpressionParameters
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity
    /// The form in which the item is wanted; a table may answer with values in any case.
    package var itemForm = ItemForm.values

    /// A read of one item.
    public init(
        tableName: String, key: Item, consistentRead: Bool = false, projectionExpression: String? = nil,
        parameters: ExpressionParameters = ExpressionParameters(),
        returnConsumedCapacity: ReturnConsumedCapacity = .none
    ) {
        self.tableName = tableName
        self.key = key
        self.consistentRead = consistentRead
        self.projectionExpression = projectionExpression.map(Expression.text)
        self.parameters = parameters
        self.returnConsumedCapacity = returnConsumedCapacity
    }
}
