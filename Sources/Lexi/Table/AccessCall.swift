import DynamoModel

/// A call of the table, when it is over.
public struct AccessCall: Sendable {
    /// What it was made for.
    public let pattern: AccessPattern
    /// What it was: the pattern's own operation, or the batch get that reads what keys stand for.
    public let operation: AccessPattern.Operation
    /// How long it took.
    public let duration: Duration
    /// Why it failed; nil when it did not.
    public let error: DynamoDBError.Code?
    /// What it took, if that was asked for. Empty for failed calls.
    public let consumed: [ConsumedCapacity]
    /// For how many calls that counts, see ``AccessObserver/weight(ofNext:_:)``.
    public let weight: Int
    /// The requests beyond the first that the table's client sent for it: see ``RetryTally``.
    public let retries: Int
    /// How often too much was asked of the table, also when a retry was successful then.
    public let throttles: Int
}
