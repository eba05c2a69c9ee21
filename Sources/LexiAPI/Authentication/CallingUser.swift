import Lexi

/// The user who calls, as their items are now.
struct CallingUser: Sendable {
    let user: User
    /// Their statistics, if the route had them read along.
    let statistics: UserStatistics?
}

/// What is read, or made, of the user who calls.
struct CallerReading: Sendable {
    /// Whether the statistics are read along: one query for both in place of a get.
    var readsStatistics = false
    /// Whether a subject that is not registered yet is registered from the claims of the token.
    var registers = false

    static let user = CallerReading()
}
