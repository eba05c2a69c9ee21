import Testing

@testable import HTTPServer

struct RequestParsingTests {
    /// A raw request that is legal, and what it means.
    struct Accepted: Sendable, CustomTestStringConvertible {
        let text: String
        let outcome: [String]
        var testDescription: String { text.split(separator: "\r\n").first.map(String.init) ?? text }
    }

    static let accepted: [Accepted] = [
        Accepted(text: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", outcome: ["GET /"]),
        Accepted(text: "\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n", outcome: ["GET /x"]),
        Accepted(text: "GET /a%2Fb?q=%zz&r HTTP/1.1\r\nhOsT:a\r\n\r\n", outcome: ["GET /a%2Fb?q=%zz&r"]),
        Accepted(text: "GET /? HTTP/1.1\r\nHost: a:80\r\nX: \r\nY:\t é \t\r\n\r\n", outcome: ["GET /?"]),
        Accepted(text: "GET http://b:8080/p?q HTTP/1.1\r\nHost: a\r\n\r\n", outcome: ["GET /p?q"]),
        Accepted(text: "GET HTTPS://b HTTP/1.1\r\nHost: a\r\n\r\n", outcome: ["GET /"]),
        Accepted(text: "GET http://b?q HTTP/1.1\r\nHost: a\r\n\r\n", outcome: ["GET /?q"]),
        Accepted(text: "OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", outcome: ["OPTIONS *"]),
        Accepted(text: "GET / HTTP/1.0\r\n\r\n", outcome: ["GET /"]),
        Accepted(text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", outcome: ["POST /"]),
        Accepted(text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", outcome: ["POST / hello"]),
        Accepted(text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:  005 \r\n\r\nhello", outcome: ["POST / hello"]),
        Accepted(
            text:
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: ChunkeD\r\n\r\n5\r\nhello\r\n00A;x=\"y\"\r\n, you all.\r\n0\r\n\r\n",
            outcome: ["POST / hello, you all."]),
        Accepted(
            text:
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0;z\r\nX: 1\r\nY:\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            outcome: ["POST / a", "GET /2"]),
        Accepted(
            text:
                "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nGETGET /2 HTTP/1.1\r\nHost: a\r\n\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n",
            outcome: ["POST /1 GET", "GET /2", "GET /3"]),
        Accepted(
            text: "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", outcome: ["GET /"]),
        Accepted(text: "POST / HTTP/1.0\r\nExpect: something\r\nContent-Length: 1\r\n\r\na", outcome: ["POST / a"]),
        Accepted(text: "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n", outcome: ["GET /"]),
    ]

    // Legal requests mean the same however they are cut into pieces.
    @Test(arguments: accepted)
    func isAccepted(_ request: Accepted) {
        for outcome in outcomes(Array(request.text.utf8)) { #expect(outcome == request.outcome) }
    }

    // A target, a head and a count of fields exactly at their limits pass.
    @Test func limitsAreInclusive() {
        let target = "/" + String(repeating: "a", count: 8191)
        #expect(
            outcomes(Array("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
                == Array(repeating: ["GET \(target)"], count: 3))
        let fields = String(repeating: "X: 1\r\n", count: 99)
        #expect(outcomes(Array("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n".utf8))[0] == ["GET /"])
        let rest = "GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n".utf8.count
        let value = String(repeating: "v", count: 16_384 - rest)
        #expect(outcomes(Array("GET / HTTP/1.1\r\nHost: a\r\nX: \(value)\r\n\r\n".utf8))[1] == ["GET /"])
        let body = String(repeating: "b", count: 1000)
        #expect(
            outcomes(Array("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n\(body)".utf8))[0] == [
                "PUT / \(body)"
            ])
    }

    // A client that waits with its body is told to go on, once, and only when the body is wanted.
    @Test func continuesOnlyWhenTheBodyIsWanted() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: "
        var wanted = MachineHarness()
        wanted.feed(head + "2\r\n\r\n")
        #expect(wanted.outcome == ["continue"])
        wanted.feed("h")
        wanted.feed("i")
        #expect(wanted.outcome == ["continue", "POST / hi"])
        var tooLarge = MachineHarness()
        tooLarge.feed(head + "1001\r\n\r\n")
        #expect(tooLarge.outcome == ["413 \(HTTPProtocolError.bodyTooLarge(limit: 1000))"])
        var sent = MachineHarness()
        sent.feed(head + "2\r\n\r\nhi")
        #expect(sent.outcome == ["POST / hi"])
    }

    // A body that is too large is read to its end and thrown away, if that much is allowed: the next request on the
    // connection is heard. A larger one, a chunked one, and one whose client asks before it sends it end the
    // connection.
    @Test func discardedBody() {
        var limits = HTTPLimits()
        limits.discardedBodyBytes = 4000
        let body = String(repeating: "GET / HTTP/1.1\r\n", count: 100)
        let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"
        let head = "POST / HTTP/1.1\r\nHost: a\r\n"
        let tooLarge = "413 \(HTTPProtocolError.bodyTooLarge(limit: 1000))"
        let text = head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body + next
        for outcome in outcomes(Array(text.utf8), limits: limits) {
            #expect(outcome == [tooLarge + ", and on", "GET /next"])
        }
        for ending in ["Content-Length: 4001\r\n\r\n", "Expect: 100-continue\r\nContent-Length: 2000\r\n\r\n"] {
            let text = head + ending + next
            for outcome in outcomes(Array(text.utf8), limits: limits) { #expect(outcome == [tooLarge]) }
        }
        let chunked = head + "Transfer-Encoding: chunked\r\n\r\n7D0\r\n" + next
        for outcome in outcomes(Array(chunked.utf8), limits: limits) { #expect(outcome == [tooLarge]) }
    }

    // A body that is thrown away has to arrive in time like any other.
    @Test func discardedBodyInTime() {
        var limits = HTTPLimits()
        limits.discardedBodyBytes = 4000
        var harness = MachineHarness(limits: limits)
        harness.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\nhello")
        harness.advance(.seconds(20))
        harness.timeOut()
        #expect(harness.outcome == ["408 \(HTTPProtocolError.bodyTimeout)"])
    }

    // Who keeps the connection: 1.1 unless `close`, 1.0 only with `keep-alive`; `close` wins.
    @Test(arguments: [
        ("HTTP/1.1", "X: 1", true), ("HTTP/1.1", "Connection: close", false),
        ("HTTP/1.1", "Connection: x , CLOSE", false),
        ("HTTP/1.1", "Connection: closed", true), ("HTTP/1.0", "X: 1", false),
        ("HTTP/1.0", "Connection: Keep-Alive", true),
        ("HTTP/1.0", "Connection: keep-alive, close", false), ("HTTP/1.1", "Connection: a\r\nConnection: close", false),
    ])
    func keepsAlive(_ version: String, _ line: String, _ expected: Bool) {
        var harness = MachineHarness()
        harness.feed("GET / \(version)\r\nHost: a\r\n\(line)\r\n\r\n")
        #expect(harness.outcome == ["GET /"])
        #expect(harness.machine.keepsAlive == expected)
    }

    // The authority of an absolute target stands above `Host`.
    @Test func absoluteTargetNamesTheHost() throws {
        let request = try HTTPRequest(method: .get, target: "http://b:8080/p")
        #expect(request.head.authority.map { Array($0) } == Array("b:8080".utf8))
        let plain = try HTTPRequest(method: .get, target: "/p")
        #expect(plain.head.authority.map { Array($0) } == Array("localhost".utf8))
    }

    // A request made by hand passes the same checks as one from a socket.
    @Test func requestsByHandAreChecked() {
        #expect(throws: HTTPProtocolError.self) { try HTTPRequest(method: .get, target: "/a b") }
        #expect(throws: HTTPProtocolError.self) { try HTTPRequest(method: .get, target: "/ HTTP/1.1\r\nX: y\r\n\r\n") }
        #expect(throws: HTTPProtocolError.invalidTarget) { try HTTPRequest(method: .get, target: "/%") }
    }

    // Fields are found by lower-case name whatever their spelling, repeated ones in order, values without the spaces
    // around them.
    @Test func fieldsAreFound() throws {
        var headers = HTTPHeaders()
        headers.append("X-Tag", "one")
        headers.append("ETag", "\"1\"")
        headers.append("x-tag", "two words")
        let request = try HTTPRequest(method: .get, target: "/", headers: headers)
        #expect(request.headers.all("x-tag").map { String(decoding: $0, as: UTF8.self) } == ["one", "two words"])
        #expect(request.headers.string("etag") == "\"1\"")
        #expect(request.headers.first("x-ta") == nil)
        #expect(request.headers.contains("host"))
        #expect(request.headers.count == 4)
    }
}
