import DynamoModel
import HTTPServer
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// `Idempotency-Key`: what is sent twice is done once.
@Suite(.tables) struct IdempotencyAPITests {
    private func post(
        _ api: TestAPI, _ path: String, _ token: String, _ body: String, key: String
    ) async throws -> Reply {
        try await api.call("POST", path, token, body: body, headers: [("Idempotency-Key", key)])
    }

    /// Whatever a call makes is made once; the answer is the same again, and says that it was given before.
    @Test func theSameAgain() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        let ann = try await api.register("ann")
        let scenario = try await post(api, "/v1/admin/scenarios", admin, SessionAPITests.cafe, key: "scenario")
        #expect(scenario.status == 201)
        let card = try #require(try await api.card(ann, "pear")["flashcard_id"]?.stringValue)
        let start = #"{"scenario_id":"cafe","learner_role":"guest"}"#
        let session = try await api.call("POST", "/v1/sessions", ann, body: start)
        let turns = "/v1/sessions/\(try #require(session.json["session_id"]?.stringValue))/turns"
        let calls = [
            ("/v1/admin/scenarios", admin, SessionAPITests.cafe, "scenario"),
            ("/v1/flashcards", ann, #"{"word":"apple"}"#, "card"),
            ("/v1/flashcards/\(card)/reviews", ann, #"{"rating":"good"}"#, "review"),
            ("/v1/sessions", ann, start, "session"), (turns, ann, #"{"content":"Hi"}"#, "turn #1 ~"),
            ("/v1/users", api.token("new"), "{}", "user"),
            (
                turns, api.serviceToken, #"{"turns":[{"speaker":"AI","content":"a"},{"speaker":"AI","content":"b"}]}"#,
                "turns"
            ),
        ]
        for (path, token, body, key) in calls {
            let first = key == "scenario" ? scenario : try await post(api, path, token, body, key: key)
            #expect(first.status == 201, "\(key)")
            #expect(first["idempotency-replayed"] == nil)
            for _ in 0..<2 {
                api.clock.advance(seconds: 60)
                let again = try await post(api, path, token, body, key: key)
                #expect(again.status == 201, "\(key)")
                #expect(again.body == first.body, "\(key)")
                #expect(again["location"] == first["location"] && again["etag"] == first["etag"])
                #expect(again["idempotency-replayed"] == "true")
            }
        }
        #expect(try await api.call("GET", "/v1/flashcards", ann).items.count == 2)
        #expect(try await api.call("GET", "/v1/sessions", ann).items.count == 2)
        #expect(try await api.call("GET", "/v1/flashcards/\(card)", ann).json["review_count"] == 1)
        #expect(try await api.call("GET", turns, ann).items.count == 3)
    }

    /// A scenario that was changed since is shown as it is now, with its sessions: no answer pairs the new version with
    /// the old count.
    @Test func scenariosThatWereChanged() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        let ann = try await api.register("ann")
        _ = try await post(api, "/v1/admin/scenarios", admin, SessionAPITests.cafe, key: "scenario")
        let start = #"{"scenario_id":"cafe","learner_role":"guest"}"#
        #expect(try await api.call("POST", "/v1/sessions", ann, body: start).status == 201)
        let path = "/v1/admin/scenarios/cafe"
        let patch = try await api.call("PATCH", path, admin, body: #"{"order":7}"#, headers: [("If-Match", "*")])
        #expect(patch.status == 200)
        let again = try await post(api, "/v1/admin/scenarios", admin, SessionAPITests.cafe, key: "scenario")
        let now = try await api.call("GET", path, admin)
        #expect(again.status == 201 && again["idempotency-replayed"] == "true")
        #expect(again.json == now.json && again.json["usage_count"] == 1)
        #expect(again["etag"] == now["etag"])
    }

    /// A key is for one request: with another body, path or method it is refused; other callers have separate keys.
    @Test func otherRequests() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let bo = try await api.register("bo")
        #expect(try await post(api, "/v1/flashcards", ann, #"{"word":"apple"}"#, key: "k").status == 201)
        for (path, body) in [
            ("/v1/flashcards", #"{"word":"pear"}"#), ("/v1/flashcards", #"{"word":"apple"} "#),
            ("/v1/sessions", #"{"word":"apple"}"#),
        ] {
            let reply = try await post(api, path, ann, body, key: "k")
            #expect(reply.status == 422 && reply.problem == "idempotency-key-reused", "\(path) \(body)")
        }
        #expect(try await post(api, "/v1/flashcards", bo, #"{"word":"pear"}"#, key: "k").status == 201)
        for key in ["", String(repeating: "k", count: 256), "é"] {
            #expect(try await post(api, "/v1/flashcards", ann, #"{"word":"x"}"#, key: key).status == 400, "\(key)")
        }
        let long = String(repeating: "k", count: 255)
        #expect(try await post(api, "/v1/flashcards", ann, #"{"word":"x"}"#, key: long).status == 201)
    }

    /// A refusal that is the caller's fault is kept, too; after 24 hours a key is new.
    @Test func refusalsAndTime() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        _ = try await api.card(ann, "apple")
        let wrong = try await post(api, "/v1/flashcards", ann, #"{"word":"a#b","x":1}"#, key: "wrong")
        let taken = try await post(api, "/v1/flashcards", ann, #"{"word":"apple"}"#, key: "taken")
        #expect(wrong.status == 422 && taken.status == 409)
        let card = try #require(taken.json["flashcard_id"]?.stringValue)
        let gone = try await api.call("DELETE", "/v1/flashcards/\(card)", ann, headers: [("If-Match", "*")])
        #expect(gone.status == 204)
        for (first, body, key) in [(wrong, #"{"word":"a#b","x":1}"#, "wrong"), (taken, #"{"word":"apple"}"#, "taken")] {
            let again = try await post(api, "/v1/flashcards", ann, body, key: key)
            #expect(again.status == first.status && again.problem == first.problem)
            #expect(again.json["errors"] == first.json["errors"] && again.json["detail"] == first.json["detail"])
            #expect(again.json["flashcard_id"] == first.json["flashcard_id"])
            #expect(again["idempotency-replayed"] == "true")
        }
        api.clock.advance(seconds: 86_400)
        let later = try await post(api, "/v1/flashcards", api.token("ann"), #"{"word":"apple"}"#, key: "taken")
        #expect(later.status == 201 && later["idempotency-replayed"] == nil)
        let again = try await post(api, "/v1/flashcards", api.token("ann"), #"{"word":"apple"}"#, key: "taken")
        #expect(again.body == later.body)
    }

    /// A review that is there already is answered so again, and its key is taken.
    @Test func repeatedReviews() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let card = try #require(try await api.card(ann, "apple")["flashcard_id"]?.stringValue)
        let path = "/v1/flashcards/\(card)/reviews"
        let body = #"{"rating":"good","review_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV"}"#
        #expect(try await api.call("POST", path, ann, body: body).status == 201)
        for isAgain in [false, true] {
            let reply = try await post(api, path, ann, body, key: "k")
            #expect(reply.status == 200)
            #expect((reply["idempotency-replayed"] == "true") == isAgain)
        }
        #expect(try await post(api, path, ann, #"{"rating":"easy"}"#, key: "k").status == 422)
    }

    /// A failure of the service is not kept: the same request succeeds later. What a failed transaction would have made
    /// is not kept either.
    @Test func failures() async throws {
        let table = RecordingTable(try await Backend.chosen.open())
        let api = try await TestAPI(over: table)
        let ann = try await api.register("ann")
        table.fail("transactWriteItems", DynamoDBError(.serviceUnavailable, "stopping"))
        let failed = try await post(api, "/v1/flashcards", ann, #"{"word":"apple"}"#, key: "k")
        #expect(failed.status == 503)
        table.fail("transactWriteItems", DynamoDBError(.internalServerError, "cut off"))
        #expect(try await post(api, "/v1/flashcards", ann, #"{"word":"apple"}"#, key: "k").status == 503)
        let made = try await post(api, "/v1/flashcards", ann, #"{"word":"apple"}"#, key: "k")
        #expect(made.status == 201 && made["idempotency-replayed"] == nil)
        #expect(try await post(api, "/v1/flashcards", ann, #"{"word":"apple"}"#, key: "k").body == made.body)
        #expect(table.notes.faults == [])
    }

    /// Of many at the same time one is carried out; the others are refused or answered as it is. So it is with two
    /// processes.
    @Test func atTheSameTime() async throws {
        let table = try await Backend.chosen.open()
        let api = try await TestAPI(over: table)
        let ann = try await api.register("ann")
        let other = try api.secondProcess()
        for number in 0..<5 {
            let body = #"{"word":"word \#(number)"}"#
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask { try await post(api, "/v1/flashcards", ann, body, key: "k\(number)").status }
                    group.addTask {
                        try await other.post("/v1/flashcards", ann, Array(body.utf8), key: "k\(number)")
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.contains(201))
            #expect(statuses.allSatisfy { $0 == 201 || $0 == 409 }, "\(statuses)")
        }
        #expect(try await api.call("GET", "/v1/flashcards", ann).items.count == 5)
        #expect(try await api.call("GET", "/v1/me/statistics", ann).json["total_words_learned"] == 5)
    }
}
