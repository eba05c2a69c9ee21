/// Point-in-time recovery of a table.
public struct ContinuousBackups: Sendable, Equatable {
    /// What can be restored.
    public struct Window: Sendable, Equatable {
        /// How many days it reaches back.
        public var days: Int
        /// The earliest and the latest time, in seconds since 1970.
        public var earliest: Double
        /// The latest time.
        public var latest: Double

        /// What can be restored.
        public init(days: Int, earliest: Double, latest: Double) {
            self.days = days
            self.earliest = earliest
            self.latest = latest
        }
    }

    /// What can be restored; nil when recovery is off.
    public var window: Window?

    /// A state.
    public init(window: Window?) { self.window = window }
}
