/// A table's class with the time of its last change.
public struct TableClassSummary: Sendable, Hashable {
    /// The class.
    public var tableClass: TableClass
    /// When it was last changed, in seconds since 1970; nil when it never was.
    public var lastUpdate: Double?

    /// A class, and when it came, in seconds since 1970.
    public init(tableClass: TableClass, lastUpdate: Double? = nil) {
        self.tableClass = tableClass
        self.lastUpdate = lastUpdate
    }
}
