/// The cards that a user has to review, now and on the next days.
public struct DueForecast: Sendable, Equatable {
    /// A day of the user's time zone.
    public struct Day: Sendable, Equatable {
        /// By the user's calendar, whose days begin at the hour that the user has set.
        public let day: LocalDay
        /// Cards that become due on it; today with all that is overdue.
        public let cards: Int
        /// Whether there can be more: those beyond the ones that are counted.
        public let isMinimum: Bool
    }

    /// Cards that are due now.
    public let due: Int
    /// Whether more are due: those beyond the ones that are counted.
    public let isDueMinimum: Bool
    /// Today, tomorrow, …
    public let days: [Day]
}
