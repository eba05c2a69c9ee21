import CLinux
import Glibc

/// Accepts connections on one loop and hands each to the loop that has the fewest. Out of descriptors, or over the
/// limit of connections, it stops watching the listening socket, so that it does not spin: clients wait in the backlog
/// until a connection closes or a timer ends.
final class Acceptor: Channel, @unchecked Sendable {
    private let socket: Int32
    private let loop: EventLoop
    private let loops: [EventLoop]
    private let listener: ListenerState
    private var next = 0
    private var isWatching = false
    private var isClosed = false
    private var isPaused = false
    private var isAwaitingClose = false
    private var retry: LoopTimer?

    /// Connections accepted in one turn, so that a storm of new ones does not hold up those that are there.
    private static let acceptsPerTurn = 128

    init(_ socket: Int32, loop: EventLoop, loops: [EventLoop], listener: ListenerState) {
        self.socket = socket
        self.loop = loop
        self.loops = loops
        self.listener = listener
    }

    /// Begins to accept; on the loop.
    func start() {
        retry = LoopTimer { [unowned self] in resume() }
        watch()
    }

    /// Stops accepting for good; on the loop.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        if let retry { loop.cancel(retry) }
        if isWatching { loop.unwatch(socket) }
        isWatching = false
        Glibc.close(socket)
    }

    override func ready(_ events: UInt32) {
        for _ in 0..<Self.acceptsPerTurn {
            guard !isClosed, !isPaused else { return }
            guard listener.openConnections < listener.configuration.limits.connections else {
                return pause(.connectionLimit)
            }
            guard acceptOne() else { return }
        }
    }

    /// False when there is nothing more to accept now.
    private func acceptOne() -> Bool {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let descriptor = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                accept4(socket, $0, &length, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
            }
        }
        guard descriptor >= 0 else { return acceptFailed(errno) }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        hand(descriptor, PeerAddress(address))
        return true
    }

    private func acceptFailed(_ code: Int32) -> Bool {
        switch code {
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            pause(.system(code))
            return false
        case EAGAIN: return false
        default: return true  // The client is gone already (ECONNABORTED), or a network error of this connection alone.
        }
    }

    private func hand(_ descriptor: Int32, _ peer: PeerAddress) {
        listener.connectionOpened()
        let target = leastLoaded()
        target.connectionHanded()
        let now = loop.now
        let listener = listener
        let adopt: @Sendable () -> Void = {
            _ = Connection(descriptor, peer: peer, acceptedAt: now, loop: target, listener: listener).open()
        }
        if target === loop { return adopt() }
        if !target.submit(adopt) {
            target.connectionLost()
            Glibc.close(descriptor)
            listener.connectionClosed()
        }
    }

    /// The loop with the fewest connections; of several the next in turn. Connections live long, and those of one loop
    /// may all be closed while those of another stay: in turn alone, a few loops could come to have all the work.
    private func leastLoaded() -> EventLoop {
        let start = next
        next = (next + 1) % loops.count
        var least = loops[start]
        for offset in 1..<loops.count {
            let loop = loops[(start + offset) % loops.count]
            if loop.load < least.load { least = loop }
        }
        return least
    }

    private func watch() {
        guard !isWatching, !isClosed else { return }
        isWatching = loop.watch(socket, self, EPOLLIN.rawValue)
    }

    private func pause(_ reason: HTTPServerEvent.AcceptPause) {
        isPaused = true
        if isWatching { loop.unwatch(socket) }
        isWatching = false
        listener.report(.acceptPaused(reason))
        awaitClose()
        // The timer also covers a connection that closed just before the call above, and other users of descriptors.
        if let retry { loop.schedule(retry, at: loop.now + listener.configuration.timeouts.acceptPause) }
    }

    private func awaitClose() {
        guard !isAwaitingClose else { return }
        isAwaitingClose = true
        listener.awaitClose { [self] in
            loop.submit {
                self.isAwaitingClose = false
                self.resume()
            }
        }
    }

    private func resume() {
        guard isPaused, !isClosed else { return }
        guard listener.openConnections < listener.configuration.limits.connections else {
            awaitClose()
            if let retry { loop.schedule(retry, at: loop.now + listener.configuration.timeouts.acceptPause) }
            return
        }
        isPaused = false
        listener.report(.acceptResumed)
        watch()
    }
}
