import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Schedulers, previews, and reviews that are taken back, over the wire.
@Suite(.tables) struct ReviewingAPITests {
    private func patch(_ api: TestAPI, _ token: String, _ body: String) async throws -> Reply {
        try await api.call("PATCH", "/v1/me", token, body: body, headers: [("If-Match", "*")])
    }

    /// Under FSRS a card shows what FSRS knows of it instead of an ease factor, and back again.
    @Test func choosingTheScheduler() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        #expect(try await api.call("GET", "/v1/me", ann).json["scheduler"] == ["algorithm": "sm2"])
        let card = try #require(try await api.card(ann, "apple")["flashcard_id"]?.stringValue)
        let path = "/v1/flashcards/\(card)"
        _ = try await api.call("POST", path + "/reviews", ann, body: #"{"rating":"good"}"#)
        let chosen = try await patch(api, ann, #"{"scheduler":{"algorithm":"fsrs"}}"#)
        #expect(chosen.status == 200)
        #expect(chosen.json["scheduler"]?["desired_retention"]?.doubleValue == 0.9)
        #expect(chosen.json["scheduler"]?["parameters"] == .null)
        let folded = try await api.call("GET", path, ann).json
        #expect(folded["ease_factor"] == nil)
        #expect(folded["stability"]?.doubleValue == 2.3065)
        #expect(folded["difficulty"]?.doubleValue == 2.1181)
        #expect(folded["retrievability"]?.doubleValue == 1)
        #expect(folded["interval_days"] == 2)
        api.clock.advance(seconds: 3 * 86_400)
        let later = try await api.call("GET", path, api.token("ann")).json
        #expect(try #require(later["retrievability"]?.doubleValue) < 0.9)
        let fresh = try await api.card(api.token("ann"), "pear")
        #expect(fresh["stability"] == .null && fresh["ease_factor"] == nil)
        _ = try await patch(api, api.token("ann"), #"{"scheduler":null}"#)
        let back = try await api.call("GET", path, api.token("ann")).json
        #expect(back["ease_factor"]?.doubleValue == 2.5 && back["interval_days"] == 1)
    }

    /// The tag of a card under FSRS covers the probability, which falls without a write; a write is held to what writes
    /// change.
    @Test func tagsUnderFSRS() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let id = try #require(try await api.card(ann, "apple")["flashcard_id"]?.stringValue)
        let path = "/v1/flashcards/\(id)"
        _ = try await api.call("POST", path + "/reviews", ann, body: #"{"rating":"good"}"#)
        _ = try await patch(api, ann, #"{"scheduler":{"algorithm":"fsrs"}}"#)
        let first = try await api.call("GET", path, ann)
        let tag = try #require(first["etag"])
        let same = try await api.call("GET", path, ann, headers: [("If-None-Match", tag)])
        #expect(same.status == 304)
        api.clock.advance(seconds: 10 * 86_400)
        let later = try await api.call("GET", path, api.token("ann"), headers: [("If-None-Match", tag)])
        #expect(later.status == 200 && later["etag"] != tag)
        let written = try await api.call(
            "PATCH", path, api.token("ann"), body: #"{"translation_vi":"táo"}"#, headers: [("If-Match", tag)])
        #expect(written.status == 200)
        let stale = try await api.call(
            "PATCH", path, api.token("ann"), body: #"{"translation_vi":"lê"}"#, headers: [("If-Match", tag)])
        #expect(stale.status == 412)
    }

    /// What is wrong with a scheduler is reported field by field.
    @Test func wrongSchedulers() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let list = { (count: Int, value: String) in Array(repeating: value, count: count).joined(separator: ",") }
        for (body, pointers) in [
            (#"{"algorithm":"sm5"}"#, ["/scheduler/algorithm"]),
            (#"{"algorithm":"sm2","desired_retention":0.9}"#, ["/scheduler/desired_retention"]),
            (#"{"algorithm":"fsrs","desired_retention":0.995}"#, ["/scheduler/desired_retention"]),
            (#"{"algorithm":"fsrs","parameters":[\#(list(20, "1"))]}"#, ["/scheduler/parameters"]),
            (#"{"algorithm":"fsrs","parameters":[\#(list(20, "1")),-1]}"#, []), (#"{}"#, ["/scheduler/algorithm"]),
            (#"{"algorithm":"fsrs","speed":1}"#, ["/scheduler/speed"]), ("7", ["/scheduler"]),
        ] {
            let reply = try await patch(api, ann, #"{"scheduler":\#(body)}"#)
            #expect(reply.status == 422, "\(body)")
            if !pointers.isEmpty { #expect(reply.pointers == pointers, "\(body)") }
        }
        for body in [
            #"{"day_start_hour":24}"#, #"{"new_cards_per_day":-1}"#, #"{"reviews_per_day":10000}"#,
            #"{"day_start_hour":"4"}"#,
        ] { #expect(try await patch(api, ann, body).status == 422, "\(body)") }
        let good = try await patch(api, ann, #"{"day_start_hour":4,"new_cards_per_day":10,"reviews_per_day":200}"#)
        #expect(good.json["day_start_hour"] == 4 && good.json["new_cards_per_day"] == 10)
        #expect(try await patch(api, ann, #"{"day_start_hour":null}"#).json["day_start_hour"] == .null)
    }

    /// A preview says what each rating would make of the card.
    @Test func previewing() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let card = try #require(try await api.card(ann, "apple")["flashcard_id"]?.stringValue)
        let path = "/v1/flashcards/\(card)/reviews"
        _ = try await api.call("POST", path, ann, body: #"{"rating":"good"}"#)
        let preview = try await api.call("GET", path + "/preview", ann)
        #expect(preview.json["good"]?["interval_days"] == 6 && preview.json["forgot"]?["interval_days"] == 1)
        let day = TestAPI.start.adding(days: 1)
        let later = try await api.call("GET", path + "/preview?at=\(day.text)", ann)
        #expect(later.json["easy"]?["next_review_at"]?.stringValue == day.adding(days: 6).text)
        #expect(try await api.call("GET", path + "/preview?at=tomorrow", ann).problem == "bad-parameter")
    }

    /// The last review can be taken back, others cannot; the feed shows the card, and the day loses the review.
    @Test func takingBack() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let card = try await api.card(ann, "apple")
        let path = "/v1/flashcards/\(try #require(card["flashcard_id"]?.stringValue))"
        let first = try await api.call("POST", path + "/reviews", ann, body: #"{"rating":"good"}"#)
        let one = try #require(first.json["review"]?["review_id"]?.stringValue)
        api.clock.advance(seconds: 60)
        let second = try await api.call("POST", path + "/reviews", ann, body: #"{"rating":"easy"}"#)
        let two = try #require(second.json["review"]?["review_id"]?.stringValue)
        let early = try await api.call("DELETE", path + "/reviews/\(one)", ann)
        #expect(early.status == 409 && early.problem == "wrong-state")
        let back = try await api.call("DELETE", path + "/reviews/\(two)", ann)
        #expect(back.status == 200)
        #expect(back.json["review_count"] == 1 && back.json["version"] == 4)
        #expect(back["etag"] == "\"4\"")
        #expect(try await api.call("DELETE", path + "/reviews/\(two)", ann).status == 404)
        #expect(try await api.call("GET", path + "/reviews", ann).items.count == 1)
        #expect(try await api.call("GET", "/v1/me/statistics", ann).json["reviews_total"] == 1)
        let changes = try await api.call("GET", "/v1/sync/changes", ann).json["changes"]?.arrayValue
        #expect(changes?.last?["entity"] == back.json)
    }
}
