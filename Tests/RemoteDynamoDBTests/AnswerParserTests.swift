import Testing

@testable import RemoteDynamoDB

/// The parser of answers, fed with bytes.
@Suite struct AnswerParserTests {
    /// Feeds a text in pieces of `size` bytes, then the end of the connection if asked.
    private func parse(
        _ text: String, pieces size: Int = .max, ends: Bool = false, bodyLimit: Int = 1000
    ) throws -> (answer: WireAnswer?, keeps: Bool) {
        var parser = AnswerParser(headLimit: 512, bodyLimit: bodyLimit)
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let end = size < bytes.count - start ? start + size : bytes.count
            let answer = try Array(bytes[start..<end]).withUnsafeBufferPointer { try parser.take($0) }
            if let answer { return (answer, parser.keepsConnection) }
            start = end
        }
        return ends ? (try parser.end(), parser.keepsConnection) : (nil, false)
    }

    private func text(_ answer: WireAnswer?) -> String? { answer.map { String(decoding: $0.body, as: UTF8.self) } }

    // An answer is the same however its bytes are cut (RFC 9112, section 2.2).
    @Test(arguments: [1, 2, 3, 7, 1000])
    func pieces(_ size: Int) throws {
        let plain = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Other:  two words \r\n\r\nhello"
        let (answer, keeps) = try parse(plain, pieces: size)
        #expect(answer?.status == 200 && keeps)
        #expect(text(answer) == "hello")
        #expect(answer?.fields.first("x-other").map { String(decoding: $0, as: UTF8.self) } == "two words")
        let chunked =
            "HTTP/1.1 400 Bad\r\ntransfer-encoding: Chunked\r\n\r\n3\r\nabc\r\n0A;x=1\r\n0123456789\r\n0\r\nT: 1\r\n\r\n"
        #expect(text(try parse(chunked, pieces: size).answer) == "abc0123456789")
    }

    // Interim answers are skipped, answers without a body have none.
    @Test func framing() throws {
        let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        #expect(text(try parse(interim).answer) == "ok")
        #expect(text(try parse("HTTP/1.1 204 No Content\r\n\r\n").answer) == "")
        #expect(text(try parse("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").answer) == "")
        #expect(text(try parse("HTTP/1.0 200 OK\r\n\r\nto the end", ends: true).answer) == "to the end")
    }

    // A connection is only used again when both sides agree that the answer has ended (RFC 9112, section 9.3).
    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", true),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: foo, Close\r\n\r\na", false),
        ("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", false),
        ("HTTP/1.0 200 OK\r\nContent-Length: 1\r\nConnection: keep-alive\r\n\r\na", true),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab", false),
    ])
    func persistence(_ bytes: String, _ keeps: Bool) throws {
        let parsed = try parse(bytes)
        #expect(text(parsed.answer) == "a")
        #expect(parsed.keeps == keeps)
    }

    // What could be understood in two ways, or is no HTTP at all, is refused, and named.
    @Test(arguments: [
        ("SSH-2.0-OpenSSH\r\n", AnswerError.notHTTP),
        ("HTTP/2 200\r\n\r\n", .notHTTP),
        ("HTTP/1.1 20 OK\r\n\r\n", .notHTTP),
        ("HTTP/1.1 101 Switch\r\n\r\n", .notHTTP),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", .ambiguousLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na", .ambiguousLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", .ambiguousLength),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .ambiguousLength),
        ("HTTP/1.1 200 OK\r\n folded: x\r\n\r\n", .malformedHead),
        ("HTTP/1.1 200 OK\r\nName : x\r\n\r\n", .malformedHead),
        ("HTTP/1.1 200 OK\r\nnothing\r\n\r\n", .malformedHead),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", .bodyTooLong),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n", .bodyTooLong),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", .malformedChunk),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", .malformedChunk),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab", .malformedChunk),
        ("HTTP/1.1 200 OK\r\nX: \(String(repeating: "x", count: 600))", .headTooLong),
    ])
    func refused(_ bytes: String, _ error: AnswerError) {
        #expect(throws: error) { try parse(bytes) }
        #expect(throws: error) { try parse(bytes, pieces: 1) }
    }

    // An answer that ends too soon is no answer, wherever it ends.
    @Test func truncated() {
        let whole = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
        for count in 1..<whole.utf8.count {
            #expect(throws: AnswerError.truncated) {
                try parse(String(decoding: whole.utf8.prefix(count), as: UTF8.self), ends: true)
            }
        }
        #expect(throws: AnswerError.truncated) {
            try parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", ends: true)
        }
    }
}
