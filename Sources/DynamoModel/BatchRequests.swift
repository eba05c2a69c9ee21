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

/// Reads of up to 100 items by their keys, of one or several tables.
public struct BatchGetItemRequest: Sendable, Equatable {
    /// The keys by table.
    public var requestItems: [String: KeysAndAttributes]
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity

    /// Reads of several items.
    public init(
        requestItems: [String: KeysAndAttributes], returnConsumedCapacity: ReturnConsumedCapacity = .none
    ) {
        self.requestItems = requestItems
        self.returnConsumedCapacity = returnConsumedCapacity
    }
}

/// The answer to a ``BatchGetItemRequest``.
public struct BatchGetItemResponse: Sendable, Equatable {
    /// The items that are there, by table, in no promised order.
    public var responses: [String: [Item]]
    /// What was not read (16 MB were reached, or throughput was used up): to be asked for again.
    public var unprocessedKeys: [String: KeysAndAttributes]
    /// What it took, if asked for.
    public var consumedCapacity: [ConsumedCapacity]?

    /// What was found by table, what has to be asked for again, and what it took.
    public init(
        responses: [String: [Item]], unprocessedKeys: [String: KeysAndAttributes] = [:],
        consumedCapacity: [ConsumedCapacity]? = nil
    ) {
        self.responses = responses
        self.unprocessedKeys = unprocessedKeys
        self.consumedCapacity = consumedCapacity
    }
}

/// One write of a batch.
public enum BatchWrite: Sendable, Equatable {
    /// Puts a whole item.
    case put(item: Item)
    /// Removes the item with this key.
    case delete(key: Item)
}

/// Up to 25 puts and deletes, each on its own: some can be done while others are not.
public struct BatchWriteItemRequest: Sendable, Equatable {
    /// The writes by table; no item twice.
    public var requestItems: [String: [BatchWrite]]
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity
    /// Whether to report the collections' sizes.
    public var returnItemCollectionMetrics: ReturnItemCollectionMetrics

    /// Several writes.
    public init(
        requestItems: [String: [BatchWrite]], returnConsumedCapacity: ReturnConsumedCapacity = .none,
        returnItemCollectionMetrics: ReturnItemCollectionMetrics = .none
    ) {
        self.requestItems = requestItems
        self.returnConsumedCapacity = returnConsumedCapacity
        self.returnItemCollectionMetrics = returnItemCollectionMetrics
    }
}

/// The answer to a ``BatchWriteItemRequest``.
public struct BatchWriteItemResponse: Sendable, Equatable {
    /// What was not done: to be asked for again.
    public var unprocessedItems: [String: [BatchWrite]]
    /// The collections' sizes by table, if asked for.
    public var itemCollectionMetrics: [String: [ItemCollectionMetrics]]?
    /// What it took, if asked for.
    public var consumedCapacity: [ConsumedCapacity]?

    /// What has to be asked for again, and what the rest took.
    public init(
        unprocessedItems: [String: [BatchWrite]] = [:],
        itemCollectionMetrics: [String: [ItemCollectionMetrics]]? = nil,
        consumedCapacity: [ConsumedCapacity]? = nil
    ) {
        self.unprocessedItems = unprocessedItems
        self.itemCollectionMetrics = itemCollectionMetrics
        self.consumedCapacity = consumedCapacity
    }
}
