/// A page of a query or scan.
public struct PageResponse: Sendable, Equatable {
    /// The items that passed the filter; empty when only counted.
    public var items: [Item]
    /// How many items passed the filter.
    public var count: Int
    /// How many items were read.
    public var scannedCount: Int
    /// Where the next page starts; nil when this was the last.
    public var lastEvaluatedKey: Item?
    /// What it took, if asked for.
    public var consumedCapacity: ConsumedCapacity?
    /// The items in place of ``items``, which are then empty; nil unless the request asked for ``ItemForm/json``.
    package var wireItems: WireItems?

    /// A page of items, how many were read for it, and the key to go on after; nil after the last page.
    public init(
        items: [Item] = [], count: Int, scannedCount: Int, lastEvaluatedKey: Item? = nil,
        consumedCapacity: ConsumedCapacity? = nil
    ) {
        self.items = items
        self.count = count
        self.scannedCount = scannedCount
        self.lastEvaluatedKey = lastEvaluatedKey
        self.consumedCapacity = consumedCapacity
    }
}
