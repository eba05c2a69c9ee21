/// DynamoDB's limits by name. The bounds that the service's model has for members of requests are in its shapes.
/// Sizes are in bytes.
///
/// Source: Developer Guide, "Quotas in Amazon DynamoDB", and the API reference.
public enum DynamoLimits {
    /// An item, names and values.
    public static let itemSize = 400 * 1024
    /// A page of a query or scan, before it is filtered.
    public static let pageSize = 1024 * 1024
    /// The value of a partition key attribute.
    public static let partitionKeySize = 2048
    /// The value of a sort key attribute.
    public static let sortKeySize = 1024
    /// Levels of an attribute: maps and lists within each other, and what the innermost holds.
    public static let nesting = 32
    /// The name of an attribute.
    public static let attributeNameSize = 64 * 1024
    /// An expression's text.
    public static let expressionSize = 4 * 1024
    /// Names and values of an expression, together.
    public static let expressionParametersSize = 2 * 1024 * 1024
    /// Operators and functions in one expression.
    public static let expressionOperators = 300
    /// Operands of `IN`.
    public static let inOperands = 100
    /// Keys of a batch get.
    public static let batchGetKeys = 100
    /// The answer of a batch get.
    public static let batchGetSize = 16 * 1024 * 1024
    /// Requests of a batch write.
    public static let batchWriteRequests = 25
    /// A batch write as it is sent.
    public static let batchWriteSize = 16 * 1024 * 1024
    /// The items of a transaction together.
    public static let transactionSize = 4 * 1024 * 1024
    /// How long a transaction's `ClientRequestToken` is remembered, in seconds.
    public static let transactionTokenLifetime = 600
    /// Statements of a batch.
    public static let batchStatements = 25
    /// Reads by key that one statement can be taken apart into.
    public static let statementReads = 50
    /// Global secondary indexes of a table.
    public static let globalIndexes = 20
    /// Local secondary indexes of a table.
    public static let localIndexes = 5
    /// Attributes of one key part of an index with a multi-attribute key.
    public static let keyPartAttributes = 4
    /// Non-key attributes of all projections of a table together.
    public static let projectedAttributes = 100
    /// Non-key attributes of one projection.
    public static let projectedAttributesOfIndex = 20
    /// Tables of a page of ListTables.
    public static let tablesPerPage = 100
    /// Tags of a table.
    public static let tags = 50
    /// A read unit covers this much, once (strongly) or twice (eventually consistent).
    public static let readUnitSize = 4 * 1024
    /// A write unit covers this much.
    public static let writeUnitSize = 1024
}
