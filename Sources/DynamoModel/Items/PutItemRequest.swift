/// A write of a whole item, in place of the one with its key.
public struct PutItemRequest: Sendable, Equatable {
    /// The table's name.
    public var tableName: String
    /// The item, with its primary key.
    public var item: Item
    /// What must hold of the item that is there now (an absent one has no attributes).
    public var conditionExpression: Expression?
    /// Placeholders of the expression.
    public var parameters: ExpressionParameters
    /// `NONE` or `ALL_OLD`.
    public var returnValues: ReturnValues
    /// Whether a failed condition returns the item.
    public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity
    /// Whether to report the collection's size.
    public var returnItemCollectionMetrics: ReturnItemCollectionMetrics

    /// A write of a whole item.
    public init(
        tableName: String, item: Item, conditionExpression: String? = nil,
        parameters: ExpressionParameters = ExpressionParameters(), returnValues: ReturnValues = .none,
        returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure = .none,
        returnConsumedCapacity: ReturnConsumedCapacity = .none,
        returnItemCollectionMetrics: ReturnItemCollectionMetrics = .none
    ) {
        self.tableName = tableName
        self.item = item
        self.conditionExpression = conditionExpression.map(Expression.text)
        self.parameters = parameters
        self.returnValues = returnValues
        self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
        self.returnConsumedCapacity = returnConsumedCapacity
        self.returnItemCollectionMetrics = returnItemCollectionMetrics
    }
}
