/// Reads of up to 100 items as they are at one moment.
public struct TransactGetItemsRequest: Sendable, Equatable {
    /// 1 to 100 reads of different items.
    public var transactItems: [TransactGet]
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity

    /// Reads at one moment.
    public init(transactItems: [TransactGet], returnConsumedCapacity: ReturnConsumedCapacity = .none) {
        self.transactItems = transactItems
        self.returnConsumedCapacity = returnConsumedCapacity
    }
}
