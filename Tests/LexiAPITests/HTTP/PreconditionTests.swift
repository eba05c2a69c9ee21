import HTTPServer
import JSONText
import TestSupport
import Testing

@testable import LexiAPI

/// Every precondition is carried out or refused, never ignored (RFC 9110, section 13).
@Suite(.tables) struct PreconditionTests {
    /// On reading, `If-Match` asks for a state, and `If-None-Match` for another one.
    @Test func reading() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        func read(_ name: String, _ value: String, _ path: String = "/v1/me") async throws -> Reply {
            try await api.call("GET", path, ann, headers: [(name, value)])
        }
        for value in ["\"1\"", "*", "\"0\", \"1\""] { #expect(try await read("If-Match", value).status == 200) }
        for value in ["\"2\"", "W/\"1\""] { #expect(try await read("If-Match", value).status == 412, "\(value)") }
        #expect(try await read("If-None-Match", "\"2\"").status == 200)
        #expect(try await read("If-None-Match", "\"1\"").status == 304)
        for name in ["If-Match", "If-None-Match"] { #expect(try await read(name, "1").problem == "malformed-request") }
        // A list has no tag: only `*` names its state.
        #expect(try await read("If-Match", "\"1\"", "/v1/flashcards").status == 412)
        #expect(try await read("If-Match", "*", "/v1/flashcards").status == 200)
        #expect(try await read("If-None-Match", "\"1\"", "/v1/flashcards").status == 200)
        #expect(try await read("If-Modified-Since", "Mon, 05 May 2031 00:00:00 GMT").status == 200)
    }

    /// A write is held to the preconditions that it takes, and refuses others: nothing is written without them.
    @Test func writing() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let card = try #require(try await api.card(ann, "word")["flashcard_id"]?.stringValue)
        let path = "/v1/flashcards/\(card)"
        let date = "Mon, 05 May 2031 00:00:00 GMT"
        let review = #"{"rating":"good"}"#
        for (method, target, body, headers) in [
            ("PATCH", path, #"{"phonetic":"x"}"#, [("If-Match", "\"1\""), ("If-None-Match", "\"2\"")]),
            ("PATCH", path, #"{"phonetic":"x"}"#, [("If-Match", "*"), ("If-Unmodified-Since", date)]),
            ("DELETE", path, nil, [("If-Match", "*"), ("If-None-Match", "*")]),
            ("POST", path + "/reviews", review, [("If-Match", "\"1\"")]),
            ("POST", "/v1/flashcards", #"{"word":"other"}"#, [("If-None-Match", "*")]),
        ] as [(String, String, String?, [(String, String)])] {
            let reply = try await api.call(method, target, ann, body: body, headers: headers)
            #expect(reply.problem == "unsupported-precondition", "\(method) \(target) \(headers)")
        }
        let list = try await api.call("GET", "/v1/flashcards", ann)
        #expect(list.items.map { $0["version"] } == [1])
        #expect(
            try await api.call("POST", path + "/reviews", ann, body: review, headers: [("If-Match", "*")]).status == 201
        )
    }

    /// A body in a coding is not taken for something else, and the answer names the coding as the fault.
    @Test func codings() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        for (coding, status) in [
            ("x-unknown", 415), ("identity, x-unknown", 415), ("identity", 201), (" IDENTITY ", 409),
        ] {
            let reply = try await api.call(
                "POST", "/v1/flashcards", ann, body: #"{"word":"packed"}"#, headers: [("Content-Encoding", coding)])
            #expect(reply.status == status, "\(coding)")
            #expect((reply["accept-encoding"] != nil) == (status == 415))
        }
    }

    /// An answer without content has none, whatever was asked: over a socket a stray byte would be the next answer's.
    @Test func noContent() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let card = try #require(try await api.card(ann, "word")["flashcard_id"]?.stringValue)
        for (method, target, headers, status) in [
            ("HEAD", "/v1/me", [], 200), ("HEAD", "/v1/nowhere", [], 404), ("HEAD", "/v1/scenarios", [], 200),
            ("GET", "/v1/me", [("If-None-Match", "*")], 304), ("OPTIONS", "/v1/me", [], 204),
            ("HEAD", "/\(String(repeating: "a", count: 9_000))", [], 414),
            ("DELETE", "/v1/flashcards/\(card)", [("If-Match", "*")], 204),
        ] as [(String, String, [(String, String)], Int)] {
            var text =
                "\(method) \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer \(ann)\r\n"
            for (name, value) in headers { text += "\(name): \(value)\r\n" }
            let reply = try await HTTPClient.exchange(port: api.port, Array((text + "\r\n").utf8))
            #expect(reply.status == status)
            #expect(reply.body.isEmpty, "\(method) \(target.prefix(20))")
            // RFC 9110, section 8.6: none in an answer that cannot have content.
            #expect(status != 204 || reply["content-length"] == nil)
        }
    }
}
