import TestSupport
import Testing

@testable import HTTPServer

/// What the server refuses on its own: the responder learns what was read of the request, and HEAD gets no content.
struct RefusalTests {
    private static let origin = "Origin: https://a.example\r\n"
    private static let long = String(repeating: "a", count: 9_000)
    private static let longer = String(repeating: "a", count: 20_000)

    private static let refused: [(status: Int, request: String)] = [
        (414, "HEAD /\(long) HTTP/1.1\r\nHost: a\r\n\(origin)\r\n"),
        (431, "HEAD / HTTP/1.1\r\nHost: a\r\n\(origin)X-A: \(longer)\r\n\r\n"),
        (431, "HEAD / HTTP/1.1\r\n\(origin)" + String(repeating: "A: 1\r\n", count: 101) + "\r\n"),
        (413, "HEAD / HTTP/1.1\r\nHost: a\r\n\(origin)Content-Length: 100001\r\n\r\n"),
        (417, "HEAD / HTTP/1.1\r\nHost: a\r\n\(origin)Expect: something\r\n\r\n"),
        (400, "HEAD /# HTTP/1.1\r\nHost: a\r\n\(origin)\r\n"),
        (400, "HEAD / HTTP/1.1\r\n\(origin)\r\n"),
        (400, "HEAD / HTTP/1.1\r\nHost: a\r\n\(origin)Bad name: 1\r\n\r\n"),
        (400, "HEAD / HTTP/1.1\r\nHost: a\r\n\(origin)Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
    ]

    // However the bytes arrive, the method and the fields before the fault are known.
    @Test(arguments: 0..<refused.count, [Int.max / 2, 1, 7]) func knowsTheRequest(index: Int, pieces: Int) {
        let (status, request) = Self.refused[index]
        var harness = MachineHarness()
        harness.bodyLimit = 100_000
        harness.feed(Array(request.utf8), pieces: pieces)
        #expect(harness.outcome.count == 1)
        #expect(harness.outcome.first?.hasPrefix("\(status) ") == true)
        let refused = harness.machine.refused
        // A target may hold no `#`: the fields behind it are never looked for.
        guard request.hasPrefix("HEAD / ") || request.hasPrefix("HEAD /aa") else {
            #expect(refused.method == .head)
            return
        }
        #expect(refused.method == .head)
        #expect(refused.headers.string("origin") == "https://a.example")
    }

    // A body that is too slow or too long is of a request that is known whole.
    @Test func knowsTheRequestOfABody() {
        var slow = MachineHarness()
        slow.feed("POST / HTTP/1.1\r\nHost: a\r\n\(Self.origin)Content-Length: 10\r\n\r\n1")
        slow.advance(.seconds(1_000))
        slow.timeOut()
        #expect(slow.outcome == ["408 bodyTimeout"])
        #expect(slow.machine.refused.headers.contains("origin"))

        var limits = HTTPLimits()
        limits.discardedBodyBytes = 10_000
        var long = MachineHarness(limits: limits)
        long.feed("PUT / HTTP/1.1\r\nHost: a\r\n\(Self.origin)Content-Length: 2000\r\n\r\n")
        long.feed(String(repeating: "x", count: 2_000))
        #expect(long.outcome == ["413 bodyTooLarge(limit: 1000), and on"])
        #expect(long.machine.refused.method == .put)
        #expect(long.machine.refused.headers.contains("origin"))
    }

    // Over a socket: no byte follows the head of an answer to HEAD.
    @Test func headHasNoContent() async throws {
        try await withServer { port, _ in
            let answers = try await onThread {
                try Self.refused.map { _, request in
                    let client = try RawClient(port)
                    try client.send(request)
                    client.finish()
                    let all = String(decoding: try client.receiveAll(), as: UTF8.self)
                    return "\(all.dropFirst(9).prefix(3)) \(all.hasSuffix("\r\n\r\n"))"
                }
            }
            #expect(answers == Self.refused.map { "\($0.status) true" })
        }
    }
}
