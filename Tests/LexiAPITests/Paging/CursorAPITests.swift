import Digests
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Cursors over the wire: for the caller, the call and the filters that they were given out for.
@Suite(.tables) struct CursorAPITests {
    /// Another user's cursor, another route's and another filter's are 400, and so is any changed byte.
    @Test func theyAreBound() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let bo = try await api.register("bo")
        for number in 0..<3 {
            _ = try await api.card(ann, "a \(number)")
            _ = try await api.card(bo, "b \(number)")
        }
        let cursor = try #require(try await api.call("GET", "/v1/flashcards?limit=1", ann).cursor)
        #expect(try await api.call("GET", "/v1/flashcards?limit=2&cursor=\(cursor)", ann).items.count == 2)
        for (target, token) in [
            ("/v1/flashcards?cursor=\(cursor)", bo), ("/v1/flashcards/due?cursor=\(cursor)", ann),
            ("/v1/sessions?cursor=\(cursor)", ann), ("/v1/flashcards?maturity=new&cursor=\(cursor)", ann),
            ("/v1/flashcards?word_prefix=a&cursor=\(cursor)", ann), ("/v1/flashcards?word=a%200&cursor=\(cursor)", ann),
            ("/v1/flashcards?cursor=", ann), ("/v1/flashcards?cursor=x", ann),
            ("/v1/flashcards?cursor=\(cursor)A", ann),
            ("/v1/flashcards?cursor=%00", ann),
        ] {
            let reply = try await api.call("GET", target, token)
            #expect(reply.status == 400, "\(target)")
            #expect(reply.problem == "bad-cursor", "\(target)")
        }
        let bytes = Array(cursor.utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let text = String(decoding: changed, as: UTF8.self)
            #expect(try await api.call("GET", "/v1/flashcards?cursor=\(text)", ann).problem == "bad-cursor")
        }
    }

    /// A cursor holds a position only: neither the caller nor their e-mail can be read from it.
    @Test func theyTellNothing() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        for number in 0..<2 { _ = try await api.card(ann, "word \(number)") }
        let user = try #require(try await api.call("GET", "/v1/me", ann).json["user_id"]?.stringValue)
        let cursor = try #require(try await api.call("GET", "/v1/flashcards?limit=1", ann).cursor)
        let bytes = try #require(Base64URL.decode(cursor))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("FLASHCARD#"))
        #expect(!text.contains(user))
    }
}
