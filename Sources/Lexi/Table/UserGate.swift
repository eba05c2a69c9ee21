import Synchronization

/// Lets the writers of one user in one at a time, in the order in which they came; those of different users do not meet.
///
/// It is not what keeps the data right (conditions in the table are), but what keeps writers of this process from
/// colliding: without it, of n writers of a user n - 1 would have to try again.
final class UserGate: Sendable {
    private typealias Waiter = CheckedContinuation<Void, Never>

    /// Users whose gate is taken, with those who wait for it.
    private let taken = Mutex<[UserID: [Waiter]]>([:])

    func run<Result>(
        _ user: UserID, _ body: () async throws(RepositoryError) -> Result
    ) async throws(RepositoryError) -> Result {
        await enter(user)
        defer { leave(user) }
        return try await body()
    }

    private func enter(_ user: UserID) async {
        let isFree = taken.withLock { taken in
            if taken[user] != nil { return false }
            taken[user] = []
            return true
        }
        if isFree { return }
        await withCheckedContinuation { waiter in
            // The gate may have become free since it was looked at.
            let isFree = taken.withLock { taken in
                if taken[user] == nil {
                    taken[user] = []
                    return true
                }
                taken[user]?.append(waiter)
                return false
            }
            if isFree { waiter.resume() }
        }
    }

    private func leave(_ user: UserID) {
        let next = taken.withLock { taken -> Waiter? in
            if taken[user]?.isEmpty ?? true {
                taken[user] = nil
                return nil
            }
            return taken[user]?.removeFirst()
        }
        next?.resume()
    }
}
