import Lexi

/// The user who calls, as their items are now.
struct CallingUser: Sendable {
    let user: User
    /// Their statistics, if they were read along.
    let statistics: UserStatistics?
}
