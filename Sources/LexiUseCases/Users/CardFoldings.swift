import Lexi
import Synchronization

/// Folds the cards of users by the scheduler that they have chosen, in the background: one run for each user at a time.
public final class CardFoldings: Sendable {
    /// How often a run is tried again when it fails, with rests that double from a second. Afterwards the next start of
    /// a server goes on, and each card is folded at the latest when it is read.
    private static let attempts = 8

    private let store: LexiStore
    /// The users whose cards are being folded, and whether they have chosen again since the run began.
    private let running = Mutex<[UserID: Bool]>([:])

    /// The runs of a process.
    public init(store: LexiStore) { self.store = store }

    /// Begins to fold the cards of a user; while that is under way already, it is done once more afterwards, however
    /// often this is called.
    public func fold(_ user: UserID) {
        let isRunning = running.withLock { running in
            let isRunning = running[user] != nil
            running[user] = isRunning
            return isRunning
        }
        guard !isRunning else { return }
        Task { await proceed(user) }
    }

    private func proceed(_ user: UserID) async {
        var failures = 0
        while failures < Self.attempts {
            running.withLock { $0[user] = false }
            do throws(RepositoryError) {
                try await store.foldCards(of: user)
                if isDone(user) { return }
                failures = 0
            } catch {
                guard error != .notFound else { break }
                try? await Task.sleep(for: .seconds(1 << failures))
                failures += 1
            }
        }
        running.withLock { $0[user] = nil }
    }

    private func isDone(_ user: UserID) -> Bool {
        running.withLock { running in
            guard running[user] != true else { return false }
            running[user] = nil
            return true
        }
    }
}
