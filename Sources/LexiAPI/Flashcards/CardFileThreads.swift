import Synchronization
import Threads

/// A few threads on which files of cards are read and made, and the exports of accounts: packages block, in SQLite, for
/// as long as a second, and the other forms compute for as long as their client takes the pieces. Neither an event loop
/// nor the threads that the process shares may stand still meanwhile.
///
/// A thread is started when there is work, and ends after it. It lets others go first.
final class CardFileThreads: TaskExecutor {
    private static let maximum = 4

    private struct State {
        var jobs: [UnownedJob] = []
        var running = 0
        var taken = 0
    }

    private let state = Mutex(State())

    /// Jobs that were taken so far.
    var taken: Int { state.withLock { $0.taken } }

    /// Lets one of the threads run a job.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isShort = state.withLock { state in
            state.jobs.append(job)
            state.taken += 1
            guard state.running < Self.maximum else { return false }
            state.running += 1
            return true
        }
        guard isShort, DetachedThread.start(name: "card-files", priority: .lowest, { self.work() }) != 0 else {
            return
        }
        // The system gives no thread: what no other of ours takes runs where everything runs.
        let left = state.withLock { state in
            state.running -= 1
            guard state.running == 0 else { return [UnownedJob]() }
            defer { state.jobs = [] }
            return state.jobs
        }
        for job in left { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
    }

    private func work() {
        while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func next() -> UnownedJob? {
        state.withLock { state in
            guard state.jobs.isEmpty else { return state.jobs.removeFirst() }
            state.running -= 1
            return nil
        }
    }
}
