import Glibc
import TestSupport
import Testing

@testable import HTTPServer

struct BodyBudgetTests {
    // Half-sent bodies hold the budget over all connections and loops: the next one gets 503 and a time to try again,
    // small whole requests are served all the same, and when the holders finish or leave, large bodies are taken again.
    @Test func halfSentBodiesHoldTheBudget() async throws {
        let events = EventLog()
        let configure: @Sendable (inout HTTPConfiguration) -> Void = {
            $0.limits.bufferedBodyBytes = 10_000
            // On a busy machine the steps of this test can lie further apart than clients are usually given.
            $0.timeouts.bodyGrace = .seconds(500)
        }
        try await withServer(events: events, configure: configure) { port, listener in
            let holders = try await onThread {
                let clients = ClientBox(try (0..<3).map { _ in try RawClient(port) })
                for client in clients.all { try client.send(half(of: 6000)) }
                return clients
            }
            try await waitUntil { listener.bufferedBodyBytes == 9000 }

            let refusals = try await onThread {
                try [half(of: 6000), chunkedHead + Array("1000\r\n".utf8) + filler(3000)].map { bytes in
                    let client = try RawClient(port)
                    try client.send(bytes)
                    let answer = try client.answer()
                    let fields = answer.has("Retry-After: 1") && answer.has("Connection: close")
                    return "\(answer.status) \(fields) \(client.isClosed())"
                }
            }
            #expect(refusals == ["503 true true", "503 true true"])
            #expect(events.all == Array(repeating: "refused bodyMemoryExhausted", count: 2))
            #expect(listener.bufferedBodyBytes == 9000)

            let small = try await onThread {
                let client = try RawClient(port)
                try client.send(head(3000) + filler(3000))
                return try client.answer()
            }
            #expect(small.status == 200 && small.body == filler(3000))

            let finished = try await onThread {
                try holders.all[0].send(filler(3000))
                return try holders.all[0].answer()
            }
            #expect(finished.status == 200 && finished.body.count == 6000)
            #expect(listener.bufferedBodyBytes == 6000)

            for _ in 0..<3 { holders.dropFirst() }
            try await waitUntil { listener.bufferedBodyBytes == 0 }
            let late = ClientBox([try RawClient(port)])
            try await onThread { try late.all[0].send(half(of: 18_000)) }
            try await waitUntil { listener.bufferedBodyBytes == 9000 }
            let answer = try await onThread {
                try late.all[0].send(filler(9000))
                return try late.all[0].answer()
            }
            #expect(answer.status == 200 && answer.body.count == 18_000)
            #expect(listener.bufferedBodyBytes == 0)
        }
    }

    // A body counts while its handler has it, even when its client is gone.
    @Test func bodiesCountUntilAnswered() async throws {
        let service = TestService()
        try await withServer(service) { port, listener in
            let client = ClientBox([try RawClient(port)])
            try await onThread { try client.all[0].send(head(5000, path: "/gate") + filler(5000)) }
            await service.entered.wait()
            #expect(listener.bufferedBodyBytes == 5000)
            client.dropFirst()
            try await onThread {
                let other = try RawClient(port)
                try other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try other.answer()
            }
            #expect(listener.bufferedBodyBytes == 5000)
            service.gate.open()
            try await waitUntil { listener.bufferedBodyBytes == 0 }
        }
    }

    // Whatever ends a half-sent body gives its bytes back: a client that stops, the clock, a malformed chunk.
    @Test func everyEndGivesBack() {
        var limits = HTTPLimits()
        limits.bufferedBodyBytes = 1000
        var stopping = MachineHarness(limits: limits)
        stopping.feed(head(800) + filler(400), pieces: .max / 2)
        #expect(stopping.budget.heldBytes == 400)
        let action = stopping.machine.endOfInput()
        #expect(action == .close)
        #expect(stopping.budget.heldBytes == 0)

        var slow = MachineHarness(limits: limits)
        slow.feed(head(800) + filler(400), pieces: .max / 2)
        slow.advance(.seconds(1000))
        slow.timeOut()
        #expect(slow.outcome == ["408 bodyTimeout"])
        #expect(slow.budget.heldBytes == 0)

        var malformed = MachineHarness(limits: limits)
        malformed.feed(chunkedHead + Array("5\r\nhello\r\n".utf8), pieces: 1)
        #expect(malformed.budget.heldBytes == 5)
        malformed.feed("x")
        #expect(malformed.outcome == ["400 invalidChunk"])
        #expect(malformed.budget.heldBytes == 0)
    }

    // An announced length takes nothing; the byte that is one too many is what is refused.
    @Test func onlyArrivedBytesCount() {
        var limits = HTTPLimits()
        limits.bufferedBodyBytes = 100
        var harness = MachineHarness(limits: limits)
        harness.feed(head(1000), pieces: 1)
        #expect(harness.budget.heldBytes == 0)
        harness.feed(filler(100), pieces: 10)
        #expect(harness.budget.heldBytes == 100)
        #expect(harness.outcome.isEmpty)
        harness.feed(filler(1), pieces: 1)
        #expect(harness.outcome == ["503 bodyMemoryExhausted"])
        #expect(harness.budget.heldBytes == 0)
    }

    // Loops that take and give back at the same time never exceed the limit and lose nothing.
    @Test func loopsShareTheBudget() async {
        let budget = BodyBudget(limit: 5)
        let greatest = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var greatest = 0
                    for _ in 0..<10_000 where budget.reserve(2) {
                        greatest = max(greatest, budget.heldBytes)
                        budget.release(2)
                    }
                    return greatest
                }
            }
            return await group.reduce(0) { max($0, $1) }
        }
        #expect((2...4).contains(greatest))
        #expect(budget.heldBytes == 0)
    }
}

private func filler(_ count: Int) -> [UInt8] { [UInt8](repeating: UInt8(ascii: "b"), count: count) }

private func head(_ length: Int, path: String = "/echo") -> [UInt8] {
    Array("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n".utf8)
}

private func half(of length: Int) -> [UInt8] { head(length) + filler(length / 2) }

private let chunkedHead = Array("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)

/// Waits until what another thread does has happened.
private func waitUntil(_ condition: () -> Bool) async throws {
    for _ in 0..<2000 where !condition() { try await Task.sleep(for: .milliseconds(5)) }
    #expect(condition())
}
