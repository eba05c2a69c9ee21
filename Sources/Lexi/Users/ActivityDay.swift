/// What a user did on a calendar day of their time zone.
public struct ActivityDay: Sendable, Equatable {
    /// Whose day it is.
    public internal(set) var userID: UserID
    /// The day.
    public internal(set) var day: LocalDay
    /// Reviews made on it.
    public internal(set) var reviews: Int
    /// Sessions completed on it.
    public internal(set) var sessions: Int
}
