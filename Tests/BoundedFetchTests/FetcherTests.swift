import BoundedFetch
import Glibc
import Synchronization
import TestSupport
import Testing

/// A service on loopback that answers by hand, on a connection for each request.
private final class RawService: Sendable {
    let port: UInt16
    private let listener: Int32
    private let ended = Mutex(0)

    init(_ answer: @escaping @Sendable (Wire) -> Void) throws {
        (listener, port) = try Sockets.listen()
        Sockets.onThread { [self] in
            while case let client = accept(listener, nil, nil), client >= 0 {
                let wire = Wire(client)
                Sockets.onThread { [self] in
                    if wire.readMessage() != nil { answer(wire) }
                    wire.close()
                    ended.withLock { $0 += 1 }
                }
            }
            close(listener)
        }
    }

    /// A service with one answer.
    convenience init(_ answer: String) throws { try self.init { _ = $0.send(Array(answer.utf8)) } }

    /// How many connections have ended.
    var connectionsEnded: Int { ended.withLock { $0 } }

    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    func request(seconds: Double = 30) -> FetchRequest {
        FetchRequest(
            method: "GET", url: "http://127.0.0.1:\(port)/creds", fields: ["Authorization": "secret"], seconds: seconds)
    }
}

/// What a broken or hostile server can do to its callers.
@Suite(.timeLimit(.minutes(2))) struct FetcherTests {
    private func outcome(_ request: FetchRequest) async -> String {
        do throws(FetchFailure) {
            let answer = try await Fetcher.shared.send(request)
            return "\(answer.status) with \(answer.body.count) bytes"
        } catch {
            return error.detail
        }
    }

    // An answer that does not end is refused when it is too long, and its connection is closed.
    @Test(arguments: ["", "Content-Length: 1000000000000\r\n"])
    func endlessBody(_ field: String) async throws {
        let service = try RawService { wire in
            _ = wire.send(Array("HTTP/1.1 200 OK\r\n\(field)\r\n".utf8))
            let part = [UInt8](repeating: UInt8(ascii: "x"), count: 16 * 1024)
            while wire.send(part) { usleep(1000) }
        }
        defer { service.stop() }
        #expect(await outcome(service.request()) == "the answer is too long")
        try await waitFor("the connection to end") { service.connectionsEnded == 1 ? true : nil }
    }

    // The time is for all of the answer: one of which a little comes again and again ends with it, and so does none at
    // all.
    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\n\r\n", "x"), ("HTTP/1.1 200 OK\r\n", "X-More: x\r\n"),
        ("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n", "x"), ("", ""),
    ])
    func slowAnswer(_ start: String, _ more: String) async throws {
        let service = try RawService { wire in
            guard wire.send(Array(start.utf8)) else { return wire.waitForEnd() }
            while wire.send(Array(more.utf8)) { usleep(20_000) }
        }
        defer { service.stop() }
        #expect(await outcome(service.request(seconds: 0.5)) == "no answer in time")
        try await waitFor("the connection to end") { service.connectionsEnded == 1 ? true : nil }
    }

    // A redirection is an answer: the token that was sent is for nobody else.
    @Test(arguments: ["301 Moved", "302 Found", "303 See", "307 Again", "308 Forever"])
    func redirection(_ status: String) async throws {
        let other = try RawService("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere")
        let service = try RawService(
            "HTTP/1.1 \(status)\r\nLocation: http://127.0.0.1:\(other.port)/\r\nContent-Length: 0\r\n\r\n")
        defer {
            service.stop()
            other.stop()
        }
        #expect(await outcome(service.request()) == "\(status.prefix(3)) with 0 bytes")
        #expect(other.connectionsEnded == 0)
    }

    // So is a demand for a login.
    @Test(arguments: ["Basic realm=\"x\"", "Negotiate"])
    func login(_ scheme: String) async throws {
        let service = try RawService("HTTP/1.1 401 No\r\nWWW-Authenticate: \(scheme)\r\nContent-Length: 0\r\n\r\n")
        defer { service.stop() }
        #expect(await outcome(service.request()) == "401 with 0 bytes")
    }

    // An answer may be as long as is allowed, and not longer.
    @Test(arguments: [
        (64 * 1024, "200 with 65536 bytes"), (64 * 1024 + 1, "the answer is too long"),
    ])
    func limit(_ count: Int, _ expected: String) async throws {
        let body = String(repeating: "y", count: count)
        let service = try RawService("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n\(body)")
        defer { service.stop() }
        #expect(await outcome(service.request()) == expected)
    }
}
