/// The answer to a ``TransactWriteItemsRequest``.
public struct TransactWriteItemsResponse: Sendable, Equatable {
    /// What it took, if asked for.
    public var consumedCapacity: [ConsumedCapacity]?
    /// The collections' sizes by table, if asked for.
    public var itemCollectionMetrics: [String: [ItemCollectionMetrics]]?

    /// What the transaction took, if asked for.
    public init(
        consumedCapacity: [ConsumedCapacity]? = nil,
        itemCollectionMetrics: [String: [ItemCollectionMetrics]]? = nil
    ) {
        self.consumedCapacity = consumedCapacity
        self.itemCollectionMetrics = itemCollectionMetrics
    }
}
