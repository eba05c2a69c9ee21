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

/// Reads of up to 100 items as they are at one moment.
public struct TransactGetItemsRequest: Sendable, Equatable {
    /// The reads.
    public var transactItems: [TransactGet]
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity

    /// Reads at one moment.
    public init(transactItems: [TransactGet], returnConsumedCapacity: ReturnConsumedCapacity = .none) {
        self.transactItems = transactItems
        self.returnConsumedCapacity = returnConsumedCapacity
    }
}

/// The answer to a ``TransactGetItemsRequest``.
public struct TransactGetItemsResponse: Sendable, Equatable {
    /// One entry for each read, in order; nil where there is no item.
    public var items: [Item?]
    /// What it took, if asked for.
    public var consumedCapacity: [ConsumedCapacity]?

    /// An item or nil for each read, in order, and what they took.
    public init(items: [Item?], consumedCapacity: [ConsumedCapacity]? = nil) {
        self.items = items
        self.consumedCapacity = consumedCapacity
    }
}

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

    /// An action.
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

/// Up to 100 writes of different items, all or none.
public struct TransactWriteItemsRequest: Sendable, Equatable {
    /// The actions; no item twice.
    public var transactItems: [TransactWrite]
    /// With the same token, the same request is carried out once within 10 minutes. 1 to 36 characters.
    public var clientRequestToken: String?
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity
    /// Whether to report the collections' sizes.
    public var returnItemCollectionMetrics: ReturnItemCollectionMetrics

    /// Writes, all or none.
    public init(
        transactItems: [TransactWrite], clientRequestToken: String? = nil,
        returnConsumedCapacity: ReturnConsumedCapacity = .none,
        returnItemCollectionMetrics: ReturnItemCollectionMetrics = .none
    ) {
        self.transactItems = transactItems
        self.clientRequestToken = clientRequestToken
        self.returnConsumedCapacity = returnConsumedCapacity
        self.returnItemCollectionMetrics = returnItemCollectionMetrics
    }
}

/// The answer to a ``TransactWriteItemsRequest``.
public struct TransactWriteItemsResponse: Sendable, Equatable {
    /// What it took, if asked for.
    public var consumedCapacity: [ConsumedCapacity]?
    /// The collections' sizes by table, if asked for.
    public var itemCollectionMetrics: [String: [ItemCollectionMetrics]]?

    /// What the transaction took, if asked for.
    public init(
        consumedCapacity: [ConsumedCapacity]? = nil,
        itemCollectionMetrics: [String: [ItemCollectionMetrics]]? = nil
    ) {
        self.consumedCapacity = consumedCapacity
        self.itemCollectionMetrics = itemCollectionMetrics
    }
}
