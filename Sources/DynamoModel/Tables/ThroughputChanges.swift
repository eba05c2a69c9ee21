/// When and how often a provisioned throughput was changed.
public struct ThroughputChanges: Sendable, Hashable {
    /// When a throughput last grew, in seconds since 1970.
    public var lastIncrease: Double?
    /// When a throughput last shrank, in seconds since 1970.
    public var lastDecrease: Double?
    /// How often it shrank in this day of UTC.
    public var decreasesToday: Int

    /// The last changes, at times in seconds since 1970.
    public init(lastIncrease: Double? = nil, lastDecrease: Double? = nil, decreasesToday: Int = 0) {
        self.lastIncrease = lastIncrease
        self.lastDecrease = lastDecrease
        self.decreasesToday = decreasesToday
    }
}
