import Lexi

/// A user with their statistics at a moment.
public struct AccountProfile: Sendable, Equatable {
    /// The profile and settings.
    public let user: User
    /// The counters and the streak, as they were written last.
    public let statistics: UserStatistics
    /// The moment.
    public let now: Timestamp

    /// The run of active days as it reads today. Only for users with a run the day is found, which takes their time
    /// zone.
    public var currentStreak: Int {
        statistics.currentStreak == 0 ? 0 : statistics.streak(today: user.timeZone.day(at: now))
    }
}
