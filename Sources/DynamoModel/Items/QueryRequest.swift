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
    /// Which attributes to return, or only their count; nil for what the index has.
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
