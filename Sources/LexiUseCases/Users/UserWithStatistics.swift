import Lexi

/// A user as an admin sees them, with their statistics as they read on a day.
public struct UserWithStatistics: Sendable, Equatable {
    /// The profile, role and state.
    public let user: User
    /// The counters and the streak; nil when the user has just gone.
    public let statistics: UserStatistics?
    /// The day, in the user's time zone.
    public let today: LocalDay
}
