import Synchronization

/// Lets the writers of one user in one at a time, in the order in which they came; those of different users do not
/// meet.
///
/// Conditions in the table keep the data right. The gate keeps writers of this process from colliding: without it, of n
/// writers of a user n - 1 would have to try again. Each leaves the statistics that it wrote to the next, who need not
/// read them; where nothing else writes to the table, also to one who comes later.
final class UserGate: Sendable {
    private typealias Waiter = CheckedContinuation<UserStatistics?, Never>

    private struct State {
        /// Users whose gate is taken, with those who wait for it.
        var taken: [UserID: [Waiter]] = [:]
        /// What the last writers left of users whose gate is free.
        var left: [UserID: UserStatistics] = [:]

        /// Takes a gate that is free, with what was left there.
        mutating func enter(_ user: UserID) -> (isFree: Bool, left: UserStatistics?) {
            guard taken[user] == nil else { return (false, nil) }
            taken[user] = []
            return (true, left.isEmpty ? nil : left.removeValue(forKey: user))
        }

        /// When there is no more room, all others are forgotten: they are read again.
        mutating func keep(_ statistics: UserStatistics, _ capacity: Int) {
            if left.count >= capacity { left.removeAll(keepingCapacity: true) }
            left[statistics.userID] = statistics
        }
    }

    private let state = Mutex(State())
    /// Of how many users what the last writer left is kept.
    private let capacity: Int

    /// How many users' statistics are kept at most: some hundred bytes each.
    private static let mostKept = 1024

    /// - Parameter isAlone: whether nothing else writes to the table.
    init(isAlone: Bool) { capacity = isAlone ? Self.mostKept : 0 }

    /// Runs `body` when it is its turn.
    ///
    /// - Parameter body: gets the statistics that the writer before it left, if it had to wait for one or they were
    ///   kept, and leaves those that it wrote. After an error nothing is left.
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
        let (isFree, left) = state.withLock { $0.enter(user) }
        if isFree { return left }
        return await withCheckedContinuation { waiter in
            // The gate may have become free since it was tried.
            let (isFree, left) = state.withLock { state in
                let found = state.enter(user)
                if !found.isFree { state.taken[user]?.append(waiter) }
                return found
            }
            if isFree { waiter.resume(returning: left) }
        }
    }

    private func leave(_ user: UserID, _ statistics: UserStatistics?) {
        let next = state.withLock { state -> Waiter? in
            if state.taken[user]?.isEmpty ?? true {
                state.taken[user] = nil
                if let statistics, capacity > 0 { state.keep(statistics, capacity) }
                return nil
            }
            return state.taken[user]?.removeFirst()
        }
        next?.resume(returning: statistics)
    }
}
