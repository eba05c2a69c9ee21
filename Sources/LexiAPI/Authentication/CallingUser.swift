import Lexi

/// The user who calls, as their items are now. A class: a call is handed on often, and a user has many texts.
final class CallingUser: Sendable {
    let user: User
    /// Their statistics, if they were read along.
    let statistics: UserStatistics?

    init(user: User, statistics: UserStatistics?) {
        self.user = user
        self.statistics = statistics
    }
}
