/// The answer to a ``TransactGetItemsRequest``.
public struct TransactGetItemsResponse: Sendable, Equatable {
    /// One entry for each read, in order; nil where there is no item.
    public var items: [Item?]
    /// What it took, if asked for.
    public var consumedCapacity: [ConsumedCapacity]?

    /// An item or nil for each read, in order, and what they took.
    public init(items: [Item?], consumedCapacity: [ConsumedCapacity]? = nil) {
        self.items = items
        self.consumedCapacity = consumedCapacity
    }
}
