import CLinux
import Glibc

/// One client. Everything here happens on the connection's loop: epoll's events, the timer, and the task that awaits the handlers,
/// which prefers the loop as its executor. That is what makes it safe to send although nothing is locked.
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
    private let descriptor: Int32
    /// Where it stands in the loop's list.
    var index = 0

    private(set) var phase = Phase.open
    private var machine: ConnectionMachine
    private var timer: LoopTimer?

    // Input. Events are edge-triggered: what the kernel has said is remembered until reading shows otherwise.
    private var isReadable = false
    private var peerHasClosed = false
    private var lingered = 0
    private var isResuming = false
    private var answeredInTurn = 0
    private var answeredTurn: UInt64 = 0

    // Output.
    private var output: [UInt8] = []
    private var written = 0
    private var isFlushing = false
    private var writeDeadline = MonotonicTime.never
    private var drainWaiter: UnsafeContinuation<Void, Never>?

    // The task.
    private var task: Task<Void, Never>?
    private var pending: HTTPRequest?
    private var waiter: UnsafeContinuation<HTTPRequest?, Never>?

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
        let closing = EPOLLRDHUP.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue
        if events & closing != 0 { peerHasClosed = true }
        if events & (EPOLLIN.rawValue | closing) != 0 { isReadable = true }
        if events & (EPOLLOUT.rawValue | EPOLLERR.rawValue) != 0, hasOutput { flush() }
        if isReadable { readInput() }
    }
}

// Input.
extension Connection {
    private var limits: HTTPLimits { listener.configuration.limits }
    private var hasOutput: Bool { written < output.count }
    private var pendingOutput: Int { output.count - written }

    /// One request at a time, and none while the client does not take its answers.
    private var wantsInput: Bool {
        phase == .open && !machine.isAnswering && pendingOutput <= limits.outputHighWater
    }

    /// Goes on with what is buffered or readable.
    func resumeInput() {
        isResuming = false
        guard phase != .closed else { return }
        if wantsInput, machine.hasInput {
            parseBuffered()
        }
        if isReadable { readInput() }
    }

    private func parseBuffered() {
        perform(machine.next(now: loop.now) { listener.responder.bodyLimit(for: $0) })
    }

    private func resumeLater() {
        guard !isResuming else { return }
        isResuming = true
        loop.resumeLater(self)
    }

    private func readInput() {
        if phase == .lingering { return discardInput() }
        guard wantsInput else { return }
        let scratch = loop.scratch
        let count = recv(descriptor, scratch.baseAddress, scratch.count, 0)
        if count > 0 {
            noteRead(count)
            let bytes = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(scratch)[..<count])
            perform(machine.receive(bytes, now: loop.now) { listener.responder.bodyLimit(for: $0) })
            if isReadable, wantsInput { resumeLater() }
        } else if count == 0 {
            perform(machine.endOfInput())
        } else {
            noteReadError()
        }
    }

    /// A short read has emptied the socket, unless the client's close is behind it: that brings no event of its own.
    private func noteRead(_ count: Int) {
        if count < loop.scratch.count, !peerHasClosed { isReadable = false }
    }

    private func noteReadError() {
        switch errno {
        case EAGAIN: isReadable = false
        case EINTR: resumeLater()
        default: close()
        }
    }

    private func discardInput() {
        let count = recv(descriptor, loop.scratch.baseAddress, loop.scratch.count, 0)
        if count > 0 {
            lingered += count
            noteRead(count)
            if lingered > limits.lingerBytes { return close() }
            if isReadable { resumeLater() }
        } else if count == 0 {
            close()
        } else {
            noteReadError()
        }
    }

    private func perform(_ action: ConnectionMachine.Action) {
        switch action {
        case .wait: updateTimer()
        case .sendContinue:
            append(ResponseEncoder.interimContinue)
            if machine.hasInput { parseBuffered() }
            updateTimer()
        case .request(let request): deliver(request)
        case .decline(let error): decline(error)
        case .refuse(let error): refuse(error)
        case .close: if hasOutput { closeWhenWritten() } else { close() }
        }
    }

    private func deliver(_ request: HTTPRequest) {
        updateTimer()
        if let waiter {
            self.waiter = nil
            waiter.resume(returning: request)
            return
        }
        pending = request
        guard task == nil else { return }
        loop.taskStarted()
        task = Task(executorPreference: loop) { await self.serve() }
    }

    private func refuse(_ error: HTTPProtocolError) {
        machine.end()
        encode(error, keepsAlive: false)
        closeWhenWritten()
    }

    /// Refuses a request of which nothing is left: the next one may come.
    private func decline(_ error: HTTPProtocolError) {
        let keepsAlive = machine.keepsAlive && !listener.isDraining
        encode(error, keepsAlive: keepsAlive)
        finish(keepsAlive: keepsAlive)
    }

    private func encode(_ error: HTTPProtocolError, keepsAlive: Bool) {
        listener.report(.refused(error, peer: peer))
        var response = listener.responder.refusal(error)
        if case .stream = response.body { response.body = .empty }
        encode(response, ResponseEncoder.Request(), keepsAlive: keepsAlive)
    }
}

// The task: one request after the other.
extension Connection {
    private func serve() async {
        while let request = await nextRequest() {
            let response = await listener.responder.respond(to: request)
            // Even when the connection is gone: the handler had the body until now.
            listener.bodies.release(request.body.count)
            let about = ResponseEncoder.Request(isHead: request.method == .head, version: request.head.version)
            await answer(response, about)
        }
        loop.taskEnded()
    }

    private func nextRequest() async -> HTTPRequest? {
        if let request = pending {
            pending = nil
            return request
        }
        guard phase == .open else { return nil }
        return await withUnsafeContinuation { waiter = $0 }
    }

    private func answer(_ response: HTTPResponse, _ request: ResponseEncoder.Request) async {
        guard phase == .open else { return }
        let framing = ResponseEncoder.framing(response, request)
        let keepsAlive =
            machine.keepsAlive && !response.closesConnection && !listener.isDraining && framing != .untilClose
        encode(response, request, keepsAlive: keepsAlive)
        if case .stream(_, let write) = response.body, !request.isHead, framing != .none {
            guard await stream(framing, write) else { return }
        }
        finish(keepsAlive: keepsAlive)
    }

    /// Runs a streamed body; false when the connection is gone.
    private func stream(
        _ framing: ResponseEncoder.Framing, _ write: @Sendable (HTTPBodyWriter) async throws -> Void
    ) async -> Bool {
        let writer = HTTPBodyWriter(self, framing)
        do {
            try await write(writer)
            guard phase == .open, await writer.finish() else { throw HTTPStreamError.wrongLength }
            return true
        } catch {
            if phase != .closed { cut(.streamFailed) }
            return false
        }
    }

    private func finish(keepsAlive: Bool) {
        guard phase == .open else { return }
        guard keepsAlive else { return closeWhenWritten() }
        machine.answered(now: loop.now)
        if answeredTurn != loop.turn {
            answeredTurn = loop.turn
            answeredInTurn = 0
        }
        answeredInTurn += 1
        if listener.isDraining, machine.isIdle, !isReadable { return closeWhenWritten() }
        continueInput()
    }

    /// Looks for the next request: at once in what is buffered, else in the next turn, when the answer has been sent.
    private func continueInput() {
        let mayParse = answeredInTurn < limits.pipeliningDepth && wantsInput
        if mayParse, machine.hasInput { parseBuffered() }
        guard phase == .open, !machine.isAnswering else { return }
        if isReadable || (!mayParse && machine.hasInput) { resumeLater() }
        updateTimer()
    }
}

// Output.
extension Connection {
    private func encode(_ response: HTTPResponse, _ request: ResponseEncoder.Request, keepsAlive: Bool) {
        prepareOutput()
        let framing = ResponseEncoder.framing(response, request)
        ResponseEncoder.appendHead(
            response, framing, request, keepsAlive: keepsAlive, date: { loop.appendDate(to: &$0) }, to: &output)
        if case .bytes(let bytes) = response.body, !request.isHead, framing != .none {
            output.append(contentsOf: bytes)
        }
    }

    /// Adds bytes that are sent at the end of this turn.
    func append(_ bytes: [UInt8]) {
        prepareOutput()
        output.append(contentsOf: bytes)
    }

    func appendChunk(_ bytes: [UInt8]) {
        prepareOutput()
        ResponseEncoder.appendChunk(bytes, to: &output)
    }

    private func prepareOutput() {
        if output.isEmpty { output = loop.takeBuffer() }
        guard !isFlushing else { return }
        isFlushing = true
        loop.flushLater(self)
    }

    /// Waits while more output is pending than the high-water mark.
    func waitForDrain() async {
        guard phase == .open, pendingOutput > limits.outputHighWater else { return }
        await withUnsafeContinuation { drainWaiter = $0 }
    }

    /// Writes what can be written.
    func flush() {
        isFlushing = false
        guard phase == .open || phase == .finishing else { return }
        let before = written
        while hasOutput {
            let count = output.withUnsafeBufferPointer {
                send(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                break
            } else if errno != EINTR {
                return close()
            }
        }
        noteWritten(hasProgressed: written > before)
    }

    private func noteWritten(hasProgressed: Bool) {
        if hasOutput {
            if hasProgressed || writeDeadline == .never {
                writeDeadline = loop.now + listener.configuration.timeouts.writeStall
            }
            compactOutput()
        } else {
            writeDeadline = .never
            releaseOutput()
        }
        if pendingOutput <= limits.outputHighWater / 2 { outputDrained() }
        if phase == .finishing, !hasOutput { return endOutput() }
        updateTimer()
    }

    private func outputDrained() {
        if let waiter = drainWaiter {
            drainWaiter = nil
            waiter.resume()
        } else if phase == .open, !machine.isAnswering, machine.hasInput || isReadable {
            resumeLater()
        }
    }

    /// A slow reader's output must not keep the bytes that are long gone.
    private func compactOutput() {
        guard written > 256 * 1024, written > output.count / 2 else { return }
        output.removeSubrange(..<written)
        written = 0
    }

    private func releaseOutput() {
        written = 0
        guard output.capacity > 0 else { return }
        loop.giveBack(output)
        output = []
    }
}

// The end.
extension Connection {
    /// Closes once everything is written.
    private func closeWhenWritten() {
        guard phase == .open else { return }
        phase = .finishing
        wakeTask()
        if !hasOutput { endOutput() } else { updateTimer() }
    }

    /// All is written. With input unread a plain close would reset the connection, and the client might lose our answer.
    private func endOutput() {
        guard isReadable || machine.isEnded, !peerHasClosed || isReadable else { return close() }
        machine.end()
        phase = .lingering
        shutdown(descriptor, Int32(SHUT_WR))
        writeDeadline = loop.now + listener.configuration.timeouts.linger
        updateTimer()
        if isReadable { resumeLater() }
    }

    /// Ends the connection with a reset and says why.
    func cut(_ reason: HTTPServerEvent.Cut) {
        listener.report(.cut(reason, peer: peer))
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        task?.cancel()
        close()
    }

    /// Closes between requests, and lets the current request be the last.
    func drain() {
        guard phase == .open, machine.isIdle else { return }
        isReadable = true
        readInput()
        if phase == .open, machine.isIdle { closeWhenWritten() }
    }

    private func close() {
        guard phase != .closed else { return }
        phase = .closed
        machine.end()
        if let timer { loop.cancel(timer) }
        timer = nil
        loop.unwatch(descriptor)
        Glibc.close(descriptor)
        output = []
        written = 0
        wakeTask()
        loop.remove(self)
        listener.connectionClosed()
    }

    /// The task must see that no request comes any more, and a writer that nobody reads.
    private func wakeTask() {
        if let waiter {
            self.waiter = nil
            waiter.resume(returning: nil)
        }
        if phase == .closed, let drainWaiter {
            self.drainWaiter = nil
            drainWaiter.resume()
        }
    }

    private func updateTimer() {
        guard let timer, phase != .closed else { return }
        let input = phase == .open ? machine.deadline : .never
        loop.schedule(timer, at: min(input, writeDeadline))
    }

    private func timerFired() {
        if writeDeadline <= loop.now {
            if phase == .lingering { close() } else { cut(.writeStalled) }
        } else if phase == .open {
            perform(machine.deadlinePassed(now: loop.now))
        }
        if phase != .closed { updateTimer() }
    }
}
