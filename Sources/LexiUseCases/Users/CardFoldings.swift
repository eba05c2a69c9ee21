import Lexi

/// Folds the cards of users by the scheduler that they have chosen, in the background.
public final class CardFoldings: Sendable {
    private let runs: UserRuns

    /// The runs of a process. A run that fails again and again is left to the next start of a server, and each card is
    /// folded at the latest when it is read.
    public init(store: LexiStore) {
        runs = UserRuns { (user) async throws(RepositoryError) -> Bool in
            try await store.foldCards(of: user)
            return true
        }
    }

    /// Begins to fold the cards of a user; while that is under way already, it is done once more afterwards, however
    /// often this is called.
    public func fold(_ user: UserID) { runs.start(user) }
}
