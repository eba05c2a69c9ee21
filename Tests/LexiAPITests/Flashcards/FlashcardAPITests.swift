import HTTPServer
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Flashcards over the wire.
@Suite(.tables) struct FlashcardAPITests {
    private func words(_ reply: Reply) -> [String] { reply.items.compactMap { $0["word"]?.stringValue } }

    private func path(_ card: JSONValue) throws -> String {
        "/v1/flashcards/" + (try #require(card["flashcard_id"]?.stringValue))
    }

    /// A saved card is answered with its place and tag, and reads as it was saved.
    @Test func saving() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let made = try await api.call(
            "POST", "/v1/flashcards", ann,
            body:
                #"{"word":"  Crème  brûlée ","word_type":"noun","translation_vi":"kem cháy","phonetic":"/x/","audio_url":"https://a.example/1.mp3","example_sentence":"I'd like \"one\".\nNow."}"#
        )
        #expect(made.status == 201)
        #expect(made.json["word"] == "Crème brûlée")
        #expect(made.json["maturity"] == "new")
        #expect(made.json["ease_factor"]?.doubleValue == 2.5)
        #expect(made.json["last_reviewed_at"] == .null)
        #expect(made.json["next_review_at"]?.stringValue == TestAPI.start.text)
        let location = try #require(made["location"])
        let read = try await api.call("GET", location, ann)
        #expect(read.body == made.body)
        #expect(read["etag"] == made["etag"])
    }

    /// Every wrong field is reported at once.
    @Test func wrongFields() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let long = String(repeating: "x", count: 501)
        let reply = try await api.call(
            "POST", "/v1/flashcards", ann,
            body: """
                {"word":"a#b","word_type":"thing","translation_vi":5,"audio_url":"ftp://x","example_sentence":"\(long)",\
                "source_session_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","ease_factor":2,"colour":"red"}
                """)
        #expect(reply.status == 422)
        #expect(reply.problem == "invalid-fields")
        #expect(
            Set(reply.pointers) == [
                "/word", "/word_type", "/translation_vi", "/audio_url", "/example_sentence", "/source_turn_index",
                "/ease_factor", "/colour",
            ])
        #expect(try await api.call("GET", "/v1/flashcards", ann).items.isEmpty)
    }

    /// A word is saved once per user in its normal form; another user may have it too.
    @Test func duplicateWords() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let bo = try await api.register("bo")
        _ = try await api.card(ann, "Café")
        let again = try await api.call("POST", "/v1/flashcards", ann, body: "{\"word\":\"cafe\u{301}\"}")
        #expect(again.status == 409)
        #expect(again.problem == "duplicate-word")
        _ = try await api.card(bo, "café")
    }

    /// Words that could reach into another key are refused or kept to themselves: nobody's list shows anything else.
    @Test(arguments: [
        "a#b", "a%23b", "a\\u0000b", "a\\nb", "\\u0301", "..", "WORD#x", "\u{202e}x", "", " ", "x\\ud800",
    ])
    func hostileWords(_ word: String) async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let reply = try await api.call("POST", "/v1/flashcards", ann, body: "{\"word\":\"\(word)\"}")
        #expect([201, 400, 422].contains(reply.status))
        let list = try await api.call("GET", "/v1/flashcards", ann)
        #expect(list.items.count == (reply.status == 201 ? 1 : 0))
        // An escape of keys is a text like any other here: the key escapes its percent sign.
        if reply.status == 201 { #expect(word == ".." || word == "a%23b") }
    }

    /// A word of the greatest length is taken, one more character is not; its keys and cursors have room for it.
    @Test func longWords() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let longest = String(repeating: "ế", count: LexiLimits.word.upperBound)
        let card = try await api.card(ann, longest)
        #expect(card["word"]?.stringValue == longest)
        let reply = try await api.call("POST", "/v1/flashcards", ann, body: "{\"word\":\"\(longest)x\"}")
        #expect(reply.pointers == ["/word"])
        let encoded = percentEscaped(longest.utf8)
        let found = try await api.call("GET", "/v1/flashcards?word=\(String(decoding: encoded, as: UTF8.self))", ann)
        #expect(found.items.count == 1)
        // Four bytes for each character, and another letter in lower case.
        let widest = String(repeating: "\u{10400}", count: LexiLimits.word.upperBound - 1)
        for end in ["a", "b"] { _ = try await api.card(ann, widest + end) }
        let prefix = String(decoding: percentEscaped("\u{10428}".utf8), as: UTF8.self)
        let page = try await api.call("GET", "/v1/flashcards?word_prefix=\(prefix)&limit=1", ann)
        let rest = try await api.call(
            "GET", "/v1/flashcards?word_prefix=\(prefix)&limit=1&cursor=\(try #require(page.cursor))", ann)
        #expect(page.items.count == 1 && rest.items.count == 1 && page.items != rest.items)
    }

    /// What phones type finds and guards the same word as a typewriter's apostrophe.
    @Test func typographicApostrophes() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let card = try await api.card(ann, "Don’t")
        #expect(card["word"] == "Don’t")
        let again = try await api.call("POST", "/v1/flashcards", ann, body: #"{"word":"don't"}"#)
        #expect(again.problem == "duplicate-word")
        #expect(again.json["flashcard_id"] == card["flashcard_id"])
        #expect(try await api.call("GET", "/v1/flashcards?word=don%27t", ann).items.count == 1)
        let hidden = try await api.call("POST", "/v1/flashcards", ann, body: #"{"word":"ap\u200bple"}"#)
        #expect(hidden.json["errors"]?[0]?["detail"] == "must not contain characters that cannot be seen")
    }

    /// The list is newest first and pages through without gaps.
    @Test func paging() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        for number in 0..<7 {
            _ = try await api.card(ann, "word \(number)")
            api.clock.advance(seconds: 1)
        }
        var seen: [String] = []
        var target = "/v1/flashcards?limit=3"
        for _ in 0..<3 {
            let page = try await api.call("GET", target, ann)
            seen += words(page)
            guard let cursor = page.cursor else { break }
            target = "/v1/flashcards?limit=3&cursor=\(cursor)"
        }
        #expect(seen == (0..<7).reversed().map { "word \($0)" })
    }

    /// By word, prefix and maturity; filters that exclude each other are 400.
    @Test func filters() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        for word in ["ice", "iceberg", "Ice cream", "rice"] { _ = try await api.card(ann, word) }
        func list(_ query: String) async throws -> [String] {
            words(try await api.call("GET", "/v1/flashcards?\(query)", ann))
        }
        #expect(try await list("word=ICE") == ["ice"])
        #expect(try await list("word=ic") == [])
        #expect(try await list("word=%23") == [])
        #expect(try await list("word_prefix=ice") == ["ice", "Ice cream", "iceberg"])
        #expect(try await list("word_prefix=ice%20") == ["Ice cream"])
        #expect(try await list("maturity=new").count == 4)
        #expect(try await list("maturity=mature") == [])
        #expect(try await list("maturity=new&word_prefix=ri") == ["rice"])
        for query in ["word=a&word_prefix=b", "word=a&maturity=new", "maturity=old", "word=", "words=a"] {
            #expect(try await api.call("GET", "/v1/flashcards?\(query)", ann).status == 400, "\(query)")
        }
    }

    /// Due cards come oldest first, and leave when they are reviewed.
    @Test func dueCards() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let first = try await api.card(ann, "one")
        api.clock.advance(seconds: 10)
        _ = try await api.card(ann, "two")
        #expect(words(try await api.call("GET", "/v1/flashcards/due", ann)) == ["one", "two"])
        _ = try await api.call("POST", "\(try path(first))/reviews", ann, body: #"{"rating":"easy"}"#)
        #expect(words(try await api.call("GET", "/v1/flashcards/due?limit=5", ann)) == ["two"])
    }

    /// A patch changes the text under `If-Match`, moves the word, and never touches the schedule.
    @Test func patching() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let path = try path(try await api.card(ann, "colour"))
        _ = try await api.card(ann, "taken")
        let reply = try await api.call(
            "PATCH", path, ann, body: #"{"word":"color","translation_vi":"màu"}"#, headers: [("If-Match", "\"1\"")])
        #expect(reply.status == 200)
        #expect(reply["etag"] == "\"2\"")
        #expect(try await api.call("GET", "/v1/flashcards?word=colour", ann).items.isEmpty)
        #expect(try await api.call("GET", "/v1/flashcards?word=color", ann).items.count == 1)
        let taken = try await api.call("PATCH", path, ann, body: #"{"word":"Taken"}"#, headers: [("If-Match", "\"2\"")])
        #expect(taken.problem == "duplicate-word")
        let schedule = try await api.call(
            "PATCH", path, ann, body: #"{"interval_days":5,"word":null,"source_turn_index":1}"#,
            headers: [("If-Match", "*")])
        #expect(Set(schedule.pointers) == ["/interval_days", "/word", "/source_turn_index"])
        #expect(try await api.call("PATCH", path, ann, body: "{}").status == 428)
        #expect(try await api.call("PATCH", path, ann, body: "{}", headers: [("If-Match", "\"1\"")]).status == 412)
    }

    /// Deleting needs `If-Match`, frees the word, and what is gone is 404.
    @Test func deleting() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let path = try path(try await api.card(ann, "gone"))
        #expect(try await api.call("DELETE", path, ann).status == 428)
        #expect(try await api.call("DELETE", path, ann, headers: [("If-Match", "\"5\"")]).status == 412)
        let reply = try await api.call("DELETE", path, ann, headers: [("If-Match", "\"1\"")])
        #expect(reply.status == 204)
        #expect(reply.body.isEmpty)
        #expect(try await api.call("GET", path, ann).status == 404)
        #expect(try await api.call("DELETE", path, ann, headers: [("If-Match", "*")]).status == 404)
        _ = try await api.card(ann, "gone")
    }

    /// Ids that are none of ours are 404, whatever bytes they hold.
    @Test(arguments: [
        "x", "%23", "a%2Fb", "%00", "..%2F..", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "01arz3ndektsv4rrffq69g5fav",
        "FLASHCARD%2301ARZ3NDEKTSV4RRFFQ69G5FAV", "%C3%A9", "%FF", String(repeating: "9", count: 2_000),
        "81ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FA%CC%81",
    ])
    func hostileIds(_ id: String) async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        for (method, path) in [
            ("GET", "/v1/flashcards/\(id)"), ("DELETE", "/v1/flashcards/\(id)"),
            ("GET", "/v1/flashcards/\(id)/reviews"),
            ("POST", "/v1/flashcards/\(id)/reviews"), ("PATCH", "/v1/flashcards/\(id)"), ("GET", "/v1/sessions/\(id)"),
            ("GET", "/v1/scenarios/\(id)"),
        ] {
            #expect(try await api.call(method, path, ann).status == 404, "\(method) \(path)")
        }
    }

    /// Six `good` reviews on their due days give SM-2's intervals, and the log lists them in order.
    @Test func reviewing() async throws {
        let api = try await TestAPI()
        _ = try await api.register("ann")
        let card = try await api.card(api.token("ann"), "apple")
        let path = try path(card)
        var intervals: [Int] = []
        for _ in 0..<6 {
            let reply = try await api.call("POST", "\(path)/reviews", api.token("ann"), body: #"{"rating":"good"}"#)
            #expect(reply.status == 201)
            #expect(reply["location"] == path)
            let days = try #require(reply.json["flashcard"]?["interval_days"]?.intValue)
            intervals.append(days)
            api.clock.advance(seconds: Int64(days) * 86_400)
        }
        #expect(intervals == [1, 6, 15, 38, 95, 238])
        let log = try await api.call("GET", "\(path)/reviews?limit=4", api.token("ann"))
        #expect(log.items.count == 4)
        let rest = try await api.call(
            "GET", "\(path)/reviews?limit=4&cursor=\(try #require(log.cursor))", api.token("ann"))
        #expect(rest.items.count == 2)
        #expect(rest.cursor == nil)
        let times = (log.items + rest.items).compactMap { $0["reviewed_at"]?.stringValue }
        #expect(times == times.sorted())
    }

    /// A review sent again is answered with 200 and changes nothing; the same id with other content is 409.
    @Test func reviewingAgain() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let path = try path(try await api.card(ann, "apple")) + "/reviews"
        let id = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
        let body = "{\"rating\":\"good\",\"review_id\":\"\(id)\"}"
        let first = try await api.call("POST", path, ann, body: body)
        #expect(first.status == 201)
        api.clock.advance(seconds: 60)
        let second = try await api.call("POST", path, ann, body: body)
        #expect(second.status == 200)
        #expect(second.json == first.json)
        let other = try await api.call("POST", path, ann, body: "{\"rating\":\"hard\",\"review_id\":\"\(id)\"}")
        #expect(other.status == 409)
        #expect(other.problem == "review-conflict")
        let late = try await api.call(
            "POST", path, ann, body: #"{"rating":"great","review_id":"x","reviewed_at":"2026-01-01"}"#)
        #expect(Set(late.pointers) == ["/rating", "/review_id", "/reviewed_at"])
    }
}
