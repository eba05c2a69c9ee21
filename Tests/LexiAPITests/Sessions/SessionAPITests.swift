import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Sessions, turns and scores over the wire.
@Suite(.tables) struct SessionAPITests {
    static let cafe = """
        {"scenario_id":"cafe","scenario_title":"At the café","roles":["guest","waiter"],"goals":["Order","Pay"],\
        "difficulty_level":"A2","order":2,"notes":"secret note"}
        """
    static let scores = #"{"fluency":70,"pronunciation":60,"grammar":81,"vocabulary":75,"feedback":"Good."}"#

    /// A service with one scenario and a registered learner.
    private func prepared() async throws -> (api: TestAPI, ann: String) {
        let api = try await TestAPI()
        let made = try await api.call("POST", "/v1/admin/scenarios", try await api.admin(), body: Self.cafe)
        try #require(made.status == 201)
        return (api, try await api.register("ann"))
    }

    private func start(_ api: TestAPI, _ token: String, _ more: String = "") async throws -> String {
        let reply = try await api.call(
            "POST", "/v1/sessions", token, body: "{\"scenario_id\":\"cafe\",\"learner_role\":\"guest\"\(more)}")
        try #require(reply.status == 201, "\(reply.text)")
        return try #require(reply["location"])
    }

    /// Starting fills in what is left out.
    @Test func starting() async throws {
        let (api, ann) = try await prepared()
        let reply = try await api.call(
            "POST", "/v1/sessions", ann, body: #"{"scenario_id":"cafe","learner_role":"guest"}"#)
        #expect(reply.status == 201)
        #expect(reply.json["ai_role"] == "waiter")
        #expect(reply.json["ai_character"] == "Sarah")
        #expect(reply.json["selected_goal"] == "Order")
        #expect(reply.json["level"] == "A1")
        #expect(reply.json["status"] == "ACTIVE")
        #expect(reply.json["scenario_title"] == "At the café")
        #expect(reply.json["total_cost_usd"] == "0")
        #expect(reply.json["completed_at"] == .null)
        let list = try await api.call("GET", "/v1/sessions?status=ACTIVE", ann)
        #expect(list.items == [reply.json])
    }

    /// Wrong fields are reported at once; a scenario that is unknown or turned off is one of them.
    @Test func startingWrongly() async throws {
        let (api, ann) = try await prepared()
        let wrong = try await api.call(
            "POST", "/v1/sessions", ann,
            body:
                #"{"scenario_id":"cafe","learner_role":"cook","ai_character":"Bob","prompt":"x","status":"ACTIVE","x":1}"#
        )
        #expect(wrong.status == 422)
        #expect(Set(wrong.pointers) == ["/learner_role", "/ai_character", "/prompt", "/status", "/x"])
        for scenario in ["none", "#", "CAFE", ""] {
            let reply = try await api.call(
                "POST", "/v1/sessions", ann, body: "{\"scenario_id\":\"\(scenario)\",\"learner_role\":\"guest\"}")
            #expect(reply.pointers == ["/scenario_id"], "\(scenario)")
        }
        let forged = try await api.call(
            "POST", "/v1/sessions", ann,
            body: #"{"scenario_id":"cafe","learner_role":"guest","user_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV"}"#)
        #expect(forged.pointers == ["/user_id"])
        #expect(try await api.call("GET", "/v1/sessions", ann).items.isEmpty)
    }

    /// Turns are numbered without gaps; a learner writes their own only, a service both with figures.
    @Test func turns() async throws {
        let (api, ann) = try await prepared()
        let path = try await start(api, ann)
        let mine = try await api.call("POST", "\(path)/turns", ann, body: #"{"content":"Hello!"}"#)
        #expect(mine.status == 201)
        #expect(mine["location"] == path)
        #expect(mine.json["turns"]?[0]?["speaker"] == "USER")
        let ai = try await api.call(
            "POST", "\(path)/turns", api.serviceToken,
            body: """
                {"turns":[{"speaker":"AI","content":"Hi","ttft_ms":100,"latency_ms":301,"output_tokens":5,"cost_usd":"0.0010"},\
                {"speaker":"USER","content":"Tea","is_hint_used":true},\
                {"speaker":"AI","content":"Sure","ttft_ms":101,"cost_usd":"0.1","quality_score":90}]}
                """)
        #expect(ai.status == 201, "\(ai.text)")
        #expect(ai.json["turns"]?.arrayValue?.compactMap { $0["turn_index"]?.intValue } == [1, 2, 3])
        #expect(ai.json["session"]?["avg_ttft_ms"]?.doubleValue == 100.5)
        #expect(ai.json["session"]?["total_cost_usd"] == "0.101")
        #expect(ai.json["session"]?["hint_used_count"] == 1)
        let first = try await api.call("GET", "\(path)/turns?limit=3", ann)
        let rest = try await api.call("GET", "\(path)/turns?limit=3&cursor=\(try #require(first.cursor))", ann)
        #expect((first.items + rest.items).compactMap { $0["turn_index"]?.intValue } == [0, 1, 2, 3])
    }

    /// Figures and the AI's voice are for services; wrong turns are reported by their place, and none is kept.
    @Test func wrongTurns() async throws {
        let (api, ann) = try await prepared()
        let path = try await start(api, ann)
        let forged = try await api.call(
            "POST", "\(path)/turns", ann, body: #"{"speaker":"AI","content":"x","cost_usd":"1","ttft_ms":5}"#)
        #expect(Set(forged.pointers) == ["/speaker", "/cost_usd", "/ttft_ms"])
        let many = try await api.call(
            "POST", "\(path)/turns", ann,
            body: #"{"turns":[{"content":"ok"},{"content":""},5,{"content":"x","turn_index":9}]}"#)
        #expect(many.status == 422)
        #expect(many.pointers.contains("/turns/1/content"))
        #expect(many.pointers.contains("/turns/3/turn_index"))
        #expect(many.pointers.contains { $0.hasPrefix("/turns/2") })
        let both = try await api.call("POST", "\(path)/turns", ann, body: #"{"content":"a","turns":[{"content":"b"}]}"#)
        #expect(both.pointers == ["/content"])
        let twentyOne = Array(repeating: #"{"content":"x"}"#, count: 21).joined(separator: ",")
        for list in ["", twentyOne] {
            let reply = try await api.call("POST", "\(path)/turns", ann, body: "{\"turns\":[\(list)]}")
            #expect(reply.pointers == ["/turns"])
        }
        #expect(try await api.call("POST", "\(path)/turns", ann, body: #"{"turns":null}"#).status == 422)
        #expect(try await api.call("GET", "\(path)/turns", ann).items.isEmpty)
    }

    /// The learner completes, the service finds the job and scores it once; progress and statistics follow.
    @Test func scoringByAService() async throws {
        let (api, ann) = try await prepared()
        let path = try await start(api, ann)
        let early = try await api.call("POST", "\(path)/scoring", api.serviceToken, body: Self.scores)
        #expect(early.status == 409)
        #expect(early.problem == "wrong-state")
        let done = try await api.call("POST", "\(path)/complete", ann)
        #expect(done.status == 200)
        #expect(done.json["status"] == "SCORING")
        #expect(done.json["scoring"] == .null)
        #expect(try await api.call("POST", "\(path)/turns", ann, body: #"{"content":"x"}"#).problem == "wrong-state")
        let jobs = try await api.call("GET", "/v1/service/scoring-jobs", api.serviceToken)
        #expect(jobs.items.count == 1)
        let scored = try await api.call("POST", "\(path)/scoring", api.serviceToken, body: Self.scores)
        #expect(scored.status == 201)
        #expect(scored.json["status"] == "COMPLETED")
        #expect(scored.json["scoring"]?["overall"] == 72)
        #expect(try await api.call("POST", "\(path)/scoring", api.serviceToken, body: Self.scores).status == 409)
        #expect(try await api.call("GET", "/v1/service/scoring-jobs", api.serviceToken).items.isEmpty)
        let progress = try await api.call("GET", "/v1/me/progress", ann)
        #expect(progress.items.first?["overall"] == 72)
        #expect(try await api.call("GET", "/v1/me/statistics", ann).json["sessions_completed"] == 1)
    }

    /// A scoring that failed says why; the learner or an admin asks again, nobody else; a job that nobody took is
    /// listed as late.
    @Test func failedScoring() async throws {
        let (api, ann) = try await prepared()
        let (admin, eve) = (api.token("admin"), try await api.register("eve"))
        let path = try await start(api, ann)
        let failure = #"{"reason":"The recording is silent."}"#
        let early = try await api.call("POST", "\(path)/scoring-failure", api.serviceToken, body: failure)
        #expect(early.problem == "wrong-state")
        _ = try await api.call("POST", "\(path)/complete", ann)
        #expect(try await api.call("POST", "\(path)/scoring-retry", ann).problem == "wrong-state")
        #expect(try await api.call("POST", "\(path)/scoring-failure", ann, body: failure).status == 403)
        for wrong in ["{}", #"{"reason":""}"#, "{\"reason\":\"\(String(repeating: "x", count: 501))\"}"] {
            let refused = try await api.call("POST", "\(path)/scoring-failure", api.serviceToken, body: wrong)
            #expect(refused.status == 422)
            #expect(refused.pointers == ["/reason"])
        }
        for asker in [ann, admin] {
            let failed = try await api.call("POST", "\(path)/scoring-failure", api.serviceToken, body: failure)
            #expect(failed.status == 200)
            #expect(failed.json["status"] == "SCORING_FAILED")
            let read = try await api.call("GET", path, ann)
            #expect(read.json["scoring_failure_reason"] == "The recording is silent.")
            #expect(try await api.call("GET", "/v1/service/scoring-jobs", api.serviceToken).items.isEmpty)
            #expect(try await api.call("POST", "\(path)/scoring", api.serviceToken, body: Self.scores).status == 409)
            #expect(try await api.call("POST", "\(path)/scoring-retry", eve).status == 404)
            let asked = try await api.call("POST", "\(path)/scoring-retry", asker)
            #expect(asked.status == 200)
            #expect(asked.json["status"] == "SCORING")
            #expect(asked.json["scoring_failure_reason"] == .null)
        }
        let job = try #require(try await api.call("GET", "/v1/service/scoring-jobs", api.serviceToken).items.first)
        #expect(job["is_late"] == false)
        api.clock.advance(seconds: 15 * 60)
        let late = try #require(try await api.call("GET", "/v1/service/scoring-jobs", api.serviceToken).items.first)
        #expect(late["is_late"] == true)
        #expect(late["scoring_requested_at"] == job["scoring_requested_at"])
        let scored = try await api.call("POST", "\(path)/scoring", api.serviceToken, body: Self.scores)
        #expect(scored.json["status"] == "COMPLETED")
    }

    /// A service completes and scores in one call; a learner cannot send scores, and half of them are refused.
    @Test func completingWithScores() async throws {
        let (api, ann) = try await prepared()
        let path = try await start(api, ann)
        let forged = try await api.call("POST", "\(path)/complete", ann, body: Self.scores)
        #expect(forged.status == 422)
        #expect(forged.pointers.contains("/fluency"))
        let half = try await api.call(
            "POST", "\(path)/complete", api.serviceToken, body: #"{"fluency":70,"grammar":101}"#)
        #expect(Set(half.pointers) == ["/pronunciation", "/vocabulary", "/grammar"])
        let done = try await api.call("POST", "\(path)/complete", api.serviceToken, body: Self.scores)
        #expect(done.json["status"] == "COMPLETED")
        #expect(try await api.call("POST", "\(path)/complete", ann).status == 409)
        #expect(try await api.call("POST", "\(path)/abandon", ann).status == 409)
    }

    /// An abandoned session takes nothing more.
    @Test func abandoning() async throws {
        let (api, ann) = try await prepared()
        let path = try await start(api, ann)
        let left = try await api.call("POST", "\(path)/abandon", ann)
        #expect(left.status == 200)
        #expect(left.json["status"] == "ABANDONED")
        #expect(try await api.call("POST", "\(path)/complete", ann).status == 409)
        #expect(try await api.call("GET", "/v1/sessions?status=ACTIVE", ann).items.isEmpty)
        #expect(try await api.call("POST", "\(path)/abandon", ann, body: #"{"x":1}"#).status == 422)
    }

    /// The whole session shows turns, saved cards and a tag of its content; its prompt is for services.
    @Test func wholeSession() async throws {
        let (api, ann) = try await prepared()
        let user = try #require(try await api.call("GET", "/v1/me", ann).json["user_id"]?.stringValue)
        let path = try await start(
            api, api.serviceToken,
            ",\"user_id\":\"\(user)\",\"prompt\":\"Be kind.\",\"greeting\":\"Welcome!\",\"assigned_model\":\"m1\"")
        let id = String(path.dropFirst("/v1/sessions/".count))
        let card = try await api.card(ann, "welcome", ",\"source_session_id\":\"\(id)\",\"source_turn_index\":0")
        let whole = try await api.call("GET", path, ann)
        #expect(whole.json["turns"]?[0]?["content"] == "Welcome!")
        #expect(whole.json["turns"]?[0]?["saved_flashcard_ids"]?[0] == card["flashcard_id"])
        #expect(whole.json["scoring"] == .null)
        #expect(whole.json["prompt"] == nil)
        let tag = try #require(whole["etag"])
        #expect(try await api.call("GET", path, ann, headers: [("If-None-Match", tag)]).status == 304)
        let asService = try await api.call("GET", path, api.serviceToken)
        #expect(asService.json["prompt"] == "Be kind.")
        #expect(asService["etag"] != tag)
        let cards = try await api.call("GET", "\(path)/flashcards", ann)
        #expect(cards.items == [card])
        _ = try await api.call("POST", "\(path)/turns", ann, body: #"{"content":"Hello"}"#)
        #expect(try await api.call("GET", path, ann, headers: [("If-None-Match", tag)]).status == 200)
    }

    /// A service names whose session it is; somebody who is not there or not active is refused.
    @Test func startingForAUser() async throws {
        let (api, _) = try await prepared()
        for user in ["", ",\"user_id\":\"x\"", ",\"user_id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\""] {
            let reply = try await api.call(
                "POST", "/v1/sessions", api.serviceToken,
                body: "{\"scenario_id\":\"cafe\",\"learner_role\":\"guest\"\(user)}")
            #expect(reply.pointers == ["/user_id"])
        }
    }

    /// A card cannot claim to come from somebody else's session, so that nobody can plant a card in it.
    @Test func foreignSource() async throws {
        let (api, ann) = try await prepared()
        let bo = try await api.register("bo")
        let path = try await start(api, ann)
        _ = try await api.call("POST", "\(path)/turns", ann, body: #"{"content":"Hello"}"#)
        let id = String(path.dropFirst("/v1/sessions/".count))
        let planted = try await api.call(
            "POST", "/v1/flashcards", bo,
            body: "{\"word\":\"spy\",\"source_session_id\":\"\(id)\",\"source_turn_index\":0}")
        #expect(planted.status == 422)
        #expect(try await api.call("GET", "\(path)/flashcards", ann).items.isEmpty)
    }
}
