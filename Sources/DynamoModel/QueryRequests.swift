/// What a query or scan returns of the items that it matches.
public enum Select: String, Sendable, CaseIterable {
    /// All attributes of the items.
    case allAttributes = "ALL_ATTRIBUTES"
    /// All attributes that the index holds.
    case allProjectedAttributes = "ALL_PROJECTED_ATTRIBUTES"
    /// What the projection expression names.
    case specificAttributes = "SPECIFIC_ATTRIBUTES"
    /// Only how many there are.
    case count = "COUNT"
}

/// A read of the items of one partition key value, in the order of the sort key.
public struct QueryRequest: Sendable, Equatable {
    /// The table's name.
    public var tableName: String
    /// An index to read instead of the table.
    public var indexName: String?
    /// Equality of the partition key and, optionally, one condition on the sort key.
    public var keyConditionExpression: Expression?
    /// What is left out after reading; it saves no capacity.
    public var filterExpression: Expression?
    /// The paths to return; nil for all attributes.
    public var projectionExpression: Expression?
    /// Placeholders of the expressions.
    public var parameters: ExpressionParameters
    /// What to return.
    public var select: Select?
    /// Whether to read in ascending order of the sort key.
    public var scanIndexForward: Bool
    /// How many items to read at most (before the filter).
    public var limit: Int?
    /// Where to go on: the `lastEvaluatedKey` of the page before.
    public var exclusiveStartKey: Item?
    /// Whether the read sees every write that was answered before it. Not for a global index.
    public var consistentRead: Bool
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity
    /// The form in which the items are wanted; a table may answer with values in any case.
    package var itemForm = ItemForm.values

    /// A read of one partition.
    public init(
        tableName: String, indexName: String? = nil, keyConditionExpression: String?,
        filterExpression: String? = nil, projectionExpression: String? = nil,
        parameters: ExpressionParameters = ExpressionParameters(), select: Select? = nil,
        scanIndexForward: Bool = true, limit: Int? = nil, exclusiveStartKey: Item? = nil,
        consistentRead: Bool = false, returnConsumedCapacity: ReturnConsumedCapacity = .none
    ) {
        self.tableName = tableName
        self.indexName = indexName
        self.keyConditionExpression = keyConditionExpression.map(Expression.text)
        self.filterExpression = filterExpression.map(Expression.text)
        self.projectionExpression = projectionExpression.map(Expression.text)
        self.parameters = parameters
        self.select = select
        self.scanIndexForward = scanIndexForward
        self.limit = limit
        self.exclusiveStartKey = exclusiveStartKey
        self.consistentRead = consistentRead
        self.returnConsumedCapacity = returnConsumedCapacity
    }
}

/// A read of a whole table or index, or of one of several disjoint segments of it.
public struct ScanRequest: Sendable, Equatable {
    /// The table's name.
    public var tableName: String
    /// An index to read instead of the table.
    public var indexName: String?
    /// What is left out after reading; it saves no capacity.
    public var filterExpression: Expression?
    /// The paths to return; nil for all attributes.
    public var projectionExpression: Expression?
    /// Placeholders of the expressions.
    public var parameters: ExpressionParameters
    /// What to return.
    public var select: Select?
    /// How many items to read at most (before the filter).
    public var limit: Int?
    /// Where to go on: the `lastEvaluatedKey` of the page before.
    public var exclusiveStartKey: Item?
    /// Which segment to read, from 0; together with `totalSegments`.
    public var segment: Int?
    /// How many segments the whole is read in, up to 1,000,000.
    public var totalSegments: Int?
    /// Whether the read sees every write that was answered before it. Not for a global index.
    public var consistentRead: Bool
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity
    /// The form in which the items are wanted; a table may answer with values in any case.
    package var itemForm = ItemForm.values

    /// A read of a whole table or index.
    public init(
        tableName: String, indexName: String? = nil, filterExpression: String? = nil,
        projectionExpression: String? = nil, parameters: ExpressionParameters = ExpressionParameters(),
        select: Select? = nil, limit: Int? = nil, exclusiveStartKey: Item? = nil, segment: Int? = nil,
        totalSegments: Int? = nil, consistentRead: Bool = false,
        returnConsumedCapacity: ReturnConsumedCapacity = .none
    ) {
        self.tableName = tableName
        self.indexName = indexName
        self.filterExpression = filterExpression.map(Expression.text)
        self.projectionExpression = projectionExpression.map(Expression.text)
        self.parameters = parameters
        self.select = select
        self.limit = limit
        self.exclusiveStartKey = exclusiveStartKey
        self.segment = segment
        self.totalSegments = totalSegments
        self.consistentRead = consistentRead
        self.returnConsumedCapacity = returnConsumedCapacity
    }
}

/// A page of a query or scan.
public struct PageResponse: Sendable, Equatable {
    /// The items that passed the filter; empty when only counted.
    public var items: [Item]
    /// How many items passed the filter.
    public var count: Int
    /// How many items were read.
    public var scannedCount: Int
    /// Where the next page starts; nil when this was the last.
    public var lastEvaluatedKey: Item?
    /// What it took, if asked for.
    public var consumedCapacity: ConsumedCapacity?
    /// The items in place of ``items``, which are then empty; nil unless the request asked for ``ItemForm/json``.
    package var wireItems: WireItems?

    /// A page of items, how many were read for it, and the key to go on after; nil after the last page.
    public init(
        items: [Item] = [], count: Int, scannedCount: Int, lastEvaluatedKey: Item? = nil,
        consumedCapacity: ConsumedCapacity? = nil
    ) {
        self.items = items
        self.count = count
        self.scannedCount = scannedCount
        self.lastEvaluatedKey = lastEvaluatedKey
        self.consumedCapacity = consumedCapacity
    }
}
