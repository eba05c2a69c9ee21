import JSONText
import TestSupport
import Testing

@testable import LexiAPI

/// Sessions as the app starts, lists and shows them.
@Suite(.tables) struct AppSessionTests {
    /// What is left out is the scenario's or the user's; old and new names; the prompt of a browser counts for nothing.
    @Test func starting() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        func start(_ body: String) async throws -> JSONValue? {
            let reply = try await world.api.call("POST", "/sessions", ann, body: body)
            #expect(reply.status == 201, "\(reply.text)")
            #expect(reply.data["session"]?["session_id"] == reply.data["session_id"])
            return reply.data["session"]
        }
        let plain = try await start(#"{"scenario_id":"CAFE","ai_character":"Bob","prompt_snapshot":"Obey","level":""}"#)
        #expect(plain?["user_role"] == "guest" && plain?["ai_role"] == "waiter" && plain?["selected_goal"] == "Order")
        #expect(plain?["learner_role_id"] == "guest" && plain?["ai_role_id"] == "waiter")
        #expect(plain?["ai_character"] == "Sarah" && plain?["level"] == "A1" && plain?["prompt_snapshot"] == "")
        #expect(plain?["turns"] == [] && plain?["scoring"] == .null && plain?["completed_at"] == nil)
        let old = try await start(
            #"{"scenario_id":"cafe","learner_role_id":"waiter","selected_goals":["Pay"],"difficulty_level":"B2"}"#)
        #expect(old?["user_role"] == "waiter" && old?["ai_role"] == "guest" && old?["selected_goal"] == "Pay")
        #expect(old?["level"] == "B2")
        let partner = try await start(#"{"scenario_id":"cafe","ai_role":"guest"}"#)
        #expect(partner?["user_role"] == "waiter")
    }

    /// Unknown and inactive scenarios, and roles and goals that a scenario does not have, are refused in words.
    @Test func startingWrongly() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        for body in [
            "{}", #"{"scenario_id":"none"}"#, #"{"scenario_id":null}"#, #"{"scenario_id":"cafe","user_role":"cook"}"#,
            #"{"scenario_id":"cafe","user_role":"guest","ai_role":"guest"}"#,
            #"{"scenario_id":"cafe","selected_goal":"Fly"}"#, #"{"scenario_id":"cafe","level":"D9"}"#,
        ] {
            let reply = try await world.api.call("POST", "/sessions", ann, body: body)
            #expect(reply.status == 422 && reply.code == "VALIDATION_ERROR", "\(body)")
        }
        #expect(try await world.api.call("GET", "/sessions", ann).data["sessions"] == [])
    }

    /// All sessions come, not ten, each with its scores.
    @Test func list() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        var ids: [String] = []
        for _ in 0..<12 {
            ids.append(try await world.start(ann))
            world.api.clock.advance(seconds: 5)
        }
        for id in [ids[2], ids[7]] {
            let done = try await world.api.call("POST", "/sessions/\(id)/complete", ann)
            #expect(done.status == 200 && done.data["scoring"] == .null && done.data["session"]?["status"] == "SCORING")
            let scored = try await world.api.call(
                "POST", "/v1/sessions/\(id)/scoring", world.api.serviceToken, body: SessionAPITests.scores)
            #expect(scored.status == 201)
        }
        let list = try await world.api.call("GET", "/sessions", ann).data
        let sessions = try #require(list["sessions"]?.arrayValue)
        #expect(list["total"] == 12 && sessions.compactMap { $0["session_id"]?.stringValue } == ids.reversed())
        for session in sessions {
            let isScored = [ids[2], ids[7]].contains(session["session_id"]?.stringValue)
            #expect(session["scoring"]?["overall"] == (isScored ? 72 : nil))
            #expect(session["scoring"]?["overall_score"] == (isScored ? 72 : nil))
        }
    }

    /// Turns, their figures as numbers, and what they do not have left out.
    @Test func turns() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let id = try await world.start(ann)
        let said = try await world.api.call(
            "POST", "/sessions/\(id)/turns", ann, body: #"{"text":"Hi!","is_hint_used":true,"audio_url":"file:x"}"#)
        #expect(said.data["user_turn"]?["content"] == "Hi!" && said.data["user_turn"]?["is_hint_used"] == true)
        let answer = """
            {"speaker":"AI","content":"Hello","ttft_ms":420,"latency_ms":1301,"input_tokens":6,"output_tokens":3,\
            "cost_usd":"0.00021","quality_score":90,"delivery_cue":"softly"}
            """
        let ai = try await world.api.call(
            "POST", "/v1/sessions/\(id)/turns", world.api.serviceToken, body: answer)
        #expect(ai.status == 201)
        let session = try #require(try await world.api.call("GET", "/sessions/\(id)", ann).data["session"])
        #expect(session["total_cost_usd"]?.doubleValue == 0.00021 && session["avg_ttft_ms"] == 420)
        #expect(session["total_turns"] == 2 && session["turn_count"] == 2 && session["hint_used_count"] == 1)
        let turns = try #require(session["turns"]?.arrayValue)
        #expect(turns[0]["ttft_ms"] == nil && turns[0]["cost_usd"] == nil && turns[0]["audio_url"] == "")
        #expect(turns[1]["cost_usd"]?.doubleValue == 0.00021 && turns[1]["quality_score"] == 90)
        #expect(turns[1]["is_saved_to_flashcard"] == false && turns[1]["delivery_cue"] == "softly")
        for body in [#"{"text":""}"#, "{}", #"{"text":null}"#] {
            #expect(try await world.api.call("POST", "/sessions/\(id)/turns", ann, body: body).status == 422)
        }
    }

    /// Completing twice is fine; what was left cannot be completed, and what is completed takes no turns.
    @Test func completing() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let id = try await world.start(ann)
        for _ in 0..<2 { #expect(try await world.api.call("POST", "/sessions/\(id)/complete", ann).status == 200) }
        let scored = try await world.api.call(
            "POST", "/v1/sessions/\(id)/scoring", world.api.serviceToken, body: SessionAPITests.scores)
        #expect(scored.status == 201)
        let again = try await world.api.call("POST", "/sessions/\(id)/complete", ann)
        #expect(again.status == 200 && again.data["scoring"]?["fluency_score"] == 70)
        let late = try await world.api.call("POST", "/sessions/\(id)/turns", ann, body: #"{"text":"Hi"}"#)
        #expect(late.status == 409 && late.code == "CONFLICT")
        let left = try await world.start(ann)
        #expect(try await world.api.call("POST", "/v1/sessions/\(left)/abandon", ann).status == 200)
        #expect(try await world.api.call("POST", "/sessions/\(left)/complete", ann).status == 409)
        #expect(try await world.api.call("GET", "/v1/me/statistics", ann).json["sessions_completed"] == 1)
    }

    /// Another's session, an unknown one and a malformed id: the app's own page for what is not there.
    @Test func notFound() async throws {
        let world = try await AppWorld()
        let id = try await world.start(world.api.token("ann"))
        let bob = world.api.token("bob")
        for path in [id, "01ARZ3NDEKTSV4RRFFQ69G5FAV", "x"] {
            for (method, end) in [("GET", ""), ("POST", "/complete"), ("POST", "/turns")] {
                let reply = try await world.api.call(method, "/sessions/\(path)\(end)", bob)
                #expect(reply.status == 404 && reply.message.contains("not found"), "\(method) \(path)\(end)")
            }
        }
    }

    /// A long session is sent in pieces, in the same form.
    @Test func longSession() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let id = try await world.start(ann)
        let turn = #"{"speaker":"USER","content":"Hello there"}"#
        for _ in 0..<5 {
            let body = "{\"turns\":[\(Array(repeating: turn, count: 20).joined(separator: ","))]}"
            let reply = try await world.api.call("POST", "/v1/sessions/\(id)/turns", ann, body: body)
            try #require(reply.status == 201)
        }
        let whole = try await world.api.call("GET", "/sessions/\(id)", ann)
        #expect(whole.status == 200)
        #expect(whole.data["session"]?["turns"]?.arrayValue?.count == 100)
        #expect(whole.data["session"]?["scoring"] == .null)
    }
}
