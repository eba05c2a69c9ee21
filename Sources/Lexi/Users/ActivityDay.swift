/// What a user did on a calendar day of their time zone.
public struct ActivityDay: Sendable, Equatable {
    /// Whose day it is.
    public internal(set) var userID: UserID
    /// In the time zone that the user had when the activity was written.
    public internal(set) var day: LocalDay
    /// Reviews made on it.
    public internal(set) var reviews: Int
    /// Sessions completed on it.
    public internal(set) var sessions: Int
    /// Of its reviews, those that were `forgot`. Days before version 0.1 was released count none.
    public internal(set) var forgot = 0
    /// Its reviews of cards that were learning.
    public internal(set) var learning = JudgedCount()
    /// Its reviews of cards that were mature.
    public internal(set) var mature = JudgedCount()

    /// All its reviews, first ones of new cards among them.
    public var total: JudgedCount { JudgedCount(reviews: reviews, forgot: forgot) }
    /// Reviews that were not `forgot`.
    public var correct: Int { reviews - forgot }
    /// Whatever was done on it.
    var count: Int { reviews + sessions }

    mutating func add(_ change: DayChange) {
        reviews += change.reviews
        sessions += change.sessions
        forgot += change.forgot
        learning += change.learning
        mature += change.mature
    }
}
