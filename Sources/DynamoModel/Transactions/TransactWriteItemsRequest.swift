/// Up to 100 writes of different items, all or none.
public struct TransactWriteItemsRequest: Sendable, Equatable {
    /// The actions; no item twice.
    public var transactItems: [TransactWrite]
    /// With the same token, the same request is carried out once within 10 minutes. 1 to 36 characters.
    public var clientRequestToken: String?
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity
    /// Whether to report the collections' sizes.
    public var returnItemCollectionMetrics: ReturnItemCollectionMetrics

    /// Writes, all or none.
    public init(
        transactItems: [TransactWrite], clientRequestToken: String? = nil,
        returnConsumedCapacity: ReturnConsumedCapacity = .none,
        returnItemCollectionMetrics: ReturnItemCollectionMetrics = .none
    ) {
        self.transactItems = transactItems
        self.clientRequestToken = clientRequestToken
        self.returnConsumedCapacity = returnConsumedCapacity
        self.returnItemCollectionMetrics = returnItemCollectionMetrics
    }
}
