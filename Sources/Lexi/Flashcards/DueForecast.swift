/// The cards that a user has to review, now and on the next days.
public struct DueForecast: Sendable, Equatable {
    /// A day of the user's time zone.
    public struct Day: Sendable, Equatable {
        /// The day.
        public let day: LocalDay
        /// Cards that become due on it; today with all that is overdue.
        public let cards: Int
    }

    /// Cards that are due now.
    public let due: Int
    /// Today, tomorrow, …
    public let days: [Day]
}
