import Synchronization

/// Lets the writers of one user in one at a time, in the order in which they came; those of different users do not
/// meet.
///
/// Conditions in the table keep the data right. The gate keeps writers of this process from colliding: without it, of n
/// writers of a user n - 1 would have to try again. Each leaves the statistics that it wrote to the next, who need not
/// read them.
final class UserGate: Sendable {
    private typealias Waiter = CheckedContinuation<UserStatistics?, Never>

    /// Users whose gate is taken, with those who wait for it.
    private let taken = Mutex<[UserID: [Waiter]]>([:])

    /// Runs `body` when it is its turn.
    ///
    /// - Parameter body: gets the statistics that the writer before it left, if it had to wait for one, and leaves
    ///   those that it wrote. After an error nothing is left.
    func run<Result>(
        _ user: UserID, _ body: (inout UserStatistics?) async throws(RepositoryError) -> Result
    ) async throws(RepositoryError) -> Result {
        var statistics = await enter(user)
        do {
            let result = try await body(&statistics)
            leave(user, statistics)
            return result
        } catch {
            leave(user, nil)
            throw error
        }
    }

    private func enter(_ user: UserID) async -> UserStatistics? {
        let isFree = taken.withLock { taken in
            if taken[user] != nil { return false }
            taken[user] = []
            return true
        }
        if isFree { return nil }
        return await withCheckedContinuation { waiter in
            // The gate may have become free since it was tried.
            let isFree = taken.withLock { taken in
                if taken[user] == nil {
                    taken[user] = []
                    return true
                }
                taken[user]?.append(waiter)
                return false
            }
            if isFree { waiter.resume(returning: nil) }
        }
    }

    private func leave(_ user: UserID, _ statistics: UserStatistics?) {
        let next = taken.withLock { taken -> Waiter? in
            if taken[user]?.isEmpty ?? true {
                taken[user] = nil
                return nil
            }
            return taken[user]?.removeFirst()
        }
        next?.resume(returning: statistics)
    }
}
