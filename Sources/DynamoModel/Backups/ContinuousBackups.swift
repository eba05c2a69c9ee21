/// Point-in-time recovery of a table.
public struct ContinuousBackups: Sendable, Equatable {
    /// The moments to which the table can be restored.
    public struct Window: Sendable, Equatable {
        /// How many days it reaches back.
        public var days: Int
        /// The earliest and the latest time, in seconds since 1970.
        public var earliest: Double
        /// The latest moment to which the table can be restored, in seconds since 1970.
        public var latest: Double

        /// The days of the window, and its ends in seconds since 1970.
        public init(days: Int, earliest: Double, latest: Double) {
            self.days = days
            self.earliest = earliest
            self.latest = latest
        }
    }

    /// What can be restored; nil when recovery is off.
    public var window: Window?

    /// Nil when point-in-time recovery is off.
    public init(window: Window?) { self.window = window }
}
