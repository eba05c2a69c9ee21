import Lexi

/// Erases accounts: what goes quickly within the call, the rest in the background.
public final class AccountErasures: Sendable {
    /// Items that a call removes before it answers, and that a step of the background work removes.
    private static let itemsAtOnce = 2_000
    private let store: LexiStore
    private let runs: UserRuns

    /// The erasures of a process. An erasure that keeps failing is left to the next call of the user, or the next start
    /// of a server.
    public init(store: LexiStore) {
        self.store = store
        runs = UserRuns { (user) async throws(RepositoryError) -> Bool in
            try await store.erasure.proceed(user, removing: Self.itemsAtOnce) != nil
        }
    }

    /// Closes an account and begins to erase it.
    ///
    /// - Parameters:
    ///   - user: as the caller has read them.
    ///   - expectedVersion: the version that the caller knows; nil to erase any.
    /// - Returns: whether nothing is left of it; otherwise the rest goes in the background.
    /// - Throws: `versionMismatch`, `lastAdmin`; after a failure of the table the account may be closed, and the next
    ///   call goes on.
    public func erase(_ user: User, expectedVersion: Int?, _ context: WriteContext) async throws(RepositoryError)
        -> Bool
    {
        do {
            try await store.erasure.begin(user, expectedVersion: expectedVersion, context)
            if try await store.erasure.proceed(user.userID, removing: Self.itemsAtOnce) != nil { return true }
        } catch {
            // Another call has closed or erased it since the user was read.
            guard error == .notFound else { throw error }
        }
        runs.start(user.userID)
        return false
    }
}
