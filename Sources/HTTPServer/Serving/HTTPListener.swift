import Glibc
import Synchronization

/// An HTTP/1.1 server: `start`, and later `shutdown`. It can be started once.
///
/// Threat model: everything that a client sends is hostile; what a handler returns is trusted to be honest, but cannot
/// break framing or split an answer. There is no TLS: on other than loopback addresses put a proxy in front.
public final class HTTPListener: Sendable {
    private enum State {
        case new
        case running(loops: [EventLoop], acceptors: [Acceptor])
        case stopped
    }

    private struct Shared {
        var state = State.new
        var isShuttingDown = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state: ListenerState
    private let shared = Mutex(Shared())

    /// A server that has not been started.
    /// - Parameter onEvent: receives what happens besides requests, on any loop's thread: it must be quick.
    public init(
        configuration: HTTPConfiguration, responder: any HTTPResponder,
        onEvent: @escaping @Sendable (HTTPServerEvent) -> Void = { _ in }
    ) {
        state = ListenerState(configuration, responder, onEvent)
    }

    /// Binds, listens and begins to accept. Returns the port that is bound. For the whole process, ignores `SIGPIPE`,
    /// has the allocator return large blocks when they are freed, and raises the soft limit of descriptors to what
    /// ``HTTPLimits/connections`` needs, as far as the hard limit allows.
    @discardableResult
    public func start() throws(HTTPListenerError) -> UInt16 {
        guard shared.withLock({ if case .new = $0.state { true } else { false } }) else { throw .alreadyStarted }
        // A client that closes while it is written to must not end the process.
        signal(SIGPIPE, SIG_IGN)
        FreedMemory.prepare()
        DescriptorLimit.raise(to: state.configuration.limits.connections + DescriptorLimit.others)
        let sockets = try ListeningSockets(state.configuration)
        do throws(HTTPListenerError) {
            try run(sockets.descriptors)
        } catch {
            for descriptor in sockets.descriptors { close(descriptor) }
            throw error
        }
        return sockets.port
    }

    /// How many connections are open.
    public var openConnections: Int { state.openConnections }

    /// Bytes of request bodies that are held at the moment; see ``HTTPLimits/bufferedBodyBytes``.
    public var bufferedBodyBytes: Int { state.bodies.heldBytes }

    /// Bytes that requests in work and answers hold at the moment; see ``HTTPLimits/outputBytes``.
    public var outputBytes: Int { state.output.heldBytes }

    /// Stops: accepts no more, closes idle connections at once, lets requests in flight finish with `Connection: close`
    /// (those that have only arrived in part have ``HTTPTimeouts/drain``), and after `grace` cuts what is left (their
    /// tasks are cancelled). Returns when all connections are closed. A second call waits, too.
    public func shutdown(grace: Duration) async {
        let isFirst = shared.withLock { shared in
            defer { shared.isShuttingDown = true }
            return !shared.isShuttingDown
        }
        if isFirst { beginShutdown(grace) }
        await waitUntilStopped()
    }

    /// Returns when the server has been shut down.
    public func waitUntilStopped() async {
        await withCheckedContinuation { continuation in
            let isStopped = shared.withLock { shared in
                if case .stopped = shared.state { return true }
                shared.waiters.append(continuation)
                return false
            }
            if isStopped { continuation.resume() }
        }
    }
}

extension HTTPListener {
    private func run(_ sockets: [Int32]) throws(HTTPListenerError) {
        var loops: [EventLoop] = []
        for _ in 0..<max(1, state.configuration.loops) { loops.append(try EventLoop()) }
        do throws(HTTPListenerError) {
            for (index, loop) in loops.enumerated() { try loop.start(name: "http-\(index)") }
        } catch {
            for loop in loops { loop.submit { loop.stop() } }
            throw error
        }
        let all = loops
        let acceptors = sockets.map { Acceptor($0, loop: all[0], loops: all, listener: state) }
        shared.withLock { $0.state = .running(loops: all, acceptors: acceptors) }
        let output = state.output
        output.addReliever(state) { for loop in all { loop.submit { loop.relieve(output) } } }
        all[0].submit { for acceptor in acceptors { acceptor.start() } }
    }

    private func beginShutdown(_ grace: Duration) {
        guard case .running(let loops, let acceptors) = shared.withLock({ $0.state }) else { return stopped() }
        state.startDraining()
        let state = state
        loops[0].submit {
            for acceptor in acceptors { acceptor.close() }
            let deadline = MonotonicTime.now + grace
            let cutter = LoopTimer { for loop in loops { loop.submit { loop.cutAll() } } }
            loops[0].schedule(cutter, at: deadline)
            for loop in loops { loop.submit { loop.drainAll() } }
            state.whenEmpty {
                loops[0].submit { loops[0].cancel(cutter) }
                for loop in loops { loop.submit { loop.stop() } }
                self.stopped()
            }
        }
    }

    private func stopped() {
        state.output.removeReliever(state)
        let waiters = shared.withLock { shared in
            shared.state = .stopped
            defer { shared.waiters = [] }
            return shared.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

extension EventLoop {
    /// Closes what is idle and lets the rest end by itself.
    func drainAll() {
        for connection in connections { connection.drain() }
    }

    /// Cuts every connection.
    func cutAll() {
        for connection in connections { connection.cut(.shutdown) }
    }
}
