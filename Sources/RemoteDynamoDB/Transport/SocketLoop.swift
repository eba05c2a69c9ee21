import CLinux
import CivilTime
import Glibc
import Synchronization
import Threads

/// The thread that has the connections. What is not in the mailbox belongs to it alone.
final class SocketLoop: @unchecked Sendable {
    typealias Action = @Sendable (SocketLoop) -> Void

    private struct Mailbox {
        var actions: [Action] = []
        var isClosed = false
    }

    private let mailbox = Mutex(Mailbox())
    private let poll: Int32
    private let wakeUp: Int32

    let limits: ConnectionLimits
    private let resolver: NameResolver
    private var addresses = AddressBook()
    private var isNumeric = false
    private var isResolving = false

    private var connections: [ClientConnection] = []
    /// The one that was used last is used first, so that the others can grow old.
    private var idle: [ClientConnection] = []
    private var closed: [ClientConnection] = []
    private var waiting: [Exchange] = []
    private var firstWaiting = 0
    /// Whether somebody who waits may be served before the turn ends. Said rather than done: connections come and go in
    /// the middle of everything.
    private var hasFreeConnection = false
    /// No time-out is before this.
    private var nextDeadline: Duration?
    private var whenStopped: [@Sendable () -> Void] = []
    private var isStopping = false

    /// Where answers are read to before they are parsed.
    let scratch = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 * 1024)

    private static let eventsPerTurn = 256

    init(_ resolver: NameResolver, _ limits: ConnectionLimits) throws(TransportFailure) {
        self.resolver = resolver
        self.limits = limits
        poll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard poll >= 0 else { throw .system("epoll_create1", errno) }
        wakeUp = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wakeUp >= 0 else {
            let code = errno
            Glibc.close(poll)
            throw .system("eventfd", code)
        }
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.ptr = nil
        epoll_ctl(poll, EPOLL_CTL_ADD, wakeUp, &event)
        if let numeric = resolver.numeric() {
            addresses.replace(with: numeric, now: Self.now())
            isNumeric = true
        }
    }

    deinit {
        Glibc.close(poll)
        Glibc.close(wakeUp)
        scratch.deallocate()
    }

    /// Starts the thread, which lives until it is asked to stop and the last request has ended.
    func start() throws(TransportFailure) {
        let code = DetachedThread.start(name: "remote-table") { self.run() }
        guard code == 0 else { throw .system("pthread_create", code) }
    }

    /// Runs `action` on the thread, soon. False when the thread has ended.
    @discardableResult
    func submit(_ action: @escaping Action) -> Bool {
        let (isTaken, isFirst) = mailbox.withLock { mailbox in
            guard !mailbox.isClosed else { return (false, false) }
            mailbox.actions.append(action)
            return (true, mailbox.actions.count == 1)
        }
        if isFirst { eventfd_write(wakeUp, 1) }
        return isTaken
    }

    /// The monotonic clock.
    static func now() -> Duration { .nanoseconds(Int64(bitPattern: MachineClock.nanoseconds)) }
}

// The thread.
extension SocketLoop {
    private func run() {
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.eventsPerTurn) { events in
            while !isFinished { turn(events) }
        }
        for done in whenStopped { done() }
    }

    private func turn(_ events: UnsafeMutableBufferPointer<epoll_event>) {
        let count = epoll_wait(poll, events.baseAddress, Int32(events.count), timeout())
        for index in 0..<max(0, Int(count)) {
            guard let pointer = events[index].data.ptr else {
                var value: eventfd_t = 0
                eventfd_read(wakeUp, &value)
                continue
            }
            Unmanaged<ClientConnection>.fromOpaque(pointer).takeUnretainedValue().ready(events[index].events)
        }
        let actions = mailbox.withLock { mailbox in
            defer { mailbox.actions.removeAll(keepingCapacity: true) }
            return mailbox.actions
        }
        for action in actions { action(self) }
        if let nextDeadline, nextDeadline <= Self.now() { timeOut() }
        while hasFreeConnection { serve() }
        closed.removeAll(keepingCapacity: true)
    }

    private func timeout() -> Int32 {
        guard let nextDeadline else { return -1 }
        let milliseconds = (nextDeadline - Self.now()) / .milliseconds(1)
        return milliseconds <= 0 ? 0 : Int32(min(60_000, milliseconds.rounded(.up)))
    }

    /// Ends what has taken too long, and finds the next time to look.
    private func timeOut() {
        let now = Self.now()
        nextDeadline = nil
        // Without an address there is no connection to become free: what is missing is the answer of the name's
        // servers.
        let reason: TransportFailure = isResolving && addresses.isEmpty ? .notFoundInTime : .waitedTooLong
        for exchange in waiting[firstWaiting...] where exchange.deadline <= now {
            exchange.finish(.failure(reason))
        }
        waiting = waiting[firstWaiting...].filter { !$0.isFinished }
        firstWaiting = 0
        for connection in connections where connection.deadline <= now { connection.timeOut() }
        for exchange in waiting { wakeAt(exchange.deadline) }
        for connection in connections { wakeAt(connection.deadline) }
    }

    /// Has the thread look after deadlines by then.
    func wakeAt(_ deadline: Duration) {
        if let nextDeadline, nextDeadline <= deadline { return }
        nextDeadline = deadline
    }

    private var isFinished: Bool {
        guard isStopping, connections.isEmpty, firstWaiting == waiting.count else { return false }
        return mailbox.withLock { mailbox in
            guard mailbox.actions.isEmpty else { return false }
            mailbox.isClosed = true
            return true
        }
    }

    /// Ends the thread when the last request has ended.
    func stop(then done: (@Sendable () -> Void)?) {
        isStopping = true
        if let done { whenStopped.append(done) }
        for connection in idle { connection.close() }
    }
}

// Requests and connections.
extension SocketLoop {
    /// Sends a request on a free connection, on a new one, or has it wait for one.
    func admit(_ exchange: Exchange) {
        guard !isStopping else { return exchange.finish(.failure(.closed)) }
        guard waiting.count - firstWaiting < limits.waiting else { return exchange.finish(.failure(.overloaded)) }
        waiting.append(exchange)
        wakeAt(exchange.deadline)
        hasFreeConnection = true
    }

    /// Gives connections to those who wait, the first of them first.
    private func serve() {
        hasFreeConnection = false
        while firstWaiting < waiting.count {
            guard let connection = takeConnection() else { break }
            let exchange = waiting[firstWaiting]
            firstWaiting += 1
            connection.begin(exchange)
            wakeAt(connection.deadline)
        }
        // The queue is an array with its head cut off from time to time.
        if firstWaiting == waiting.count || firstWaiting > 1024 {
            waiting.removeFirst(firstWaiting)
            firstWaiting = 0
        }
    }

    private func takeConnection() -> ClientConnection? {
        while let connection = idle.popLast() {
            if connection.isFresh { return connection }
            connection.close()
        }
        guard connections.count < limits.connections, haveAddresses() else { return nil }
        let connection = ClientConnection(self, addresses.ordered(now: Self.now()))
        connections.append(connection)
        return connection
    }

    /// Whether the addresses are known; begins to look them up when they are not, or no longer.
    private func haveAddresses() -> Bool {
        if isNumeric { return true }
        if addresses.areFresh(now: Self.now()) { return true }
        if !isResolving {
            isResolving = true
            resolver.start { [weak self] result in
                self?.submit { $0.resolved(result) }
            }
        }
        // Old addresses are good until there are newer ones.
        return !addresses.isEmpty
    }

    private func resolved(_ result: Result<[SocketAddress], TransportFailure>) {
        isResolving = false
        switch result {
        case .success(let found):
            addresses.replace(with: found, now: Self.now())
            hasFreeConnection = true
        case .failure where !addresses.isEmpty:
            addresses.keep(now: Self.now())
        case .failure(let failure):
            let all = waiting[firstWaiting...]
            waiting = []
            firstWaiting = 0
            for exchange in all { exchange.finish(.failure(failure)) }
        }
    }

    /// A connection can take another request.
    func becameIdle(_ connection: ClientConnection) {
        guard !isStopping || firstWaiting < waiting.count else { return connection.close() }
        idle.append(connection)
        wakeAt(connection.deadline)
        hasFreeConnection = true
    }

    /// No address of the endpoint takes connections: it may have moved.
    func couldNotConnect() { addresses.expire() }

    /// An address took a connection, or took none, or not in time.
    func noteConnection(to address: SocketAddress, succeeded: Bool) {
        addresses.note(address, succeeded: succeeded, now: Self.now())
    }

    /// Lets go of a closed connection; it lives to the end of the turn, since events of this turn may still name it.
    func remove(_ connection: ClientConnection) {
        closed.append(connection)
        connections.removeAll { $0 === connection }
        idle.removeAll { $0 === connection }
        hasFreeConnection = true
    }

    /// Watches a descriptor; `isNew` says whether it was not watched before.
    func watch(_ descriptor: Int32, _ connection: ClientConnection, output: Bool, isNew: Bool) -> Bool {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | EPOLLRDHUP.rawValue | (output ? EPOLLOUT.rawValue : 0)
        event.data.ptr = Unmanaged.passUnretained(connection).toOpaque()
        return epoll_ctl(poll, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event) == 0
    }

    /// Stops watching a descriptor and closes it.
    ///
    /// To close it is not enough: while a child process that has just been started still has a copy, events would go on
    /// to name a connection that is gone (epoll(7), "Will closing a file descriptor cause it to be removed from all
    /// epoll interest lists?").
    func close(_ descriptor: Int32) {
        var event = epoll_event()
        epoll_ctl(poll, EPOLL_CTL_DEL, descriptor, &event)
        Glibc.close(descriptor)
    }
}

extension TransportFailure {
    /// It says nothing of the endpoint: it was our own requests that were too many.
    static let waitedTooLong = TransportFailure(
        .overloaded, "no connection became free in time", mayHaveArrived: false)
    /// The endpoint was not reached, however little it can do about that.
    static let notFoundInTime = TransportFailure(
        .unresolved, "the address was not found in time", mayHaveArrived: false)
    static let overloaded = TransportFailure(
        .overloaded, "too many requests wait for a connection", mayHaveArrived: false)

    static func system(_ call: String, _ code: Int32) -> TransportFailure {
        TransportFailure(.noConnection, "\(call) failed: \(text(code))", mayHaveArrived: false)
    }

    static func text(_ code: Int32) -> String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
}
