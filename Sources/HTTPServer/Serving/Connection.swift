import CLinux
import Glibc

/// One client. Everything here happens on the connection's loop: epoll's events, the timer, and the task that awaits
/// the handlers, which prefers the loop as its executor. That is what makes it safe to send although nothing is locked.
final class Connection: Channel, @unchecked Sendable {
    enum Phase {
        case open
        /// No more requests; to be closed when the output is written.
        case finishing
        /// The output is written and our side shut; what the client still sends is thrown away until it closes.
        case lingering
        case closed
    }

    let loop: EventLoop
    let listener: ListenerState
    let peer: PeerAddress
    let descriptor: Int32
    /// Where it stands in the loop's list.
    var index = 0

    var phase = Phase.open
    var machine: ConnectionMachine
    var timer: LoopTimer?

    // Input. Events are edge-triggered: an event is remembered until reading shows otherwise.
    var isReadable = false
    var peerHasClosed = false
    var lingered = 0
    /// Until when the client may go on sending after a refusal; see ``HTTPTimeouts/lingerTotal``.
    var lingerEnd = MonotonicTime.never
    var isResuming = false
    var answeredInTurn = 0
    var answeredTurn: UInt64 = 0

    // Output.
    var output = OutputQueue()
    var unsent = UnsentAnswers()
    var isFlushing = false
    /// Until when the client has to take more; see ``HTTPTimeouts/writeStall``.
    var writeDeadline = MonotonicTime.never
    /// Bytes that the client has taken since the deadline was set.
    var takenSinceDeadline = 0
    /// When the client last took anything, while something waits.
    var takenAt = MonotonicTime.never
    var drainWaiter: UnsafeContinuation<Void, Never>?

    // Memory that is taken from the budget: for the request in work, and for output.
    var room = 0
    var countedOutput = 0
    var ticket: OutputBudget.Ticket?
    var roomDeadline = MonotonicTime.never

    // The task.
    var task: Task<Void, Never>?
    var pending: HTTPRequest?
    var waiter: UnsafeContinuation<HTTPRequest?, Never>?

    init(_ descriptor: Int32, peer: PeerAddress, acceptedAt: MonotonicTime, loop: EventLoop, listener: ListenerState) {
        self.descriptor = descriptor
        self.peer = peer
        self.loop = loop
        self.listener = listener
        let configuration = listener.configuration
        machine = ConnectionMachine(
            limits: configuration.limits, timeouts: configuration.timeouts, budget: listener.bodies, peer: peer,
            now: acceptedAt)
    }

    /// Starts watching. False when the kernel refuses; the connection is then closed.
    func open() -> Bool {
        loop.add(self)
        timer = LoopTimer { [unowned self] in timerFired() }
        let events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        guard loop.watch(descriptor, self, events) else {
            close()
            return false
        }
        updateTimer()
        return true
    }

    override func ready(_ events: UInt32) {
        guard phase != .closed else { return }
        // A reset: nobody is there for the answer, so that the work on it can end.
        if events & EPOLLERR.rawValue != 0, machine.isAnswering {
            task?.cancel()
            return close()
        }
        let closing = EPOLLRDHUP.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue
        if events & closing != 0 { peerHasClosed = true }
        if events & (EPOLLIN.rawValue | closing) != 0 { isReadable = true }
        if events & (EPOLLOUT.rawValue | EPOLLERR.rawValue) != 0, !output.isEmpty { flush() }
        if isReadable { readInput() }
    }

    var limits: HTTPLimits { listener.configuration.limits }
    var timeouts: HTTPTimeouts { listener.configuration.timeouts }
}
