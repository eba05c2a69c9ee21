import CLinux
import Glibc

extension Connection {
    /// One request at a time, and none while the client does not take its answers.
    var wantsInput: Bool {
        phase == .open && !machine.isAnswering && output.count <= limits.outputHighWater
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

    func parseBuffered() {
        perform(machine.next(now: loop.now) { listener.responder.bodyLimit(for: $0) })
    }

    func resumeLater() {
        guard !isResuming else { return }
        isResuming = true
        loop.resumeLater(self)
    }

    func readInput() {
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

    /// A short read has emptied the socket, unless the client's close follows: that brings no separate event.
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
            lingerOn()
            if isReadable { resumeLater() }
        } else if count == 0 {
            close()
        } else {
            noteReadError()
        }
    }

    func perform(_ action: ConnectionMachine.Action) {
        switch action {
        case .wait: updateTimer()
        case .sendContinue:
            append(ResponseEncoder.interimContinue)
            if machine.hasInput { parseBuffered() }
            updateTimer()
        case .request(let request): deliver(request)
        case .decline(let error): decline(error)
        case .refuse(let error): refuse(error)
        case .close: if output.isEmpty { close() } else { closeWhenWritten() }
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
        encode(error, machine.refused, keepsAlive: false)
        closeWhenWritten()
    }

    /// Refuses a request of which nothing is left: the next one may come.
    private func decline(_ error: HTTPProtocolError) {
        let keepsAlive = machine.keepsAlive && !listener.isDraining
        encode(error, machine.refused, keepsAlive: keepsAlive)
        finish(keepsAlive: keepsAlive)
    }
}
