import Testing

@testable import HTTPServer

/// The machine's clock is an argument: these tests step it and never wait.
struct ConnectionTimeTests {
    // The time of the first head counts from accept: a silent client is closed without a word, since it asked nothing.
    @Test func silentClientIsClosed() {
        var harness = MachineHarness()
        harness.advance(.milliseconds(9_999))
        harness.timeOut()
        #expect(harness.outcome == [])
        harness.advance(.milliseconds(1))
        harness.timeOut()
        #expect(harness.outcome == ["close"])
    }

    // A head that comes byte by byte does not get more time with each byte, nor from the time before its first byte.
    @Test func slowHeadIsRefused() {
        var harness = MachineHarness()
        for byte in "GET / HTTP/1.1\r\nHo".utf8 {
            harness.advance(.milliseconds(550))
            harness.timeOut()
            harness.feed([byte], pieces: 1)
        }
        #expect(harness.outcome == [])
        harness.advance(.milliseconds(100))
        harness.timeOut()
        #expect(harness.outcome == ["408 headerTimeout"])
        harness.feed("st: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(harness.outcome == ["408 headerTimeout"])
    }

    // A kept connection may be idle for 75 seconds; the head's time counts from its first byte then.
    @Test func idleConnectionIsClosed() {
        var harness = MachineHarness()
        harness.feed("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        harness.advance(.seconds(74))
        harness.timeOut()
        harness.feed("G")
        harness.advance(.seconds(9))
        harness.timeOut()
        #expect(harness.outcome == ["GET /"])
        harness.advance(.seconds(1))
        harness.timeOut()
        #expect(harness.outcome == ["GET /", "408 headerTimeout"])

        var silent = MachineHarness()
        silent.feed("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        silent.advance(.seconds(75))
        silent.timeOut()
        #expect(silent.outcome == ["GET /", "close"])
    }

    // While a request is answered no time runs.
    @Test func answeringHasNoDeadline() {
        var machine = ConnectionMachine(
            limits: HTTPLimits(), timeouts: HTTPTimeouts(), budget: BodyBudget(limit: 0), peer: .none, now: .now)
        let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        let action = bytes.withUnsafeBufferPointer { machine.receive($0, now: .now) { _ in 0 } }
        guard case .request = action else {
            Issue.record("no request: \(action)")
            return
        }
        let deadline = machine.deadline
        #expect(deadline == .never)
    }

    // A body has its grace, then must keep its rate, and ends at its total.
    @Test func slowBodyIsRefused() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n"
        var slow = MachineHarness()
        slow.bodyLimit = 1_000_000
        slow.feed(head)
        slow.advance(.seconds(9))
        slow.feed(String(repeating: "x", count: 1024))
        slow.advance(.milliseconds(1_900))
        slow.timeOut()
        #expect(slow.outcome == [])
        slow.advance(.milliseconds(100))
        slow.timeOut()
        #expect(slow.outcome == ["408 bodyTimeout"])

        // Fast enough at every moment, but longer than any body may take.
        var steady = MachineHarness()
        steady.bodyLimit = 1_000_000
        steady.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
        for second in 1...599 {
            steady.advance(.seconds(1))
            steady.feed(String(repeating: "x", count: 1100))
            steady.timeOut()
            #expect(steady.outcome == [], "after \(second) seconds")
        }
        steady.advance(.seconds(1))
        steady.timeOut()
        #expect(steady.outcome == ["408 bodyTimeout"])
    }

    // At the end of the server a request in arrival has a moment left, whatever its own time; one that is whole is not
    // hurried.
    @Test func halfSentRequestsAreHurried() {
        for start in ["GET / HTT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"] {
            var harness = MachineHarness()
            harness.feed(start)
            harness.machine.hurry(until: harness.now + .seconds(1))
            harness.advance(.milliseconds(999))
            harness.timeOut()
            #expect(harness.outcome == [])
            harness.advance(.milliseconds(1))
            harness.timeOut()
            #expect(harness.outcome.first?.hasPrefix("408") == true)
        }
        var whole = MachineHarness()
        whole.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab")
        whole.machine.hurry(until: whole.now + .seconds(1))
        whole.feed("c")
        #expect(whole.outcome == ["POST / abc"])
    }

    // The end of input between requests or inside one closes; while answering it waits for the answer.
    @Test func endOfInput() {
        var harness = MachineHarness()
        harness.feed("GET / HTT")
        #expect(harness.machine.endOfInput() == .close)
        harness.feed("P/1.1\r\nHost: a\r\n\r\n")
        #expect(harness.outcome == [])
    }
}

struct TimerWheelTests {
    private func time(_ milliseconds: UInt64) -> MonotonicTime { MonotonicTime(nanoseconds: milliseconds * 1_000_000) }

    // A timer never fires early, fires once, can be moved either way and far beyond the wheel's size, and can be
    // cancelled.
    @Test func firesInTime() {
        var wheel = TimerWheel(now: time(1_000))
        var fired: [String] = []
        let names = ["soon", "moved later", "moved earlier", "cancelled", "far"]
        let timers = names.map { name in LoopTimer { fired.append(name) } }
        #expect(wheel.milliseconds(from: time(1_000)) == -1)
        wheel.schedule(timers[0], at: time(1_100))
        wheel.schedule(timers[1], at: time(1_100))
        wheel.schedule(timers[1], at: time(3_000))
        wheel.schedule(timers[2], at: time(90_000))
        wheel.schedule(timers[2], at: time(2_000))
        wheel.schedule(timers[3], at: time(1_200))
        wheel.cancel(timers[3])
        wheel.schedule(timers[4], at: time(500_000))
        var firedAt: [String: UInt64] = [:]
        for step in stride(from: UInt64(1_000), through: 510_000, by: 10) {
            for timer in wheel.advance(to: time(step)) { timer.fire() }
            for name in fired where firedAt[name] == nil { firedAt[name] = step }
        }
        #expect(fired == ["soon", "moved earlier", "moved later", "far"])
        for (name, due) in [
            ("soon", UInt64(1_100)), ("moved earlier", 2_000), ("moved later", 3_000), ("far", 500_000),
        ] {
            let late = (firedAt[name] ?? 0) - due
            #expect(late <= 40, "\(name)")
        }
        #expect(wheel.milliseconds(from: time(510_000)) == -1)
    }

    // The wait is never longer than to the next timer.
    @Test func waitsForTheNext() {
        var wheel = TimerWheel(now: time(1_000))
        let timer = LoopTimer {}
        wheel.schedule(timer, at: time(1_500))
        let wait = wheel.milliseconds(from: time(1_000))
        #expect((500...540).contains(wait))
    }
}
