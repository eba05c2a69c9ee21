import Glibc
import HTTPServer
import Synchronization
import TestSupport
import Testing

struct ShutdownTests {
    // A request in flight finishes, says `Connection: close`, and is the last of its connection; idle connections close
    // at once; nobody is accepted any more.
    @Test func finishesWhatIsInFlight() async throws {
        let service = TestService()
        let listener = HTTPListener(configuration: HTTPConfiguration(), responder: service)
        let port = try listener.start()
        let idle = try await onThread {
            let client = try RawClient(port)
            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try client.answer()
            return ClientBox([client])
        }
        let inFlight = Task {
            try await onThread {
                let client = try RawClient(port)
                try client.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\nGET /never HTTP/1.1\r\nHost: a\r\n\r\n")
                let answer = try client.answer()
                return "\(answer.text) \(answer.has("Connection: close")) \(client.isClosed())"
            }
        }
        await service.entered.wait()
        let stopped = Task { await listener.shutdown(grace: .seconds(20)) }
        #expect(try await onThread { idle.all[0].isClosed() })
        #expect(listener.openConnections == 1)
        #expect(await (try? onThread { _ = try RawClient(port) }) == nil)
        service.gate.open()
        #expect(try await inFlight.value == "opened true true")
        await stopped.value
        #expect(listener.openConnections == 0)
    }

    // After the grace period the rest is cut, and its tasks are reported.
    @Test func cutsAfterTheGrace() async throws {
        let service = TestService()
        let events = EventLog()
        let listener = HTTPListener(
            configuration: HTTPConfiguration(), responder: service, onEvent: { events.note($0) })
        let port = try listener.start()
        let client = try await onThread {
            let client = try RawClient(port)
            try client.send("GET /forever HTTP/1.1\r\nHost: a\r\n\r\n")
            return ClientBox([client])
        }
        await service.entered.wait()
        await listener.shutdown(grace: .milliseconds(100))
        #expect(events.all == ["cut shutdown"])
        #expect(try await onThread { client.all[0].isClosed() })
    }

    // Requests of which a part has come do not hold up the end for the whole grace: their clients get 408.
    @Test func halfSentRequestsDoNotHoldUpTheEnd() async throws {
        var configuration = HTTPConfiguration(loops: 2)
        configuration.timeouts.drain = .milliseconds(100)
        let listener = HTTPListener(configuration: configuration, responder: TestService())
        let port = try listener.start()
        let halves = try await onThread {
            let clients = try (0..<2).map { _ in try RawClient(port) }
            try clients[0].send("GET / HTTP/1.1\r\nHo")
            try clients[1].send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
            // An answered request shows that the loops have read what came before.
            for _ in 0..<4 {
                let other = try RawClient(port)
                try other.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                _ = try other.answer()
            }
            return ClientBox(clients)
        }
        let start = MonotonicTime.now
        await listener.shutdown(grace: .seconds(60))
        #expect(MonotonicTime.now.elapsed(since: start) < .seconds(20))
        let statuses = try await onThread { try halves.all.map { try $0.answer().status } }
        #expect(statuses == [408, 408])
    }

    // `localhost` is two addresses: clients that try either are served on the same port.
    @Test func localhostIsBothLoopbackAddresses() async throws {
        let listener = HTTPListener(configuration: HTTPConfiguration(host: "localhost"), responder: TestService())
        let port = try listener.start()
        let texts = try await onThread { () -> [String] in
            try [RawClient(port), RawClient(ipv6: port)].map { client in
                try client.send("GET /here HTTP/1.1\r\nHost: localhost\r\n\r\n")
                return try client.answer().text
            }
        }
        #expect(texts == ["GET /here", "GET /here"])
        await listener.shutdown(grace: .seconds(5))
        #expect(await (try? onThread { _ = try RawClient(ipv6: port) }) == nil)
    }

    // Stopping twice, stopping what never started, and starting twice are harmless.
    @Test func lifeCycle() async throws {
        let unused = HTTPListener(configuration: HTTPConfiguration(), responder: TestService())
        await unused.shutdown(grace: .seconds(1))
        let listener = HTTPListener(configuration: HTTPConfiguration(), responder: TestService())
        try listener.start()
        #expect(throws: HTTPListenerError.alreadyStarted) { try listener.start() }
        async let first: Void = listener.shutdown(grace: .seconds(1))
        async let second: Void = listener.shutdown(grace: .seconds(1))
        _ = await (first, second)
        await listener.waitUntilStopped()
        #expect(throws: HTTPListenerError.alreadyStarted) { try listener.start() }
    }

    // What cannot be bound is an error that names the address.
    @Test func cannotListen() async throws {
        try await withServer { port, _ in
            let second = HTTPListener(configuration: HTTPConfiguration(port: port), responder: TestService())
            #expect(throws: HTTPListenerError.cannotListen(host: "127.0.0.1", port: port, EADDRINUSE)) {
                try second.start()
            }
            let nowhere = HTTPListener(configuration: HTTPConfiguration(host: "not a host"), responder: TestService())
            #expect(throws: HTTPListenerError.self) { try nowhere.start() }
        }
    }

    // SIGTERM and SIGINT arrive as values, in order, and do not end the process. In a separate process, since
    // handlers are global.
    @Test func signalsAreValues() async {
        await #expect(processExitsWith: .success) {
            guard let signals = ShutdownSignals() else {
                Issue.record("no signals")
                return
            }
            kill(getpid(), SIGTERM)
            #expect(await signals.next() == SIGTERM)
            kill(getpid(), SIGINT)
            #expect(await signals.next() == SIGINT)
        }
    }
}
