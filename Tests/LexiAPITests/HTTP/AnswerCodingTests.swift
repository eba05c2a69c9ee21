import Compression
import HTTPServer
import JSONText
import TestSupport
import Testing

@testable import LexiAPI

/// Coded answers and coded bodies (RFC 9110, section 8.4).
@Suite(.tables) struct AnswerCodingTests {
    private static let gzip = [("Accept-Encoding", "gzip")]

    private static func plain(_ reply: Reply) throws -> [UInt8] { try Gzip.decompress(reply.body, limit: 1 << 24) }

    /// Answers of more than a kilobyte are packed for clients that ask; they say so to caches, and hold the same.
    @Test func largeAnswersArePacked() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        for word in ["apple", "banana", "cherry", "date"] { _ = try await api.card(ann, word) }
        let plain = try await api.call("GET", "/v1/flashcards", ann)
        let packed = try await HTTPClient.exchange(api.port, "GET", "/v1/flashcards", ann, Self.gzip)
        #expect(plain["content-encoding"] == nil)
        #expect(packed["content-encoding"] == "gzip")
        #expect(plain["vary"] == "Accept-Encoding" && packed["vary"] == "Accept-Encoding")
        #expect(try Self.plain(packed) == plain.body)
        #expect(packed["content-length"] == String(packed.body.count))
        #expect(packed.body.count < plain.body.count / 2)
        let small = try await HTTPClient.exchange(api.port, "GET", "/v1/me", ann, Self.gzip)
        #expect(small["content-encoding"] == nil && small["vary"] == nil)
        let refused = try await HTTPClient.exchange(
            api.port, "GET", "/v1/flashcards", ann, [("Accept-Encoding", "gzip;q=0, *")])
        #expect(refused["content-encoding"] == nil)
        let head = try await HTTPClient.exchange(api.port, "HEAD", "/v1/flashcards", ann, Self.gzip)
        #expect(head["content-encoding"] == "gzip" && head.body.isEmpty)
    }

    /// The packed form of a document has a separate tag; either tag says that the client holds the document.
    @Test func tagsNameTheCoding() async throws {
        let api = try await TestAPI()
        let plain = try await api.call("GET", "/openapi.json")
        let packed = try await HTTPClient.exchange(api.port, "GET", "/openapi.json", nil, Self.gzip)
        #expect(try Self.plain(packed) == plain.body)
        let tags = (try #require(plain["etag"]), try #require(packed["etag"]))
        #expect(tags.0 != tags.1)
        for tag in [tags.0, tags.1] {
            let held = try await HTTPClient.exchange(
                api.port, "GET", "/openapi.json", nil, Self.gzip + [("If-None-Match", tag)])
            #expect(held.status == 304)
            #expect(held["etag"] == tags.1)
            #expect(held["vary"] == "Accept-Encoding")
        }
    }

    /// A write takes the tag of a packed answer.
    @Test func packedTagsAllowWriting() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let text = String(repeating: "An apple a day keeps the doctor away. ", count: 13)
        let translation = String(repeating: "quả táo ", count: 20)
        let card = try await api.card(
            ann, "apple", ",\"example_sentence\":\"\(text)\",\"translation_vi\":\"\(translation)\"")
        let path = "/v1/flashcards/\(card["flashcard_id"]?.stringValue ?? "")"
        let packed = try await HTTPClient.exchange(api.port, "GET", path, ann, Self.gzip)
        try #require(packed["content-encoding"] == "gzip")
        let tag = try #require(packed["etag"])
        let patched = try await api.call("PATCH", path, ann, body: "{\"phonetic\":\"x\"}", headers: [("If-Match", tag)])
        #expect(patched.status == 200)
        let stale = try await api.call("PATCH", path, ann, body: "{\"phonetic\":\"y\"}", headers: [("If-Match", tag)])
        #expect(stale.status == 412)
    }

    /// A body in gzip is read; another coding, a broken file and one that becomes too large are each refused by name.
    @Test func codedBodies() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        func send(_ body: [UInt8], _ coding: String) async throws -> Reply {
            try await HTTPClient.exchange(
                api.port, "POST", "/v1/flashcards", ann,
                [("Content-Type", "application/json"), ("Content-Encoding", coding)], body)
        }
        let card = Gzip.compress(Array("{\"word\":\"packed\"}".utf8))
        let made = try await send(card, "gzip")
        #expect(made.status == 201)
        #expect(made.json["word"] == "packed")
        #expect(try await send(Gzip.compress(Array("{\"word\":\"other\"}".utf8)), "X-GZIP, identity").status == 201)
        for coding in ["br", "gzip, gzip", "x-unknown"] {
            let unknown = try await send(card, coding)
            #expect(unknown.status == 415, "\(coding)")
            #expect(unknown["accept-encoding"] == "gzip, identity")
        }
        #expect(try await send(Array("{}".utf8), "gzip").problem == "malformed-request")
        #expect(try await send(card.dropLast(8) + [0, 0, 0, 0, 0, 0, 0, 0], "gzip").status == 400)
        let bomb = Gzip.compress(Array(repeating: UInt8(ascii: " "), count: Route.ordinaryBodyLimit + 1))
        let large = try await send(bomb, "gzip")
        #expect(large.status == 413)
        #expect(large.problem == "content-too-large")
    }
}

extension HTTPClient {
    /// One request with fields and a body as they are given.
    static func exchange(
        _ port: UInt16, _ method: String, _ target: String, _ token: String?, _ fields: [(String, String)],
        _ body: [UInt8] = []
    ) async throws -> Reply {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        if !body.isEmpty { head += "Content-Length: \(body.count)\r\n" }
        return try await exchange(port: port, Array((head + "\r\n").utf8) + body)
    }
}
