import CLinux
import Glibc

/// A POSIX thread that nobody joins: for what blocks, which the threads of Swift's concurrency must not.
public enum DetachedThread {
    /// How a thread stands to others that want a processor at the same time.
    public enum Priority: Sendable {
        /// As all others.
        case usual
        /// For work that nobody waits for: it never takes a processor from others when it wakes, and gets a third or a
        /// tenth of what they get.
        case low, lowest

        /// The nice value; see setpriority(2).
        fileprivate var nice: Int32 {
            switch self {
            case .usual: 0
            case .low: 5
            case .lowest: 10
            }
        }

        /// SCHED_BATCH; see sched(7). glibc declares it only under _GNU_SOURCE.
        private static let batch: Int32 = 3

        /// Gives it to the calling thread: on Linux both calls are about that alone.
        fileprivate func take() {
            guard self != .usual else { return }
            var parameters = sched_param(sched_priority: 0)
            _ = sched_setscheduler(0, Self.batch, &parameters)
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, nice)
        }
    }

    /// Starts a thread that runs `body` and ends. It holds the process back from nothing: when `main` returns, it is
    /// gone.
    ///
    /// - Parameters:
    ///   - name: what debuggers and `top -H` show, of which Linux keeps 15 bytes; nil for the process's own.
    ///   - priority: a system that refuses a lower one leaves the thread as all others.
    ///   - body: what runs; it is released on that thread, or at once when no thread starts.
    /// - Returns: 0, or the error number of `pthread_create`: EAGAIN when the system allows no more threads.
    public static func start(
        name: String? = nil, priority: Priority = .usual, _ body: @escaping @Sendable () -> Void
    ) -> Int32 {
        let box = Unmanaged.passRetained(Body(name, priority, body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
                if let name = body.name { pthread_setname_np(pthread_self(), String(name.prefix(15))) }
                body.priority.take()
                body.run()
                return nil
            }, box.toOpaque())
        if code == 0 { pthread_detach(thread) } else { box.release() }
        return code
    }

    private final class Body: Sendable {
        let name: String?
        let priority: Priority
        let run: @Sendable () -> Void

        init(_ name: String?, _ priority: Priority, _ run: @escaping @Sendable () -> Void) {
            self.name = name
            self.priority = priority
            self.run = run
        }
    }
}
