/// Names and values that stand for `#name` and `:value` in the expressions of a request.
public struct ExpressionParameters: Sendable, Equatable {
    /// Attribute names by placeholder, the `#` included. Nil when the request does not have the parameter.
    public var names: [String: String]?
    /// Attribute values by placeholder, the `:` included. Nil when the request does not have the parameter.
    public var values: [String: AttributeValue]?

    /// These placeholders.
    public init(names: [String: String]? = nil, values: [String: AttributeValue]? = nil) {
        self.names = names
        self.values = values
    }
}

/// Which attributes a write returns.
public enum ReturnValues: String, Sendable, CaseIterable {
    /// None.
    case none = "NONE"
    /// The whole item as it was.
    case allOld = "ALL_OLD"
    /// The updated attributes as they were.
    case updatedOld = "UPDATED_OLD"
    /// The whole item as it is now.
    case allNew = "ALL_NEW"
    /// The updated attributes as they are now.
    case updatedNew = "UPDATED_NEW"
}

/// Whether a write whose condition did not hold returns the item in its error.
public enum ReturnValuesOnConditionCheckFailure: String, Sendable, CaseIterable {
    /// No.
    case none = "NONE"
    /// The whole item as it was.
    case allOld = "ALL_OLD"
}

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

/// The answer to a ``GetItemRequest``.
public struct GetItemResponse: Sendable, Equatable {
    /// The item, nil when there is none.
    public var item: Item?
    /// What it took, if asked for.
    public var consumedCapacity: ConsumedCapacity?
    /// The item in place of ``item``, which is then nil; nil unless the request asked for ``ItemForm/json``.
    package var wireItem: WireItems?

    /// What was found, and what it took.
    public init(item: Item? = nil, consumedCapacity: ConsumedCapacity? = nil) {
        self.item = item
        self.consumedCapacity = consumedCapacity
    }
}

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

/// A removal of one item.
public struct DeleteItemRequest: Sendable, Equatable {
    /// The table's name.
    public var tableName: String
    /// Exactly the attributes of the primary key.
    public var key: Item
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

    /// A removal of one item.
    public init(
        tableName: String, key: Item, conditionExpression: String? = nil,
        parameters: ExpressionParameters = ExpressionParameters(), returnValues: ReturnValues = .none,
        returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure = .none,
        returnConsumedCapacity: ReturnConsumedCapacity = .none,
        returnItemCollectionMetrics: ReturnItemCollectionMetrics = .none
    ) {
        self.tableName = tableName
        self.key = key
        self.conditionExpression = conditionExpression.map(Expression.text)
        self.parameters = parameters
        self.returnValues = returnValues
        self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
        self.returnConsumedCapacity = returnConsumedCapacity
        self.returnItemCollectionMetrics = returnItemCollectionMetrics
    }
}

/// The answer to a put, an update or a delete.
public struct WriteItemResponse: Sendable, Equatable {
    /// The attributes that `returnValues` asks for; nil when there are none.
    public var attributes: Item?
    /// What it took, if asked for.
    public var consumedCapacity: ConsumedCapacity?
    /// The collection's size, if asked for.
    public var itemCollectionMetrics: ItemCollectionMetrics?

    /// The attributes that `ReturnValues` asked for, and what the write took.
    public init(
        attributes: Item? = nil, consumedCapacity: ConsumedCapacity? = nil,
        itemCollectionMetrics: ItemCollectionMetrics? = nil
    ) {
        self.attributes = attributes
        self.consumedCapacity = consumedCapacity
        self.itemCollectionMetrics = itemCollectionMetrics
    }
}
