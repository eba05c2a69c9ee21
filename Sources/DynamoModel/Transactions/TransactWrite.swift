/// One action of a write transaction.
public struct TransactWrite: Sendable, Equatable {
    /// What the action does.
    public enum Action: Sendable, Equatable {
        /// Only checks the condition of the item with this key.
        case conditionCheck(key: Item)
        /// Puts a whole item.
        case put(item: Item)
        /// Changes some attributes of the item with this key.
        case update(key: Item, updateExpression: Expression)
        /// Removes the item with this key.
        case delete(key: Item)
    }

    /// The table's name.
    public var tableName: String
    /// What the action does.
    public var action: Action
    /// What must hold of the item that is there now; required of a condition check.
    public var conditionExpression: Expression?
    /// Placeholders of the expressions.
    public var parameters: ExpressionParameters
    /// Whether a failed condition returns the item in its reason.
    public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure

    /// An action on one item of a table, with its condition.
    public init(
        tableName: String, _ action: Action, conditionExpression: String? = nil,
        parameters: ExpressionParameters = ExpressionParameters(),
        returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure = .none
    ) {
        self.tableName = tableName
        self.action = action
        self.conditionExpression = conditionExpression.map(Expression.text)
        self.parameters = parameters
        self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
    }
}
