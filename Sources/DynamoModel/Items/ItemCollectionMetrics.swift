/// The size of the item collection that a write touched.
public struct ItemCollectionMetrics: Sendable, Equatable {
    /// The partition key of the collection.
    public var itemCollectionKey: Item
    /// Lower and upper bound of its size, in gigabytes.
    public var sizeEstimateRangeGB: ClosedRange<Double>

    /// Metrics of a collection.
    public init(itemCollectionKey: Item, sizeEstimateRangeGB: ClosedRange<Double>) {
        self.itemCollectionKey = itemCollectionKey
        self.sizeEstimateRangeGB = sizeEstimateRangeGB
    }
}
