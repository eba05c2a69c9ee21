import Lexi
import Synchronization

/// Work on the data of users in the background: one run for each user at a time, and a few users at once.
final class UserRuns: Sendable {
    /// How often a run is tried again when it fails, with rests that double from a second.
    private static let attempts = 8

    /// How many users' data is worked on at once, so that requests have threads and the table for themselves.
    private static let usersAtOnce = 4

    private let turns = WorkTurns(most: usersAtOnce)
    /// The users whose data is being worked on, and whether that was asked for again since the run began.
    private let running = Mutex<[UserID: Bool]>([:])
    private let work: @Sendable (UserID) async throws(RepositoryError) -> Bool

    /// - Parameter work: does a part of the work for a user, and returns whether nothing of it is left.
    init(_ work: @escaping @Sendable (UserID) async throws(RepositoryError) -> Bool) { self.work = work }

    /// Begins the work for a user; while that is under way already, it is done once more afterwards, however often this
    /// is called.
    func start(_ user: UserID) {
        let isRunning = running.withLock { running in
            let isRunning = running[user] != nil
            running[user] = isRunning
            return isRunning
        }
        guard !isRunning else { return }
        Task { await proceed(user) }
    }

    private func proceed(_ user: UserID) async {
        repeat { await tryRepeatedly(user) } while !isDone(user)
    }

    /// Works until nothing is left, or every attempt has failed.
    private func tryRepeatedly(_ user: UserID) async {
        var failures = 0
        while failures < Self.attempts {
            running.withLock { $0[user] = false }
            do throws(RepositoryError) {
                while try await !workInTurn(user) { failures = 0 }
                return
            } catch {
                // The account was erased meanwhile.
                guard error != .notFound else { return }
                try? await Task.sleep(for: .seconds(1 << failures))
                failures += 1
            }
        }
    }

    private func workInTurn(_ user: UserID) async throws(RepositoryError) -> Bool {
        await turns.enter()
        defer { turns.leave() }
        return try await work(user)
    }

    private func isDone(_ user: UserID) -> Bool {
        running.withLock { running in
            guard running[user] != true else { return false }
            running[user] = nil
            return true
        }
    }
}
