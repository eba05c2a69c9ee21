import Lexi
import Synchronization

/// Erases accounts: what goes quickly within the call, the rest in the background.
public final class AccountErasures: Sendable {
    /// Items that a call removes before it answers, and that a step of the background work removes.
    private static let itemsAtOnce = 2_000
    /// How often a step is tried again when the table fails, with rests that double from a second. Afterwards the next
    /// call of the user, or the next start of a server, goes on.
    private static let attempts = 8

    private let store: LexiStore
    /// Whose accounts are being erased in the background.
    private let running = Mutex<Set<UserID>>([])

    /// The erasures of a process.
    public init(store: LexiStore) { self.store = store }

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
            if try await store.erasure.proceed(user.userID, removing: Self.itemsAtOnce) { return true }
        } catch {
            // Another call has closed or erased it since the user was read.
            guard error == .notFound else { throw error }
        }
        goOn(with: user.userID)
        return false
    }

    private func goOn(with user: UserID) {
        guard running.withLock({ $0.insert(user).inserted }) else { return }
        Task {
            await proceed(user)
            running.withLock { _ = $0.remove(user) }
        }
    }

    private func proceed(_ user: UserID) async {
        var failures = 0
        while failures < Self.attempts {
            do throws(RepositoryError) {
                if try await store.erasure.proceed(user, removing: Self.itemsAtOnce) { return }
                failures = 0
            } catch {
                try? await Task.sleep(for: .seconds(1 << failures))
                failures += 1
            }
        }
    }
}
