/// The answer to an ``ExecuteTransactionRequest``.
public struct ExecuteTransactionResponse: Sendable, Equatable {
    /// One entry for each read, in order, nil where there is no item; empty for writes.
    public var items: [Item?]
    /// What it took, if asked for.
    public var consumedCapacity: [ConsumedCapacity]?

    /// What was read, and what it took.
    public init(items: [Item?] = [], consumedCapacity: [ConsumedCapacity]? = nil) {
        self.items = items
        self.consumedCapacity = consumedCapacity
    }
}
