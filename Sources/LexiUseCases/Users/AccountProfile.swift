import Lexi

/// A user with their statistics at a moment.
public struct AccountProfile: Sendable, Equatable {
    /// The user.
    public let user: User
    /// The counters and the streak, as they were written last.
    public let statistics: UserStatistics
    /// The moment.
    public let now: Timestamp

    /// The run of active days as it reads today. Which day it is, is found out for those who have one.
    public var currentStreak: Int {
        statistics.currentStreak == 0 ? 0 : statistics.streak(today: user.timeZone.day(at: now))
    }
}
