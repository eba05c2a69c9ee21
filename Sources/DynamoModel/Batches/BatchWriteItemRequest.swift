/// Up to 25 puts and deletes, each on its own: some can be done while others are not.
public struct BatchWriteItemRequest: Sendable, Equatable {
    /// The writes by table; no item twice.
    public var requestItems: [String: [BatchWrite]]
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity
    /// Whether to report the collections' sizes.
    public var returnItemCollectionMetrics: ReturnItemCollectionMetrics

    /// 1 to 25 writes of different items, by table.
    public init(
        requestItems: [String: [BatchWrite]], returnConsumedCapacity: ReturnConsumedCapacity = .none,
        returnItemCollectionMetrics: ReturnItemCollectionMetrics = .none
    ) {
        self.requestItems = requestItems
        self.returnConsumedCapacity = returnConsumedCapacity
        self.returnItemCollectionMetrics = returnItemCollectionMetrics
    }
}
