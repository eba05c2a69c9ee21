/// What `lexi table repair` found, what it changed, and what is left.
public struct RepairReport: Sendable, Equatable {
    /// The check before anything was changed.
    public var before: CheckReport
    /// How many items were made again, of which one byte was damaged.
    public var mendedItems = 0
    /// Damaged items that were removed, as `table, item …`.
    public var removedItems: [String] = []
    /// Indexes that were filled again from their tables, as `table, index name`.
    public var filledIndexes: [String] = []
    /// How many counters were set to what was counted.
    public var counters = 0
    /// What is still not as it should be: it needs a backup, or the items to be written again.
    public var after: CheckReport
}
