/// Whether an answer reports the size of the item collections that a write touched.
public enum ReturnItemCollectionMetrics: String, Sendable, CaseIterable {
    /// No sizes are reported.
    case none = "NONE"
    /// Yes, for tables with local indexes.
    case size = "SIZE"
}
