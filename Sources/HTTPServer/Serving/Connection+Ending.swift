import Glibc

extension Connection {
    /// Closes once everything is written.
    func closeWhenWritten() {
        guard phase == .open else { return }
        phase = .finishing
        wakeTask()
        if output.isEmpty { endOutput() } else { updateTimer() }
    }

    /// All is written. With input unread a plain close would reset the connection, and the client might lose our
    /// answer.
    func endOutput() {
        guard isReadable || machine.isEnded, !peerHasClosed || isReadable else { return close() }
        machine.end()
        phase = .lingering
        shutdown(descriptor, Int32(SHUT_WR))
        lingerEnd = loop.now + (listener.isDraining ? timeouts.drain : timeouts.lingerTotal)
        lingerOn()
        if isReadable { resumeLater() }
    }

    /// Gives a client that sends the time to go on.
    func lingerOn() {
        writeDeadline = min(loop.now + timeouts.linger, lingerEnd)
        updateTimer()
    }

    /// Ends the connection with a reset and says why.
    func cut(_ reason: HTTPServerEvent.Cut) {
        listener.report(.cut(reason, peer: peer))
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        task?.cancel()
        close()
    }

    /// Closes between requests, and lets the current request be the last. One that has only arrived in part has a short
    /// time left, so that a client who does not go on does not hold up the end.
    func drain() {
        if phase == .lingering {
            lingerEnd = min(lingerEnd, loop.now + timeouts.drain)
            return lingerOn()
        }
        guard phase == .open else { return }
        machine.hurry(until: loop.now + timeouts.drain)
        updateTimer()
        guard machine.isIdle else { return }
        isReadable = true
        readInput()
        if phase == .open, machine.isIdle { closeWhenWritten() }
    }

    /// About what a connection takes: its task, its parser, its place in the loop.
    private static let bytesOfItsOwn = 8 * 1024

    func close() {
        guard phase != .closed else { return }
        phase = .closed
        machine.end()
        if let timer { loop.cancel(timer) }
        timer = nil
        loop.unwatch(descriptor)
        Glibc.close(descriptor)
        reportBrokenOff()
        discardOutput()
        stopWaitingForRoom()
        wakeTask()
        loop.remove(self)
        listener.connectionClosed()
        FreedMemory.note(Self.bytesOfItsOwn)
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

    func updateTimer() {
        guard let timer, phase != .closed else { return }
        let input = phase == .open ? machine.deadline : .never
        loop.schedule(timer, at: min(input, writeDeadline, roomDeadline))
    }

    func timerFired() {
        if writeDeadline <= loop.now {
            if phase == .lingering { close() } else { cut(.writeStalled) }
        } else if roomDeadline <= loop.now {
            stopWaitingForRoom()
        } else if phase == .open {
            perform(machine.deadlinePassed(now: loop.now))
        }
        if phase != .closed { updateTimer() }
    }

    /// Cuts a client that has taken nothing of its counted output for the time that is given under pressure.
    /// - Returns: whether it had that time.
    func relieve() -> Bool {
        guard takenAt + timeouts.writeStallUnderPressure <= loop.now else { return false }
        if countedOutput > 0 { cut(.writeStalled) }
        return true
    }
}
