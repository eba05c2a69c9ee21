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
