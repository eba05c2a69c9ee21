import Glibc

// The task: one request after the other.
extension Connection {
    func serve() async {
        while let request = await nextRequest() {
            let about = ResponseEncoder.Request(isHead: request.method == .head, version: request.head.version)
            guard await takeRoom(for: request) else {
                listener.bodies.release(request.body.count)
                refuseForRoom(request)
                continue
            }
            let response = await listener.responder.respond(to: request)
            // Even when the connection is gone: the handler had the body until now.
            listener.bodies.release(request.body.count)
            await answer(response, about)
            returnRoom()
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
        let framing = ResponseEncoder.framing(response, request)
        guard phase == .open else { return await breakOff(response, request, framing) }
        let keepsAlive =
            machine.keepsAlive && !response.closesConnection && !listener.isDraining && framing != .untilClose
        encode(response, request, keepsAlive: keepsAlive)
        if case .stream(_, let write) = response.body, !request.isHead, framing != .none {
            guard await stream(framing, write) else { return }
        }
        finish(keepsAlive: keepsAlive)
    }

    /// The client is gone. A streamed body learns that by its first write, so that it can let go of what it holds.
    private func breakOff(
        _ response: HTTPResponse, _ request: ResponseEncoder.Request, _ framing: ResponseEncoder.Framing
    ) async {
        var failure: (any Error)?
        if case .stream(_, let write) = response.body, !request.isHead {
            do { try await write(HTTPBodyWriter(self, framing)) } catch { failure = error }
        }
        response.observer?.answerEnded(HTTPAnswerEnd(bodyBytes: 0, isBrokenOff: true, error: failure))
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
            if phase != .closed {
                unsent.failStream(error)
                cut(.streamFailed)
            }
            return false
        }
    }

    func finish(keepsAlive: Bool) {
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

// Room: no request starts whose answer would have none.
extension Connection {
    /// Takes the room that the request may need; false, with nothing taken, when it does not become free in time.
    private func takeRoom(for request: HTTPRequest) async -> Bool {
        let charge = listener.output.charge(listener.responder.room(for: request))
        if !listener.output.take(charge) {
            guard await waitForRoom(charge) else { return false }
        }
        room = charge
        return true
    }

    private func waitForRoom(_ charge: Int) async -> Bool {
        guard phase == .open else { return false }
        roomDeadline = MonotonicTime.now + timeouts.roomWait
        let hasRoom = await withUnsafeContinuation { continuation in
            ticket = listener.output.wait(for: charge, continuation)
            updateTimer()
        }
        ticket = nil
        roomDeadline = .never
        return hasRoom
    }

    /// Gives up waiting: the answer becomes 503.
    func stopWaitingForRoom() {
        roomDeadline = .never
        guard let ticket else { return }
        self.ticket = nil
        listener.output.withdraw(ticket)
    }

    private func returnRoom() {
        guard room > 0 else { return }
        listener.output.release(room)
        room = 0
    }

    private func refuseForRoom(_ request: HTTPRequest) {
        guard phase == .open else { return }
        let keepsAlive = machine.keepsAlive && !listener.isDraining
        encode(HTTPProtocolError.outputMemoryExhausted, RefusedRequest(request.head), keepsAlive: keepsAlive)
        finish(keepsAlive: keepsAlive)
    }
}
