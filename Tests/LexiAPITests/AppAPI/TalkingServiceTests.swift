import JSONText
import TestSupport
import Testing

@testable import LexiAPI

/// A conversation as schema/operations/talking.md describes it: whoever talks with the learner reads and writes the
/// session by `/v1` with a token of a service, while the app reads it by its own calls.
@Suite(.tables) struct TalkingServiceTests {
    @Test func conversation() async throws {
        let world = try await AppWorld()
        let (ann, service) = (world.api.token("ann"), world.api.serviceToken)
        let id = try await world.start(ann)
        let before = try await world.api.call("GET", "/v1/sessions/\(id)", service)
        #expect(before.json["learner_role"] == "guest" && before.json["selected_goal"] == "Order")
        let greeting = #"{"speaker":"AI","content":"Welcome!","translated_content":"Chào bạn!","cost_usd":"0.0001"}"#
        let turns = [
            greeting, #"{"speaker":"USER","content":"A coffee, please.","is_hint_used":true}"#,
            #"{"speaker":"AI","content":"Anything else?","ttft_ms":300,"latency_ms":900,"cost_usd":"0.0002"}"#,
        ]
        for (number, turn) in turns.enumerated() {
            let written = try await world.api.call("POST", "/v1/sessions/\(id)/turns", service, body: turn)
            #expect(written.status == 201)
            let seen = try await world.api.call("GET", "/sessions/\(id)", ann).data["session"]
            #expect(seen?["turns"]?.arrayValue?.count == number + 1 && seen?["status"] == "ACTIVE")
        }
        let talked = try await world.api.call("GET", "/sessions/\(id)", ann).data["session"]
        #expect(talked?["total_cost_usd"]?.doubleValue == 0.0003 && talked?["hint_used_count"] == 1)
        #expect(try await world.api.call("POST", "/sessions/\(id)/complete", ann).data["scoring"] == .null)
        let jobs = try await world.api.call("GET", "/v1/service/scoring-jobs", service).items
        #expect(jobs.compactMap { $0["session_id"]?.stringValue } == [id])
        let scored = try await world.api.call(
            "POST", "/v1/sessions/\(id)/scoring", service, body: SessionAPITests.scores)
        #expect(scored.status == 201)
        let summary = try await world.api.call("GET", "/sessions/\(id)", ann).data["session"]
        #expect(summary?["status"] == "COMPLETED" && summary?["scoring"]?["feedback"] == "Good.")
        let list = try await world.api.call("GET", "/sessions", ann).data["sessions"]?.arrayValue
        #expect(list?.first?["scoring"]?["overall"] == summary?["scoring"]?["overall"])
    }
}
