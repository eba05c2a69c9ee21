import Glibc
import TestSupport
import Testing

@testable import HTTPServer

struct OutputBudgetTests {
    // Large requests wait in order for what is given back; a small one passes them while a quarter more than the limit
    // is not held.
    @Test func waitsInOrder() async {
        let budget = OutputBudget(limit: 100_000)
        #expect(budget.take(budget.charge(80_000)))
        #expect(!budget.take(budget.charge(30_000)))
        #expect(budget.take(budget.charge(OutputBudget.smallBytes)))
        #expect(budget.heldBytes == 80_000)
        async let first = waitFor(90_000, budget)
        await until { budget.waitingRequests == 1 }
        async let second = waitFor(20_000, budget)
        await until { budget.waitingRequests == 2 }
        // It would fit, but somebody waits already.
        #expect(!budget.take(budget.charge(20_000)))
        budget.release(80_000)
        #expect(await first)
        #expect(budget.heldBytes == 90_000)
        budget.release(90_000)
        #expect(await second)
        budget.release(20_000)
        #expect(budget.heldBytes == 0)
        #expect(budget.waitingRequests == 0)
    }

    // What exceeds the limit by more than a quarter stops small requests too; they go on as soon as it does not.
    @Test func smallRequestsHaveHeadroom() async {
        let budget = OutputBudget(limit: 100_000)
        budget.count(125_000)
        #expect(budget.take(0))
        budget.count(1)
        #expect(!budget.take(0))
        async let small = waitFor(1, budget)
        await until { budget.waitingRequests == 1 }
        budget.release(1)
        #expect(await small)
    }

    // A request that expects more than there ever is takes everything, alone.
    @Test func greatRequestsRunAlone() {
        let budget = OutputBudget(limit: 100_000)
        #expect(budget.take(budget.charge(1_000_000)))
        #expect(!budget.take(budget.charge(20_000)))
        budget.release(budget.charge(1_000_000))
        #expect(budget.heldBytes == 0)
    }

    private func waitFor(_ bytes: Int, _ budget: OutputBudget) async -> Bool {
        await withUnsafeContinuation { _ = budget.wait(for: budget.charge(bytes), $0) }
    }

    private func until(_ condition: () -> Bool) async {
        while !condition() { await Task.yield() }
    }
}

/// Clients who do not read their answers.
struct UnreadOutputTests {
    private static let answer = TestService.bigAnswer

    /// Clients that have asked and do not read; the receive buffers of the kernel are kept small.
    private static func ask(_ count: Int, _ path: String, _ port: UInt16, times: Int = 1) throws -> ClientBox {
        let request = String(repeating: "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n", count: times)
        return ClientBox(
            try (0..<count).map { _ in
                let client = try RawClient(port, receiveBuffer: 4096)
                try client.send(request)
                return client
            })
    }

    // Thirty clients ask for 16 MB each and read nothing: the memory stays near the budget, others are served at once,
    // and when the clients are gone the memory goes back. In a separate process, whose memory nobody else changes.
    @Test func memoryStaysNearTheBudget() async {
        await #expect(processExitsWith: .success) {
            try await withServer(configure: { $0.limits.outputBytes = 3 * Self.answer }) { port, listener in
                let before = try residentBytes()
                let clients = try await onThread { try Self.ask(30, "/big", port) }
                try await until { listener.outputBytes > 2 * Self.answer }
                let other = try await onThread { () -> Duration in
                    let start = MonotonicTime.now
                    let client = try RawClient(port)
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try client.answer().status == 200)
                    return MonotonicTime.now.elapsed(since: start)
                }
                #expect(other < .seconds(2))
                var greatest = 0
                for _ in 0..<50 {
                    greatest = max(greatest, try residentBytes())
                    #expect(listener.outputBytes <= 4 * Self.answer)
                    try await Task.sleep(for: .milliseconds(20))
                }
                #expect(greatest - before < 6 * Self.answer)
                clients.dropAll()
                try await until { listener.outputBytes == 0 }
                try await until { (try? residentBytes()).map { $0 - before < 32 * 1024 * 1024 } == true }
            }
        }
    }

    // A fixed document is in memory once, however many clients are being sent it.
    @Test func fixedAnswersAreShared() async {
        await #expect(processExitsWith: .success) {
            try await withServer { port, listener in
                _ = try await onThread {
                    let client = try RawClient(port)
                    try client.send("GET /shared HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try client.answer().body.count == Self.answer)
                }
                let before = try residentBytes()
                let clients = try await onThread { try Self.ask(100, "/shared", port, times: 4) }
                try await Task.sleep(for: .milliseconds(500))
                #expect(try residentBytes() - before < 32 * 1024 * 1024)
                #expect(listener.outputBytes < 1024 * 1024)
                clients.dropAll()
            }
        }
    }

    // While a request waits for room, whoever has left its answer unread for a while is cut, so that the request has
    // its turn.
    @Test func stalledClientsGiveWay() async throws {
        let events = EventLog()
        try await withServer(
            events: events,
            configure: {
                $0.limits.outputBytes = Self.answer * 3 / 2
                $0.timeouts.writeStallUnderPressure = .milliseconds(200)
                // On a busy machine this test can look at the server later than an unread answer is kept without
                // pressure.
                $0.timeouts.writeStall = .seconds(500)
            }
        ) { port, listener in
            let stalled = try await onThread { try Self.ask(1, "/big", port) }
            try await until { listener.outputBytes > Self.answer / 2 }
            let waiting = try await onThread { () -> Int in
                let client = try RawClient(port)
                try client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n")
                return try client.answer().body.count
            }
            #expect(waiting == Self.answer)
            #expect(events.all == ["cut writeStalled"])
            stalled.dropAll()
        }
    }

    // A request that finds no room in time is refused before it starts, and its connection stays usable.
    @Test func requestsWithoutRoomAreRefused() async throws {
        try await withServer(configure: {
            $0.limits.outputBytes = Self.answer * 3 / 2
            $0.timeouts.roomWait = .milliseconds(200)
            // On a busy machine the steps of this test can lie further apart than stalled clients are usually given.
            $0.timeouts.writeStallUnderPressure = .seconds(500)
            $0.timeouts.writeStall = .seconds(500)
        }) { port, listener in
            let stalled = try await onThread { try Self.ask(1, "/big", port) }
            try await until { listener.outputBytes > Self.answer / 2 }
            let seen = try await onThread { () -> String in
                let client = try RawClient(port)
                try client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\nGET /small HTTP/1.1\r\nHost: a\r\n\r\n")
                let refusal = try client.answer()
                return "\(refusal.status) \(refusal.has("Retry-After: 1")) \(try client.answer().text)"
            }
            #expect(seen == "503 true GET /small")
            stalled.dropAll()
            try await until { listener.outputBytes == 0 }
        }
    }

    // A client that takes a few bytes now and then does not keep a large answer for ever.
    @Test func trickleReadersAreCut() async throws {
        let events = EventLog()
        try await withServer(events: events, configure: { $0.timeouts.writeStall = .milliseconds(400) }) { port, _ in
            let taken = try await onThread { () -> Int in
                let clients = try Self.ask(1, "/big", port)
                var taken = 0
                do {
                    while taken < Self.answer {
                        let count = try clients.all[0].receive(atMost: 256).count
                        if count == 0 { break }
                        taken += count
                        usleep(20_000)
                    }
                } catch {}
                return taken
            }
            #expect(taken < Self.answer / 2)
            #expect(events.all == ["cut writeStalled"])
        }
    }
}

private func until(_ condition: () -> Bool) async throws {
    for _ in 0..<2000 where !condition() { try await Task.sleep(for: .milliseconds(5)) }
    #expect(condition())
}
