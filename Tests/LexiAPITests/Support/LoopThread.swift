import Glibc
import Synchronization
import Threads

/// A thread that runs the tasks which prefer it, as an event loop does, and knows how long it computed for them.
final class LoopThread: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isStopped = false
        var seconds = 0.0
    }

    private let state = Mutex(State())

    init() {
        let code = DetachedThread.start(name: "test-loop") { self.run() }
        precondition(code == 0)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
    }

    /// Seconds of processor time that its jobs have taken.
    var seconds: Double { state.withLock(\.seconds) }

    func stop() { state.withLock { $0.isStopped = true } }

    private func run() {
        while true {
            let (jobs, isStopped) = state.withLock { state in
                defer { state.jobs = [] }
                return (state.jobs, state.isStopped)
            }
            let start = Self.processorTime
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            let spent = Self.processorTime - start
            state.withLock { $0.seconds += spent }
            if jobs.isEmpty {
                if isStopped { return }
                usleep(200)
            }
        }
    }

    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
