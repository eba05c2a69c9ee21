import DynamoModel

/// What an operation of an engine was and took.
public struct OperationRecord: Sendable, Equatable {
    /// The operation's name, such as `GetItem`.
    public let operation: String
    /// The table that the request named, as it named it; nil for one of several tables or of none.
    public let tableName: String?
    /// The tables of a request that failed, each once, as it named them; empty for one that did not.
    public let failedTables: [String]
    /// The index that the request named.
    public let indexName: String?
    /// What it took of each table and its indexes. Empty for operations on tables themselves, and when it failed,
    /// unless a condition did not hold: that takes units for the item that is there, or for the larger one that was to
    /// be put, and in a transaction half of what each of its writes takes.
    public let capacities: [ConsumedCapacity]
    /// How many items it read or wrote. Of a query or scan those that it returned.
    public let items: Int
    /// The size of these items by DynamoDB's counting, in bytes: as they were returned or written, or as
    /// they were when they were removed or only checked. Statements that write count what they return.
    public let bytes: Int
    /// From the call to the answer.
    public let duration: Duration
    /// Why it failed; nil when it did not.
    public let failure: DynamoDBError.Code?
    /// What stood in the way of a transaction that was cancelled, part by part, as far as the request names tables; and
    /// the statements of a batch that were refused.
    public let refusedParts: [RefusedPart]
}
