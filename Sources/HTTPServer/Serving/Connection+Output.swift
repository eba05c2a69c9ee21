import CLinux
import Glibc

extension Connection {
    func encode(_ response: HTTPResponse, _ request: ResponseEncoder.Request, keepsAlive: Bool) {
        let framing = ResponseEncoder.framing(response, request)
        appendLater {
            ResponseEncoder.appendHead(
                response, framing, request, keepsAlive: keepsAlive, date: { loop.appendDate(to: &$0) }, to: &$0)
        }
        let hasContent = !request.isHead && framing != .none
        if hasContent { append(response.body) }
        guard let observer = response.observer else { return }
        if hasContent, case .stream = response.body { return unsent.addStream(observer) }
        unsent.add(observer, bodyBytes: hasContent ? response.body.count : 0, unsent: output.count)
    }

    @inline(__always)
    private func append(_ body: HTTPResponse.Body) {
        switch body {
        case .bytes(let bytes): output.append(body: bytes, isShared: false, spare: loop.takeBuffer)
        case .shared(let bytes): output.append(body: bytes, isShared: true, spare: loop.takeBuffer)
        case .empty, .stream: return
        }
        countOutput(from: OutputBudget.smallBytes)
    }

    /// Answers for the responder, whose document it is.
    func encode(_ error: HTTPProtocolError, _ request: RefusedRequest, keepsAlive: Bool) {
        listener.report(.refused(error, peer: peer))
        var response = listener.responder.refusal(error, of: request)
        if case .stream = response.body { response.body = .empty }
        encode(response, ResponseEncoder.Request(isHead: request.method == .head), keepsAlive: keepsAlive)
    }

    /// Adds bytes that are sent at the end of this turn.
    func append(_ bytes: [UInt8]) {
        appendLater { _ in }
        output.append(body: bytes, isShared: false, spare: loop.takeBuffer)
        countOutput(from: OutputBudget.smallBytes)
    }

    func appendChunk(_ bytes: [UInt8]) {
        appendLater { ResponseEncoder.appendChunkStart(bytes.count, to: &$0) }
        output.append(body: bytes, isShared: false, spare: loop.takeBuffer)
        appendLater { $0.append(contentsOf: ResponseEncoder.lineEnd) }
        countOutput(from: OutputBudget.smallBytes)
    }

    @inline(__always)
    private func appendLater(_ write: (inout [UInt8]) -> Void) {
        output.append(spare: loop.takeBuffer, write)
        guard !isFlushing else { return }
        isFlushing = true
        loop.flushLater(self)
    }

    /// Waits while more output is pending than the high-water mark.
    func waitForDrain() async {
        guard phase == .open, output.count > limits.outputHighWater else { return }
        await withUnsafeContinuation { drainWaiter = $0 }
    }

    /// Takes the output's memory from the budget, or gives it back. Below `least` bytes that were not counted yet it is
    /// not worth the trouble: they are about to be sent.
    private func countOutput(from least: Int) {
        let bytes = output.ownBytes + unsent.ownBytes
        guard bytes >= least || countedOutput > 0 else { return }
        if bytes > countedOutput {
            listener.output.count(bytes - countedOutput)
        } else {
            listener.output.release(countedOutput - bytes)
        }
        countedOutput = bytes
    }

    /// Writes what can be written.
    func flush() {
        isFlushing = false
        guard phase == .open || phase == .finishing else { return }
        var taken = 0
        while !output.isEmpty {
            // The head of a large body should not leave in a separate packet.
            let flags = Int32(MSG_NOSIGNAL) | (output.hasMore ? Int32(MSG_MORE) : 0)
            let count = output.withFront { send(descriptor, $0.baseAddress, $0.count, flags) }
            if count > 0 {
                output.advance(by: count)
                unsent.advance(by: count)
                taken += count
            } else if errno == EAGAIN {
                break
            } else if errno != EINTR {
                return close()
            }
        }
        noteTaken(taken)
    }

    private func noteTaken(_ bytes: Int) {
        if !unsent.isEmpty { reportSent() }
        if output.isEmpty { releaseOutput() } else { noteWaitingOutput(bytes) }
        if output.count <= limits.outputHighWater / 2 { outputDrained() }
        if phase == .finishing, output.isEmpty { return endOutput() }
        updateTimer()
    }

    /// The streamed answer is whole; its last byte may have left before that was known.
    func endStream() {
        unsent.endStream(unsent: output.count)
        if output.isEmpty { reportSent() }
    }

    /// Before the connection can be closed: what is sent is not broken off.
    private func reportSent() {
        while let answer = unsent.takeSent() { answer.observer.answerEnded(answer.end) }
    }

    func reportBrokenOff() {
        while let answer = unsent.takeSent() ?? unsent.takeBrokenOff(unsent: output.count) {
            answer.observer.answerEnded(answer.end)
        }
    }

    /// A client must take its output at a pace, not just a byte now and then.
    private func noteWaitingOutput(_ bytes: Int) {
        countOutput(from: 1)
        if bytes > 0 || takenAt == .never { takenAt = loop.now }
        takenSinceDeadline += bytes
        if writeDeadline == .never || takenSinceDeadline >= limits.outputProgressBytes {
            takenSinceDeadline = 0
            writeDeadline = loop.now + timeouts.writeStall
        }
    }

    private func outputDrained() {
        if let waiter = drainWaiter {
            drainWaiter = nil
            waiter.resume()
        } else if phase == .open, !machine.isAnswering, machine.hasInput || isReadable {
            resumeLater()
        }
    }

    private func releaseOutput() {
        writeDeadline = .never
        takenAt = .never
        takenSinceDeadline = 0
        discardOutput()
    }

    /// Forgets the output and what it counts.
    func discardOutput() {
        if let buffer = output.reset() { loop.giveBack(buffer) }
        guard countedOutput > 0 else { return }
        listener.output.release(countedOutput)
        countedOutput = 0
    }
}
