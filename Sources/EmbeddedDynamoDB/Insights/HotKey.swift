import DynamoModel

/// A key that is used or throttled much.
public struct HotKey: Sendable, Equatable {
    /// The name of the table that the key belongs to.
    public let tableName: String
    /// The index; nil for the table itself.
    public let indexName: String?
    /// Whether it is an item's whole key; otherwise it names a partition.
    public let isItem: Bool
    /// Whether events of throttling are counted; otherwise units.
    public let isThrottled: Bool
    /// The values of the key's attributes, separated by commas.
    public let key: String
    /// About how many units or events there were in the last hour.
    public let amount: Double
}
