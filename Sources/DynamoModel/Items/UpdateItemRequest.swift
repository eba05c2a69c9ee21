/// A change of some attributes of an item, which is made when it is not there.
public struct UpdateItemRequest: Sendable, Equatable {
    /// The table's name.
    public var tableName: String
    /// Exactly the attributes of the primary key.
    public var key: Item
    /// What to change; without it the item is only made when it is not there.
    public var updateExpression: Expression?
    /// What must hold of the item that is there now (an absent one has no attributes).
    public var conditionExpression: Expression?
    /// Placeholders of the expressions.
    public var parameters: ExpressionParameters
    /// Which attributes to return.
    public var returnValues: ReturnValues
    /// Whether a failed condition returns the item.
    public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity
    /// Whether to report the collection's size.
    public var returnItemCollectionMetrics: ReturnItemCollectionMetrics

    /// A change of some attributes.
    public init(
        tableName: String, key: Item, updateExpression: String? = nil, conditionExpression: String? = nil,
        parameters: ExpressionParameters = ExpressionParameters(), returnValues: ReturnValues = .none,
        returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure = .none,
        returnConsumedCapacity: ReturnConsumedCapacity = .none,
        returnItemCollectionMetrics: ReturnItemCollectionMetrics = .none
    ) {
        self.tableName = tableName
        self.key = key
        self.updateExpression = updateExpression.map(Expression.text)
        self.conditionExpression = conditionExpression.map(Expression.text)
        self.parameters = parameters
        self.returnValues = returnValues
        self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
        self.returnConsumedCapacity = returnConsumedCapacity
        self.returnItemCollectionMetrics = returnItemCollectionMetrics
    }
}
