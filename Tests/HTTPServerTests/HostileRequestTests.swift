import Testing

@testable import HTTPServer

/// One raw request and how it must be refused.
struct HostileRequest: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: [UInt8]
    let error: HTTPProtocolError
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ error: HTTPProtocolError) {
        self.init(name, Array(text.utf8), error)
    }

    init(_ name: String, _ bytes: [UInt8], _ error: HTTPProtocolError) {
        self.name = name
        self.bytes = bytes
        self.error = error
    }

    /// A POST with these field lines and this body.
    static func post(_ name: String, _ lines: String, _ body: String, _ error: HTTPProtocolError) -> HostileRequest {
        HostileRequest(name, "POST / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\r\n\(body)", error)
    }

    static func post(_ name: String, _ lines: String, _ error: HTTPProtocolError) -> HostileRequest {
        post(name, lines, "", error)
    }

    static func chunks(_ name: String, _ body: String, _ error: HTTPProtocolError = .invalidChunk) -> HostileRequest {
        post("chunks: \(name)", "Transfer-Encoding: chunked", body, error)
    }

    static func field(_ name: String, _ line: [UInt8], _ error: HTTPProtocolError) -> HostileRequest {
        HostileRequest(
            "field: \(name)", Array("GET / HTTP/1.1\r\nHost: a\r\n".utf8) + line + Array("\r\n\r\n".utf8), error)
    }

    static let requestLines: [HostileRequest] = [
        HostileRequest("no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        HostileRequest("HTTP/0.9", "GET /\r\n\r\n", .malformedRequestLine),
        HostileRequest("two spaces before target", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        HostileRequest("two spaces before version", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        HostileRequest("tab as separator", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        HostileRequest("leading space", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        HostileRequest("space after version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .malformedRequestLine),
        HostileRequest("lower-case version", "GET / http/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        HostileRequest("no minor version", "GET / HTTP/1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        HostileRequest("long version", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", .malformedRequestLine),
        HostileRequest("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unsupportedVersion),
        HostileRequest("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", .unsupportedVersion),
        HostileRequest("HTTP/0.9 by name", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", .unsupportedVersion),
        HostileRequest("TLS hello", [0x16, 0x03, 0x01, 0x02, 0x00], .malformedRequestLine),
        HostileRequest("unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", .unknownMethod),
        HostileRequest("lower-case method", "get / HTTP/1.1\r\nHost: a\r\n\r\n", .unknownMethod),
        HostileRequest("CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", .unknownMethod),
        HostileRequest("method with a slash", "G/T / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        HostileRequest("LF after request line", "GET / HTTP/1.1\nHost: a\n\n", .malformedLineEnd),
        HostileRequest("CR after request line", "GET / HTTP/1.1\rHost: a\r\r", .malformedLineEnd),
        HostileRequest("LF before the request", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedLineEnd),
        HostileRequest("two empty lines before", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedLineEnd),
        HostileRequest("NUL in target", Array("GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n".utf8), .invalidTarget),
        HostileRequest("control in target", "GET /a\u{1}b HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        HostileRequest("raw UTF-8 in target", "GET /é HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        HostileRequest("fragment in target", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        HostileRequest("bad escape", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        HostileRequest("cut escape", "GET /a%4 HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        HostileRequest("relative target", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        HostileRequest("asterisk for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        HostileRequest("other scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        HostileRequest("absolute without host", "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        HostileRequest("user information", "GET http://u@a/x HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
    ]

    static let fields: [HostileRequest] = [
        HostileRequest("no Host", "GET / HTTP/1.1\r\n\r\n", .missingHost),
        .field("two Hosts", Array("Host: a".utf8), .duplicateHost),
        .field("two Hosts that differ", Array("HOST: b".utf8), .duplicateHost),
        HostileRequest("Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .invalidHost),
        HostileRequest("Host with a space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .invalidHost),
        HostileRequest("Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .invalidHost),
        .field("space before colon", Array("X : 1".utf8), .invalidHeaderName),
        .field("tab before colon", Array("X\t: 1".utf8), .invalidHeaderName),
        .field("empty name", Array(": 1".utf8), .invalidHeaderName),
        .field("no colon", Array("X".utf8), .invalidHeaderName),
        .field("name not a token", Array("X(y): 1".utf8), .invalidHeaderName),
        .field("NUL in name", Array("X\0: 1".utf8), .invalidHeaderName),
        .field("UTF-8 in name", Array("é: 1".utf8), .invalidHeaderName),
        .field("folded with space", Array("X: 1\r\n 2".utf8), .foldedHeader),
        .field("folded with tab", Array("X: 1\r\n\t2".utf8), .foldedHeader),
        .field("NUL in value", Array("X: a\0b".utf8), .invalidHeaderValue),
        .field("escape in value", Array("X: a\u{1B}b".utf8), .invalidHeaderValue),
        .field("DEL in value", Array("X: a\u{7F}b".utf8), .invalidHeaderValue),
        .field("bare CR in value", Array("X: a\rb".utf8), .malformedLineEnd),
        .field("bare LF in value", Array("X: a\nY: b".utf8), .malformedLineEnd),
        .field("CR CR LF", Array("X: a\r\r\nY: b".utf8), .malformedLineEnd),
        .field("LF ends the head", Array("X: a\r\n\n".utf8), .malformedLineEnd),
        .field("bare CR ends the head", Array("X: a\r\n\rGET".utf8), .malformedLineEnd),
        .post("other expectation", "Content-Length: 1\r\nExpect: 200-ok", .unsupportedExpectation),
    ]

    static let framing: [HostileRequest] = [
        .post(
            "length and coding", "Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n",
            .lengthAndTransferEncoding),
        .post(
            "coding and length", "Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n",
            .lengthAndTransferEncoding),
        .post("two lengths", "Content-Length: 5\r\nContent-Length: 6", "hello", .invalidContentLength),
        .post("two equal lengths", "Content-Length: 5\r\nContent-Length: 5", "hello", .invalidContentLength),
        .post("list of lengths", "Content-Length: 5, 5", "hello", .invalidContentLength),
        .post("plus", "Content-Length: +5", "hello", .invalidContentLength),
        .post("minus", "Content-Length: -5", "hello", .invalidContentLength),
        .post("hexadecimal", "Content-Length: 0x5", "hello", .invalidContentLength),
        .post("fraction", "Content-Length: 5.0", "hello", .invalidContentLength),
        .post("empty length", "Content-Length:", "hello", .invalidContentLength),
        .post("inner space", "Content-Length: 5 5", "hello", .invalidContentLength),
        .post("Arabic digit", "Content-Length: ٥", "hello", .invalidContentLength),
        .post("too long", "Content-Length: 1001", .bodyTooLarge(limit: 1000)),
        .post("overflowing", "Content-Length: 99999999999999999999999999", .bodyTooLarge(limit: 1000)),
        .post("gzip", "Transfer-Encoding: gzip", .unsupportedTransferEncoding),
        .post("identity", "Transfer-Encoding: identity", .unsupportedTransferEncoding),
        .post("gzip, chunked", "Transfer-Encoding: gzip, chunked", .unsupportedTransferEncoding),
        .post("xchunked", "Transfer-Encoding: xchunked", .unsupportedTransferEncoding),
        .post("chunked with parameter", "Transfer-Encoding: chunked;q=1", .unsupportedTransferEncoding),
        .post("quoted chunked", "Transfer-Encoding: \"chunked\"", .unsupportedTransferEncoding),
        .post("chunked, gzip", "Transfer-Encoding: chunked, gzip", .invalidTransferEncoding),
        .post("chunked twice", "Transfer-Encoding: chunked, chunked", .invalidTransferEncoding),
        .post("two codings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .invalidTransferEncoding),
        .post("empty coding", "Transfer-Encoding:", .invalidTransferEncoding),
        .post("comma", "Transfer-Encoding: , chunked", .invalidTransferEncoding),
        HostileRequest(
            "chunked in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .invalidTransferEncoding
        ),
    ]

    static let chunked: [HostileRequest] = [
        .chunks("no size", "\r\n"),
        .chunks("letters", "xyz\r\n"),
        .chunks("minus", "-1\r\n"),
        .chunks("plus", "+1\r\na\r\n0\r\n\r\n"),
        .chunks("0x", "0x1\r\na\r\n0\r\n\r\n"),
        .chunks("space before size", " 1\r\na\r\n0\r\n\r\n"),
        .chunks("space after size", "1 \r\na\r\n0\r\n\r\n"),
        .chunks("underscore", "1_0\r\n"),
        .chunks("LF after size", "1\na\r\n0\r\n\r\n"),
        .chunks("CR alone after size", "1\ra\r\n0\r\n\r\n"),
        .chunks("extension only", ";a\r\n"),
        .chunks("control in extension", "1;\u{1}\r\na\r\n0\r\n\r\n"),
        .chunks("LF in extension", "1;a\nb\r\na\r\n0\r\n\r\n"),
        .chunks("endless extension", "1;" + String(repeating: "a", count: 300)),
        .chunks("overflowing size", "FFFFFFFFFFFFFFFFF\r\n"),
        .chunks("sixteen digits", "0000000000000001\r\na\r\n0\r\n\r\n"),
        .chunks("data too long", "1\r\nab\r\n0\r\n\r\n"),
        .chunks("LF after data", "1\r\na\n0\r\n\r\n"),
        .chunks("too much", "3E9\r\n", .bodyTooLarge(limit: 1000)),
        .chunks("too much in sum", "1\r\na\r\n3E8\r\n", .bodyTooLarge(limit: 1000)),
        .chunks("folded trailer", "0\r\nX: 1\r\n 2\r\n\r\n", .foldedHeader),
        .chunks("trailer without colon", "0\r\nX\r\n\r\n", .invalidHeaderName),
        .chunks("NUL in trailer", "0\r\nX: \0\r\n\r\n", .invalidHeaderValue),
        .chunks("LF in trailer", "0\r\nX: 1\n\r\n", .malformedLineEnd),
        .chunks("LF ends trailer", "0\r\n\n", .malformedLineEnd),
        .chunks("CR ends trailer", "0\r\n\rX", .malformedLineEnd),
        .chunks("long trailer", "0\r\nX: " + String(repeating: "a", count: 17_000), .headerTooLarge(limit: 16_384)),
        .chunks(
            "many trailers", "0\r\n" + String(repeating: "X: 1\r\n", count: 101), .tooManyHeaders(limit: 100)),
    ]

    static let limits: [HostileRequest] = [
        HostileRequest(
            "long target", "GET /" + String(repeating: "a", count: 8192) + " HTTP/1.1\r\nHost: a\r\n\r\n",
            .targetTooLong(limit: 8192)),
        HostileRequest("endless target", "GET /" + String(repeating: "a", count: 20_000), .targetTooLong(limit: 8192)),
        HostileRequest("endless method", String(repeating: "G", count: 20_000), .headerTooLarge(limit: 16_384)),
        .field(
            "long value", Array(("X: " + String(repeating: "a", count: 17_000)).utf8), .headerTooLarge(limit: 16_384)),
        .field("endless name", Array(String(repeating: "a", count: 17_000).utf8), .headerTooLarge(limit: 16_384)),
        .field(
            "many fields", Array(String(repeating: "X: 1\r\n", count: 100).utf8), .tooManyHeaders(limit: 100)),
    ]

    static let all = requestLines + fields + framing + chunked + limits
}

struct HostileRequestTests {
    // Each request is refused with its own error however it is cut into pieces, and the request behind it, which an
    // attacker wants to smuggle, is never seen.
    @Test(arguments: HostileRequest.all)
    func isRefused(_ request: HostileRequest) {
        let smuggled = Array("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        let expected = "\(request.error.status.code) \(request.error)"
        for outcome in outcomes(request.bytes + smuggled) { #expect(outcome == [expected]) }
    }

    // No prefix of a hostile request is taken for a request either.
    @Test func prefixesAreNoRequests() {
        for request in HostileRequest.all where request.bytes.count < 300 {
            for end in request.bytes.indices {
                var harness = MachineHarness()
                harness.feed(Array(request.bytes[..<end]), pieces: .max / 2)
                #expect(harness.outcome.allSatisfy { $0.first?.isNumber == true }, "\(request.name)")
            }
        }
    }

    // Whatever bytes come, the machine answers the same for every way to cut them, and never ends the process.
    @Test func damagedRequestsAgree() {
        var random = SplitMix(state: 7)
        let seeds =
            HostileRequest.all.map(\.bytes).filter { $0.count < 300 }
            + RequestParsingTests.accepted.map { Array($0.text.utf8) }
        for _ in 0..<3000 {
            var bytes = seeds[Int(random.next() % UInt64(seeds.count))]
            for _ in 0..<1 + random.next() % 4 where !bytes.isEmpty {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: place)
                default:
                    bytes.insert(contentsOf: [UInt8(0x0D), 0x0A, 0x20, 0x3A][Int(random.next() % 4)...], at: place)
                }
            }
            let results = outcomes(bytes)
            #expect(results[0].filter { $0 != "continue" } == results[1].filter { $0 != "continue" })
            #expect(results[0].filter { $0 != "continue" } == results[2].filter { $0 != "continue" })
        }
    }
}

/// A small repeatable source of numbers.
struct SplitMix {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
