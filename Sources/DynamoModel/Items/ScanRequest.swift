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
    /// Which attributes to return, or only their count; nil for what the index has.
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
