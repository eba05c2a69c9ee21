import Glibc
import Synchronization
import TestSupport
import Testing

@testable import RemoteDynamoDB

/// What both transports owe to the client: one request, its answer, or a failure that says truly whether it may have
/// arrived.
@Suite struct TransportTests {
    private static let carriers = RemoteFixture.Carrier.allCases
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

    private static func request(_ count: Int = 2) -> WireRequest {
        WireRequest(
            fields: [("Host", "table.test"), ("Content-Length", "\(count)")],
            body: [UInt8](repeating: UInt8(ascii: "x"), count: count))
    }

    private static func endpoint(_ port: UInt16, isSecure: Bool = false) -> RemoteEndpoint {
        RemoteEndpoint(isSecure: isSecure, host: "127.0.0.1", port: port, region: "us-east-1")
    }

    private func lost(
        _ transport: any Transport, _ request: WireRequest = Self.request(), timeout: Duration = .seconds(20)
    ) async -> TransportFailure? {
        do throws(TransportFailure) {
            _ = try await transport.send(request, timeout: timeout)
            return nil
        } catch {
            return error
        }
    }

    /// Runs `body` with a transport to a proxy that has nothing behind it.
    private func withProxy(
        _ carrier: RemoteFixture.Carrier, connections: Int = 64, _ script: @escaping HostileProxy.Script,
        _ body: (any Transport, HostileProxy) async throws -> Void
    ) async throws {
        let nowhere = try RefusingPort()
        let proxy = try HostileProxy(target: nowhere.number, script: script)
        defer {
            proxy.stop()
            withExtendedLifetime(nowhere) {}
        }
        var limits = ConnectionLimits()
        limits.connections = connections
        let transport = try carrier.transport(to: Self.endpoint(proxy.port), limits)
        try await body(transport, proxy)
        await transport.close()
    }

    // A request that waited for a connection until its time was up was not sent, and is not sent afterwards.
    @Test(arguments: carriers)
    func waitingForAConnection(_ carrier: RemoteFixture.Carrier) async throws {
        try await withProxy(carrier, connections: 1, { _ in .stallBefore }) { transport, proxy in
            async let first = lost(transport, timeout: .seconds(120))
            try await waitFor("the first request") { proxy.requests == 1 ? true : nil }
            let second = await lost(transport, timeout: .milliseconds(50))
            #expect(second?.mayHaveArrived == false)
            proxy.stop()
            #expect(await first?.mayHaveArrived == true)
            #expect(proxy.requests == 1)
        }
    }

    // A request of which the endpoint has not taken everything cannot have been carried out.
    @Test(arguments: carriers)
    func partOfABody(_ carrier: RemoteFixture.Carrier) async throws {
        let (listener, port) = try Sockets.listen()
        defer { close(listener) }
        let transport = try carrier.transport(to: Self.endpoint(port), ConnectionLimits())
        // More than the buffers of two sockets hold. (A session that is too busy to say in time what it sent leaves it
        // open.)
        let failure = try await waitFor("the transport to say that it was not all sent") {
            let failure = await lost(transport, Self.request(24 << 20), timeout: .milliseconds(500))
            return failure?.mayHaveArrived == false ? failure : nil
        }
        #expect(failure.kind == .timedOut)
        await transport.close()
    }

    // Nobody listens, or nobody who can encrypt: nothing was sent.
    @Test(arguments: carriers)
    func noConnection(_ carrier: RemoteFixture.Carrier) async throws {
        let port = try RefusingPort()
        let transport = try carrier.transport(to: Self.endpoint(port.number), ConnectionLimits())
        let failure = await lost(transport)
        withExtendedLifetime(port) {}
        #expect(failure?.kind == .noConnection && failure?.mayHaveArrived == false)
        await transport.close()
    }

    @Test func noEncryption() async throws {
        try await withProxy(.urlSession, { _ in .pass }) { _, proxy in
            // The proxy waits for the end of a head, of which the greeting is none.
            let transport = try URLSessionTransport(Self.endpoint(proxy.port, isSecure: true))
            // A session that is too busy to say in time what it sent leaves it open.
            try await waitFor("the session to say that nothing was sent") {
                await lost(transport, timeout: .milliseconds(200))?.mayHaveArrived == false ? true : nil
            }
            await transport.close()
        }
    }

    // Closing lets what is under way end, closes the connections (but those of a session, which has to be kept), and
    // takes nothing more.
    @Test(arguments: carriers)
    func closing(_ carrier: RemoteFixture.Carrier) async throws {
        try await withProxy(carrier, { $0 == 0 ? .answerAndKeep(Self.answer) : .stallBefore }) { transport, proxy in
            #expect(await lost(transport) == nil)
            async let last = lost(transport, timeout: .seconds(1))
            try await waitFor("the second request") { proxy.requests == 2 ? true : nil }
            await transport.close()
            #expect(await last?.kind == .timedOut)
            if carrier == .sockets { try await waitFor("the connections to end") { proxy.isIdle ? true : nil } }
            let late = await lost(transport)
            #expect(late?.kind == .closed && late?.mayHaveArrived == false)
        }
    }

    // An answer that sends us elsewhere or asks for a login is an answer; nothing follows it.
    @Test(
        arguments: carriers,
        [
            "302 Found\r\nLocation: http://127.0.0.1:1/", "307 Again\r\nLocation: /other",
            "401 No\r\nWWW-Authenticate: Basic realm=\"x\"", "401 No\r\nWWW-Authenticate: Negotiate",
        ])
    func answersThatAsk(_ carrier: RemoteFixture.Carrier, _ head: String) async throws {
        let answer = "HTTP/1.1 \(head)\r\nContent-Length: 2\r\n\r\nno"
        try await withProxy(carrier, { _ in .answer(answer) }) { transport, proxy in
            let received = try await transport.send(Self.request(), timeout: .seconds(20))
            #expect(head.hasPrefix("\(received.status)"))
            #expect(received.body == Array("no".utf8))
            #expect(proxy.requests == 1)
        }
    }

    // An answer may be as long as is allowed, and not longer.
    @Test(arguments: carriers)
    func bodyLimit(_ carrier: RemoteFixture.Carrier) async throws {
        let body = String(repeating: "y", count: 300_000)
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let nowhere = try RefusingPort()
        let proxy = try HostileProxy(target: nowhere.number) { _ in .answerAndKeep(answer) }
        defer {
            proxy.stop()
            withExtendedLifetime(nowhere) {}
        }
        var limits = ConnectionLimits()
        limits.bodyBytes = body.utf8.count
        let exact = try carrier.transport(to: Self.endpoint(proxy.port), limits)
        #expect(try await exact.send(Self.request(), timeout: .seconds(20)).body.count == body.utf8.count)
        limits.bodyBytes -= 1
        let short = try carrier.transport(to: Self.endpoint(proxy.port), limits)
        let failure = await lost(short)
        #expect(failure?.kind == .malformed && failure?.mayHaveArrived == true)
        await exact.close()
        await short.close()
    }
}
