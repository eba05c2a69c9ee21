import CLinux
import Glibc
import Synchronization
import Threads

/// One thread that waits for sockets and timers and runs the tasks that prefer it. A connection and its handlers stay
/// here, so that a request crosses no thread; jobs from the loop's own thread are enqueued without a lock or a system
/// call.
///
/// Everything that is not `inbox`, `asleep`, `owner` or `handed` belongs to the loop's thread alone.
final class EventLoop: TaskExecutor, @unchecked Sendable {
    /// Work from other threads.
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var actions: [@Sendable () -> Void] = []
        var isClosed = false
    }

    private let inbox = Mutex(Inbox())
    private let hasMail = Atomic<Bool>(false)
    private let asleep = Atomic<Bool>(false)
    private let owner = Atomic<UInt>(0)
    private let handed = Atomic<Int>(0)

    private let poll: Int32
    private let wakeUp: Int32
    private let wakeChannel = WakeChannel()

    private var jobs: [UnownedJob] = []
    private var running: [UnownedJob] = []
    private var timers: TimerWheel
    private var deferred: [Connection] = []
    private var unflushed: [Connection] = []
    private var closed: [Connection] = []
    private var spareBuffers: [[UInt8]] = []
    private var reliefTimer: LoopTimer?
    private var relievedAt: MonotonicTime?
    private var isStopping = false

    /// Open connections, and tasks that have not ended: the loop lives as long as there are any.
    private(set) var connections: [Connection] = []
    private var liveTasks = 0

    /// When this turn's events were taken.
    private(set) var now = MonotonicTime.now
    /// Counts turns, for fairness between connections.
    private(set) var turn: UInt64 = 0
    /// Where input is read to before it is parsed: one for all connections, so that idle ones need no memory for it.
    let scratch = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 * 1024)
    private var date = DateLine()

    private static let eventsPerTurn = 512
    /// Rounds of jobs in a turn before sockets are polled again, so that tasks that enqueue each other cannot starve
    /// them.
    private static let jobRoundsPerTurn = 16
    private static let spareBufferCount = 128
    private static let reliefPause = Duration.milliseconds(100)
    private static let spareBufferBytes = 64 * 1024

    init() throws(HTTPListenerError) {
        poll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard poll >= 0 else { throw .system("epoll_create1", errno) }
        wakeUp = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wakeUp >= 0 else {
            let code = errno
            Glibc.close(poll)
            scratch.deallocate()
            throw .system("eventfd", code)
        }
        timers = TimerWheel(now: now)
        wakeChannel.descriptor = wakeUp
        _ = watch(wakeUp, wakeChannel, EPOLLIN.rawValue)
    }

    deinit {
        Glibc.close(poll)
        Glibc.close(wakeUp)
        scratch.deallocate()
    }

    /// Starts the thread.
    func start(name: String) throws(HTTPListenerError) {
        let code = DetachedThread.start(name: name) { self.run() }
        guard code == 0 else { throw .system("pthread_create", code) }
    }
}

// Work from tasks and other threads.
extension EventLoop {
    /// Whether the caller runs on the loop's thread.
    var isCurrent: Bool { owner.load(ordering: .relaxed) == UInt(pthread_self()) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            jobs.append(job)
            return
        }
        let isTaken = inbox.withLock { inbox in
            guard !inbox.isClosed else { return false }
            inbox.jobs.append(job)
            return true
        }
        if isTaken { wake() } else { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
    }

    /// Runs `action` on the loop's thread, soon. Returns false when the loop has ended.
    @discardableResult
    func submit(_ action: @escaping @Sendable () -> Void) -> Bool {
        let isTaken = inbox.withLock { inbox in
            guard !inbox.isClosed else { return false }
            inbox.actions.append(action)
            return true
        }
        if isTaken { wake() }
        return isTaken
    }

    private func wake() {
        hasMail.store(true, ordering: .sequentiallyConsistent)
        // Only a loop that sleeps needs a system call; one that is awake reads its mail before it sleeps.
        if asleep.exchange(false, ordering: .sequentiallyConsistent) { eventfd_write(wakeUp, 1) }
    }

    private func takeMail() {
        guard hasMail.exchange(false, ordering: .sequentiallyConsistent) else { return }
        let mail = inbox.withLock { inbox in
            let mail = (inbox.jobs, inbox.actions)
            inbox.jobs.removeAll()
            inbox.actions.removeAll()
            return mail
        }
        jobs.append(contentsOf: mail.0)
        for action in mail.1 { action() }
    }
}

// The loop.
extension EventLoop {
    private func run() {
        owner.store(UInt(pthread_self()), ordering: .sequentiallyConsistent)
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.eventsPerTurn) { events in
            while !isFinished { runTurn(events) }
        }
        owner.store(0, ordering: .sequentiallyConsistent)
    }

    private func runTurn(_ events: UnsafeMutableBufferPointer<epoll_event>) {
        let count = wait(events)
        now = .now
        turn &+= 1
        for index in 0..<max(0, Int(count)) {
            guard let pointer = events[index].data.ptr else { continue }
            Unmanaged<Channel>.fromOpaque(pointer).takeUnretainedValue().ready(events[index].events)
        }
        takeMail()
        resumeDeferred()
        for timer in timers.advance(to: now) { timer.fire() }
        runJobs()
        flush()
        closed.removeAll(keepingCapacity: true)
    }

    private func wait(_ events: UnsafeMutableBufferPointer<epoll_event>) -> Int32 {
        var timeout: Int32 = 0
        if jobs.isEmpty, deferred.isEmpty {
            asleep.store(true, ordering: .sequentiallyConsistent)
            if !hasMail.load(ordering: .sequentiallyConsistent) { timeout = timers.milliseconds(from: .now) }
        }
        let count = epoll_wait(poll, events.baseAddress, Int32(events.count), timeout)
        asleep.store(false, ordering: .sequentiallyConsistent)
        return count
    }

    private func runJobs() {
        for _ in 0..<Self.jobRoundsPerTurn where !jobs.isEmpty {
            swap(&jobs, &running)
            for job in running { job.runSynchronously(on: asUnownedTaskExecutor()) }
            running.removeAll(keepingCapacity: true)
        }
    }

    private func resumeDeferred() {
        guard !deferred.isEmpty else { return }
        let waiting = deferred
        deferred.removeAll(keepingCapacity: true)
        for connection in waiting { connection.resumeInput() }
    }

    private func flush() {
        var index = 0
        while index < unflushed.count {
            unflushed[index].flush()
            index += 1
        }
        unflushed.removeAll(keepingCapacity: true)
    }

    /// Whether the loop is to stop and has no connection, task or job left; from then on it takes no mail.
    private var isFinished: Bool {
        guard isStopping, connections.isEmpty, liveTasks == 0, jobs.isEmpty else { return false }
        return inbox.withLock { inbox in
            guard inbox.jobs.isEmpty, inbox.actions.isEmpty else { return false }
            inbox.isClosed = true
            return true
        }
    }
}

// For the loop's own connections and listener; on its thread only.
extension EventLoop {
    /// Watches a descriptor. The channel must live until it is closed.
    func watch(_ descriptor: Int32, _ channel: Channel, _ events: UInt32) -> Bool {
        var event = epoll_event()
        event.events = events
        event.data.ptr = Unmanaged.passUnretained(channel).toOpaque()
        return epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event) == 0
    }

    /// Stops watching a descriptor, which may stay open.
    ///
    /// Before it is closed, too: while a child process that has just been started still has a copy, events would go on
    /// to name a channel that is gone (epoll(7), "Will closing a file descriptor cause it to be removed from all epoll
    /// interest lists?").
    func unwatch(_ descriptor: Int32) {
        var event = epoll_event()
        epoll_ctl(poll, EPOLL_CTL_DEL, descriptor, &event)
    }

    /// Calls the timer when `deadline` has passed. A timer that is already set moves.
    func schedule(_ timer: LoopTimer, at deadline: MonotonicTime) { timers.schedule(timer, at: deadline) }

    func cancel(_ timer: LoopTimer) { timers.cancel(timer) }

    /// Connections that were handed to the loop and are not closed yet; for any thread.
    var load: Int { handed.load(ordering: .relaxed) }
    /// Counts a connection from the moment at which it is handed to the loop, which has yet to see it.
    func connectionHanded() { handed.add(1, ordering: .relaxed) }
    /// Takes back one that the loop did not take.
    func connectionLost() { handed.subtract(1, ordering: .relaxed) }

    func add(_ connection: Connection) {
        connection.index = connections.count
        connections.append(connection)
    }

    /// Lets go of a closed connection; it lives to the end of the turn, since events of this turn may still name it.
    func remove(_ connection: Connection) {
        connectionLost()
        closed.append(connection)
        let last = connections.removeLast()
        guard last !== connection else { return }
        last.index = connection.index
        connections[connection.index] = last
    }

    func taskStarted() { liveTasks += 1 }
    func taskEnded() { liveTasks -= 1 }

    /// Writes the connection's output at the end of this turn, all of it at once.
    func flushLater(_ connection: Connection) { unflushed.append(connection) }

    /// Resumes the connection's input in the next turn.
    func resumeLater(_ connection: Connection) { deferred.append(connection) }

    /// An empty buffer, with memory if there is some to spare.
    func takeBuffer() -> [UInt8] { spareBuffers.popLast() ?? [] }

    func giveBack(_ buffer: consuming [UInt8]) {
        guard spareBuffers.count < Self.spareBufferCount, buffer.capacity <= Self.spareBufferBytes else { return }
        buffer.removeAll(keepingCapacity: true)
        spareBuffers.append(buffer)
    }

    /// The line `Date: … CRLF` of this second.
    func appendDate(to output: inout [UInt8]) { date.append(to: &output, now) }

    /// Ends the thread when no connection and no task is left.
    func stop() { isStopping = true }
}

extension EventLoop {
    /// Cuts clients who leave their answers unread, longest first, while requests wait for the memory; again until none
    /// waits.
    func relieve(_ budget: OutputBudget) {
        if let relievedAt, relievedAt + Self.reliefPause > now { return }
        relievedAt = now
        for connection in connections.sorted(by: { $0.takenAt < $1.takenAt }) {
            guard budget.waitingRequests > 0 else { return }
            guard connection.takenAt != .never, connection.relieve() else { break }
        }
        guard budget.waitingRequests > 0 else { return }
        let timer = reliefTimer ?? LoopTimer { [unowned self] in relieve(budget) }
        reliefTimer = timer
        schedule(timer, at: now + Self.reliefPause)
    }
}

/// Empties the descriptor that wakes the loop.
private final class WakeChannel: Channel {
    var descriptor: Int32 = -1

    override func ready(_ events: UInt32) {
        var value: eventfd_t = 0
        eventfd_read(descriptor, &value)
    }
}
