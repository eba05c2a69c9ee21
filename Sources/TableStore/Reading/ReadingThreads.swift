import Threads

/// A few threads for reads that are long or may wait for the disk: event loops and the threads that the process shares
/// go on with other work meanwhile.
///
/// They are started when they are needed and end when they had nothing to do for some seconds.
package final class ReadingThreads: TaskExecutor, @unchecked Sendable {
    private let maximum: Int
    private let priority: DetachedThread.Priority
    /// How long a thread without work stays, in milliseconds.
    private static let patience = 5_000

    private let monitor = Monitor()
    // Guarded by the monitor.
    private var jobs: [UnownedJob] = []
    private var running = 0
    private var idle = 0

    /// Four threads, as all others.
    package init() { (maximum, priority) = (4, .usual) }

    /// One thread for work that nobody waits for, and that lets others go first.
    static var background: ReadingThreads { ReadingThreads(maximum: 1, .lowest) }

    private init(maximum: Int, _ priority: DetachedThread.Priority) {
        (self.maximum, self.priority) = (maximum, priority)
    }

    /// Lets one of the threads run a job.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        monitor.lock()
        jobs.append(job)
        let isShort = idle < jobs.count && running < maximum
        if isShort { running += 1 }
        monitor.unlock()
        if isShort { start() } else { monitor.signal() }
    }

    private func start() {
        guard DetachedThread.start(name: "table-reader", priority: priority, { self.work() }) != 0 else { return }
        // The system gives no thread: what no other of ours takes runs where everything runs.
        monitor.lock()
        running -= 1
        let left = running == 0 ? jobs : []
        if running == 0 { jobs = [] }
        monitor.unlock()
        for job in left { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func work() {
        while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func next() -> UnownedJob? {
        monitor.lock()
        defer { monitor.unlock() }
        while jobs.isEmpty {
            idle += 1
            let isSignalled = monitor.wait(milliseconds: Self.patience)
            idle -= 1
            guard isSignalled || !jobs.isEmpty else {
                running -= 1
                return nil
            }
        }
        return jobs.removeFirst()
    }
}
