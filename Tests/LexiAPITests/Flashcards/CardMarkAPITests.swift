import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Tags, suspension, search and limits over the wire.
@Suite(.tables) struct CardMarkAPITests {
    private func words(_ api: TestAPI, _ query: String, _ token: String) async throws -> [String] {
        let reply = try await api.call("GET", "/v1/flashcards" + query, token)
        #expect(reply.status == 200, "\(query)")
        return reply.items.compactMap { $0["word"]?.stringValue }
    }

    /// Tags and suspension are set with a card or by a patch, and lists are by them.
    @Test func marks() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let apple = try await api.card(ann, "apple", #","tags":["Food","food"],"translation_vi":"quả táo""#)
        #expect(apple["tags"] == ["Food"] && apple["is_suspended"] == false && apple["is_leech"] == false)
        _ = try await api.card(ann, "pear")
        let path = "/v1/flashcards/\(try #require(apple["flashcard_id"]?.stringValue))"
        let patch = #"{"tags":["Fruit"],"is_suspended":true}"#
        let changed = try await api.call("PATCH", path, ann, body: patch, headers: [("If-Match", "*")])
        #expect(changed.json["tags"] == ["Fruit"] && changed.json["is_suspended"] == true)
        #expect(try await words(api, "?tag=FRUIT", ann) == ["apple"])
        #expect(try await words(api, "?tag=food", ann) == [])
        #expect(try await words(api, "?suspended=true", ann) == ["apple"])
        #expect(try await words(api, "?leech=true", ann) == [])
        #expect(try await words(api, "?search=qua%20TAO", ann) == ["apple"])
        #expect(try await words(api, "/due", ann) == ["pear"])
        let reset = try await api.call(
            "PATCH", path, ann, body: #"{"tags":null,"is_suspended":null}"#, headers: [("If-Match", "*")])
        #expect(reset.json["tags"] == [] && reset.json["is_suspended"] == false)
        #expect(try await words(api, "/due", ann) == ["apple", "pear"])
    }

    /// Wrong values are reported, and filters that exclude each other.
    @Test func wrong() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let reply = try await api.call(
            "POST", "/v1/flashcards", ann, body: #"{"word":"a","tags":["ok",""],"is_leech":true,"is_suspended":"no"}"#)
        #expect(Set(reply.pointers) == ["/tags/1", "/is_leech", "/is_suspended"])
        for query in [
            "?search=", "?search=\(String(repeating: "x", count: 101))", "?tag=", "?leech=false", "?suspended=1",
            "?tag=a&search=b", "?leech=true&maturity=new", "?search=a&word_prefix=b",
        ] { #expect(try await api.call("GET", "/v1/flashcards" + query, ann).problem == "bad-parameter", "\(query)") }
    }

    /// The limits of a day hold for all pages of due cards.
    @Test func limits() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        for number in 0..<5 { _ = try await api.card(ann, "word \(number)") }
        let patch = #"{"new_cards_per_day":3}"#
        #expect(try await api.call("PATCH", "/v1/me", ann, body: patch, headers: [("If-Match", "*")]).status == 200)
        let first = try await api.call("GET", "/v1/flashcards/due?limit=2", ann)
        #expect(first.items.count == 2)
        let second = try await api.call("GET", "/v1/flashcards/due?limit=2&cursor=\(try #require(first.cursor))", ann)
        #expect(second.items.count == 1 && second.cursor == nil)
    }

    /// The statistics tell how well cards were remembered, and the days how many reviews were.
    @Test func retention() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let none = try await api.call("GET", "/v1/me/statistics?forecast_days=30", ann)
        #expect(none.json["retention"] == ["learning": nil, "mature": nil, "total": nil])
        #expect(none.json["due_forecast"]?.arrayValue?.count == 30)
        let card = try #require(try await api.card(ann, "apple")["flashcard_id"]?.stringValue)
        for rating in ["good", "forgot", "good", "good"] {
            api.clock.advance(seconds: 60)
            let body = #"{"rating":"\#(rating)"}"#
            #expect(try await api.call("POST", "/v1/flashcards/\(card)/reviews", ann, body: body).status == 201)
        }
        let statistics = try await api.call("GET", "/v1/me/statistics", ann)
        #expect(statistics.json["retention"]?["learning"]?.doubleValue == 0.6667)
        #expect(statistics.json["retention"]?["mature"] == .null)
        #expect(statistics.json["retention"]?["total"]?.doubleValue == 0.75)
        let days = try await api.call("GET", "/v1/me/activity", ann).json["days"]?.arrayValue
        #expect(days?.first?["reviews"] == 4 && days?.first?["correct"] == 3)
    }
}
