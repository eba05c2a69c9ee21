import Lexi

/// A user with their statistics as they read on a day.
public struct AccountProfile: Sendable, Equatable {
    /// The user.
    public let user: User
    /// The counters and the streak.
    public let statistics: UserStatistics
    /// The day, in the user's time zone.
    public let today: LocalDay
}
