import CLinux
import Glibc

/// A connection to the endpoint: carries one request at a time. Everything happens on the loop's thread.
final class ClientConnection {
    private enum Phase {
        case new, connecting, exchanging, idle, closed
    }

    private unowned let loop: SocketLoop
    private let addresses: [SocketAddress]
    private var nextAddress = 0
    private var descriptor: Int32 = -1
    /// Whether the loop is to report when there is room to send: asked for only while there is something to send, since
    /// a socket has room nearly always.
    private var isOutputWatched = false
    private var phase = Phase.new
    private var exchange: Exchange?
    private var sent = 0
    private var isReused = false
    private var parser: AnswerParser
    /// When the loop has to look after it: the request's time-out, or the end of an idle connection's life.
    private(set) var deadline: Duration = .seconds(Int64.max / 2)

    /// Reads of one event, so that a long answer does not keep the others waiting.
    private static let readsPerEvent = 16

    init(_ loop: SocketLoop, _ addresses: [SocketAddress]) {
        self.loop = loop
        self.addresses = addresses
        parser = AnswerParser(headLimit: loop.limits.headBytes, bodyLimit: loop.limits.bodyBytes)
    }

    /// Whether an idle connection can be used: the endpoint has neither closed it nor sent what nobody asked for.
    ///
    /// The loop hears of both soon anyway; this is for what happened since it last listened. An endpoint that closes
    /// between this question and the request leaves the outcome open.
    var isFresh: Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) < 0
            && (errno == EAGAIN || errno == EWOULDBLOCK)
    }

    /// Carries out a request.
    func begin(_ exchange: Exchange) {
        self.exchange = exchange
        deadline = exchange.deadline
        sent = 0
        parser = AnswerParser(headLimit: loop.limits.headBytes, bodyLimit: loop.limits.bodyBytes)
        isReused = phase == .idle
        if isReused {
            phase = .exchanging
            write()
        } else {
            connect()
        }
    }

    /// Takes the events of the descriptor.
    func ready(_ events: UInt32) {
        switch phase {
        case .connecting: finishConnecting(events)
        case .exchanging:
            if events & EPOLLOUT.rawValue != 0 { write() }
            if phase == .exchanging, events & ~EPOLLOUT.rawValue != 0 { read() }
        // The endpoint has closed it, or sends what nobody asked for.
        case .idle: close()
        case .new, .closed: break
        }
    }

    /// The deadline has passed.
    func timeOut() {
        switch phase {
        case .idle, .new: close()
        case .connecting: giveUpConnecting()
        case .exchanging: fail(.timedOut, "the answer did not come in time")
        case .closed: break
        }
    }

    /// Closes an idle connection, or one whose request has ended.
    func close() {
        guard phase != .closed else { return }
        phase = .closed
        if descriptor >= 0 { loop.close(descriptor) }
        descriptor = -1
        loop.remove(self)
    }
}

// Connecting.
extension ClientConnection {
    /// Tries the addresses one after the other. Each but the last has a share of the time that is left (RFC 8305 in
    /// spirit, but with one attempt at a time), so that one that loses packets does not take all of it.
    private func connect(_ last: Int32 = EHOSTUNREACH) {
        var last = last
        while nextAddress < addresses.count {
            let address = addresses[nextAddress]
            nextAddress += 1
            guard let code = open(address) else { return awaitConnection() }
            last = code
            loop.noteConnection(to: address, succeeded: false)
        }
        loop.couldNotConnect()
        fail(.noConnection, "cannot connect: \(TransportFailure.text(last))")
    }

    private func awaitConnection() {
        guard let exchange else { return }
        deadline = AddressBook.attemptEnd(
            now: SocketLoop.now(), deadline: exchange.deadline, remaining: addresses.count - nextAddress)
        loop.wakeAt(deadline)
    }

    /// The address that is being tried has had its time.
    private func giveUpConnecting() {
        loop.noteConnection(to: addresses[nextAddress - 1], succeeded: false)
        guard nextAddress < addresses.count, let exchange, exchange.deadline > SocketLoop.now() else {
            loop.couldNotConnect()
            return fail(.timedOut, "the connection was not made in time")
        }
        connect(abandon(ETIMEDOUT))
    }

    /// Begins to connect; returns the error's number when that fails at once.
    private func open(_ address: SocketAddress) -> Int32? {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { return errno }
        var on: Int32 = 1
        // A request is written at once: there is nothing to wait for.
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        let result = address.bytes.withUnsafeBytes { bytes in
            bytes.baseAddress.map {
                Glibc.connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
            } ?? -1
        }
        let code = errno
        guard result == 0 || code == EINPROGRESS else { return abandon(code) }
        phase = .connecting
        guard loop.watch(descriptor, self, output: true, isNew: true) else { return abandon(errno) }
        isOutputWatched = true
        return nil
    }

    private func abandon(_ code: Int32) -> Int32 {
        loop.close(descriptor)
        descriptor = -1
        return code
    }

    private func finishConnecting(_ events: UInt32) {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        if code != 0 {
            loop.noteConnection(to: addresses[nextAddress - 1], succeeded: false)
            return connect(abandon(code))
        }
        guard events & EPOLLOUT.rawValue != 0 else { return }
        loop.noteConnection(to: addresses[nextAddress - 1], succeeded: true)
        phase = .exchanging
        deadline = exchange?.deadline ?? deadline
        loop.wakeAt(deadline)
        write()
    }
}

// The exchange.
extension ClientConnection {
    private func write() {
        guard let exchange, sent < exchange.bytes.count else { return }
        while sent < exchange.bytes.count {
            let count = exchange.bytes.withUnsafeBytes { bytes in
                Glibc.send(descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                // The rest goes when there is room.
                return watchOutput(true)
            } else if errno != EINTR {
                return lose(errno)
            }
        }
        watchOutput(false)
    }

    private func watchOutput(_ isWanted: Bool) {
        guard isWanted != isOutputWatched else { return }
        guard loop.watch(descriptor, self, output: isWanted, isNew: false) else { return lose(errno) }
        isOutputWatched = isWanted
    }

    private func read() {
        let scratch = loop.scratch
        for _ in 0..<Self.readsPerEvent {
            let count = recv(descriptor, scratch.baseAddress, scratch.count, 0)
            if count > 0 {
                if take(UnsafeBufferPointer(rebasing: scratch[..<count])) || count < scratch.count { return }
            } else if count == 0 {
                return ended()
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                return
            } else if errno != EINTR {
                return lose(errno)
            }
        }
    }

    /// Parses what has come; true when the exchange is over.
    private func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        do throws(AnswerError) {
            guard let answer = try parser.take(bytes) else { return false }
            finish(answer)
        } catch {
            fail(.malformed, error.detail)
        }
        return true
    }

    private func ended() {
        guard parser.hasBegun else { return lose(0) }
        do throws(AnswerError) {
            finish(try parser.end())
        } catch {
            fail(.connectionLost, error.detail)
        }
    }

    private func lose(_ code: Int32) {
        let reason = code == 0 ? "closed by the endpoint" : TransportFailure.text(code)
        let which = isReused ? "a connection that was used before was lost" : "the connection was lost"
        fail(.connectionLost, "\(which) before the answer was complete: \(reason)")
    }

    private func finish(_ answer: WireAnswer) {
        let finished = exchange
        // An endpoint that answers before it has read everything reads no further request.
        let keeps = parser.keepsConnection && sent == finished?.bytes.count
        exchange = nil
        finished?.finish(.success(answer))
        guard keeps else { return close() }
        phase = .idle
        deadline = SocketLoop.now() + loop.limits.idle
        loop.becameIdle(self)
    }

    private func fail(_ kind: TransportFailure.Kind, _ detail: String) {
        let failed = exchange
        exchange = nil
        let isWhole = failed.map { sent == $0.bytes.count } ?? false
        failed?.finish(.failure(TransportFailure(kind, detail, mayHaveArrived: isWhole)))
        close()
    }
}
