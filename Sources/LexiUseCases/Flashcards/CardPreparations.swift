import Lexi

/// Makes cards that older programs saved ready to be searched and listed as leeches, in the background. Searches do
/// without until it is done, at the price of more reads.
public final class CardPreparations: Sendable {
    private let runs: UserRuns

    /// The runs of a process. A run that keeps failing is left to the user's next search or list of leeches.
    public init(store: LexiStore) {
        runs = UserRuns { (user) async throws(RepositoryError) -> Bool in
            try await store.flashcards.prepare(user)
            return true
        }
    }

    /// Begins to prepare the cards of a user, unless that is under way.
    func begin(_ user: UserID) { runs.start(user) }
}
