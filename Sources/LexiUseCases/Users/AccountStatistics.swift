import Lexi

/// A user's statistics as they read on a day.
public struct AccountStatistics: Sendable, Equatable {
    /// The counters and the streak.
    public let statistics: UserStatistics
    /// The day, in the user's time zone.
    public let today: LocalDay
    /// How many cards are due, and become due in the next days.
    public let forecast: DueForecast
    /// How well cards were remembered in the last days.
    public let retention: Retention
}
