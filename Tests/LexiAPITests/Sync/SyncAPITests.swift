import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Offline work over the wire.
@Suite(.tables) struct SyncAPITests {
    private func id(_ card: JSONValue) throws -> String { try #require(card["flashcard_id"]?.stringValue) }

    private func changes(_ api: TestAPI, _ token: String, _ query: String = "") async throws -> Reply {
        try await api.call("GET", "/v1/sync/changes\(query)", token)
    }

    /// What changes comes in order with its entities, in pages; what is deleted as such; then nothing more.
    @Test func followingChanges() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let apple = try await api.card(ann, "apple")
        let pear = try await api.card(ann, "pear")
        let first = try await changes(api, ann, "?limit=2")
        #expect(first.json["has_more"] == true)
        #expect(first.json["changes"]?.arrayValue?.map { $0["type"]?.stringValue } == ["user", "flashcard"])
        #expect(first.json["changes"]?.arrayValue?.last?["entity"] == apple)
        let cursor = try #require(first.json["next_cursor"]?.stringValue)
        let second = try await changes(api, ann, "?limit=2&cursor=\(cursor)")
        #expect(second.json["has_more"] == false)
        #expect(second.json["changes"]?.arrayValue?.map { $0["entity"] } == [pear])
        let path = "/v1/flashcards/\(try id(pear))"
        #expect(try await api.call("DELETE", path, ann, headers: [("If-Match", "*")]).status == 204)
        let end = try #require(second.json["next_cursor"]?.stringValue)
        let third = try await changes(api, ann, "?cursor=\(end)")
        let gone = try #require(third.json["changes"]?.arrayValue?.first)
        #expect(gone["deleted"] == true && gone["entity"] == nil && gone["id"] == pear["flashcard_id"])
        let last = try #require(third.json["next_cursor"]?.stringValue)
        #expect(try await changes(api, ann, "?cursor=\(last)").json["changes"] == [])
    }

    /// A cursor is the caller's own, and ends after 180 days without having been used.
    @Test func cursors() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let bo = try await api.register("bo")
        let cursor = try #require(try await changes(api, ann).json["next_cursor"]?.stringValue)
        #expect(try await changes(api, bo, "?cursor=\(cursor)").problem == "bad-cursor")
        #expect(try await changes(api, ann, "?cursor=\(cursor)x").problem == "bad-cursor")
        #expect(try await changes(api, ann, "?limit=1001").problem == "bad-parameter")
        api.clock.advance(seconds: 180 * 86_400)
        let late = try await changes(api, api.token("ann"), "?cursor=\(cursor)")
        #expect(late.status == 410)
        #expect(late.problem == "cursor-expired")
        #expect(try await changes(api, api.token("ann")).status == 200)
    }

    /// Each review of an upload is answered by itself, whatever is wrong with the others.
    @Test func uploading() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let card = try id(try await api.card(ann, "apple"))
        func review(_ number: Int, _ more: String = "", rating: String = "good", at: Timestamp = TestAPI.start)
            -> String
        {
            #"{"review_id":"01ARZ3NDEKTSV4RRFFQ69G5FA\#(number)","flashcard_id":"\#(card)","rating":"\#(rating)","#
                + #""reviewed_at":"\#(at.text)"\#(more)}"#
        }
        let ahead = TestAPI.start.adding(seconds: 300)
        let body = """
            {"reviews":[\(review(1)),\(review(1)),\(review(2, rating: "great")),\(review(3, at: ahead)),\
            \(review(4, at: ahead.adding(seconds: 1))),7,{"review_id":"x"},\(review(1, rating: "easy")),\
            {"review_id":"01ARZ3NDEKTSV4RRFFQ69G5FA9","flashcard_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV",\
            "rating":"good","reviewed_at":"\(TestAPI.start.text)"}]}
            """
        let reply = try await api.call("POST", "/v1/sync/reviews", ann, body: body)
        #expect(reply.status == 200)
        let results = try #require(reply.json["results"]?.arrayValue)
        #expect(
            results.map { $0["status"]?.stringValue } == [
                "applied", "duplicate", "rejected", "applied", "rejected", "rejected", "rejected", "rejected",
                "rejected",
            ])
        #expect(results[0]["reason"] == nil && results[0]["review_id"] == "01ARZ3NDEKTSV4RRFFQ69G5FA1")
        #expect(results[2]["reason"]?.stringValue?.hasPrefix("rating must be one of") == true)
        #expect(results[4]["reason"]?.stringValue?.contains("5 minutes ahead") == true)
        #expect(results[5]["review_id"] == .null && results[6]["review_id"] == "x")
        #expect(results[8]["reason"] == "There is no such flashcard.")
        #expect(try await api.call("GET", "/v1/flashcards/\(card)", ann).json["review_count"] == 2)
        let again = try await api.call("POST", "/v1/sync/reviews", ann, body: body)
        #expect(
            again.json["results"]?.arrayValue?.prefix(4).map { $0["status"]?.stringValue } == [
                "duplicate", "duplicate", "rejected", "duplicate",
            ])
    }

    /// An upload has up to 500 reviews.
    @Test func tooMany() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        for (count, status) in [(0, 200), (500, 200), (501, 422)] {
            let body = #"{"reviews":[\#(Array(repeating: "{}", count: count).joined(separator: ","))]}"#
            let reply = try await api.call("POST", "/v1/sync/reviews", ann, body: body)
            #expect(reply.status == status, "\(count)")
        }
        for body in ["{}", #"{"reviews":{}}"#, #"{"reviews":null}"#] {
            #expect(try await api.call("POST", "/v1/sync/reviews", ann, body: body).status == 422)
        }
    }
}
