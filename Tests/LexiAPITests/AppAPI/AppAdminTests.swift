import JSONText
import TestSupport
import Testing

@testable import LexiAPI

/// The scenarios of everybody, and the pages of admins.
@Suite(.tables) struct AppAdminTests {
    /// The list of scenarios needs no token, and a bad one does no harm.
    @Test func publicScenarios() async throws {
        let world = try await AppWorld()
        for token in [nil, "nonsense", world.admin] {
            let list = try await world.api.call("GET", "/scenarios", token).data["scenarios"]?.arrayValue ?? []
            #expect(list.count == 1)
            #expect(list[0]["roles"] == ["guest", "waiter"] && list[0]["usage_count"] == 0 && list[0]["notes"] == nil)
        }
    }

    /// Users with their words, sessions and streak.
    @Test func users() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        for word in ["one", "two"] { _ = try await world.save(ann, word) }
        let session = try await world.start(ann)
        #expect(try await world.api.call("POST", "/sessions/\(session)/complete", ann).status == 200)
        let data = try await world.api.call("GET", "/admin/users", world.admin).data
        let users = data["users"]?.arrayValue ?? []
        #expect(data["total_count"] == 2 && data["next_key"] == .null)
        let found = try #require(users.first { $0["email"] == "ann@example.com" })
        #expect(found["total_words_learned"] == 2 && found["sessions_completed"] == 1 && found["streak"] == 1)
        #expect(found["id"] == found["user_id"] && found["joined_at"]?.stringValue?.hasSuffix("Z") == true)
        #expect(found["role"] == "LEARNER" && found["status"] == "active")
        #expect(found["last_active_at"]?.stringValue?.isEmpty == false)
        let page = try await world.api.call("GET", "/admin/users?limit=1", world.admin).data
        let key = try #require(page["next_key"]?.stringValue)
        let rest = try await world.api.call("GET", "/admin/users?limit=1&last_key=\(key)", world.admin).data
        #expect(rest["users"]?.arrayValue?.count == 1 && rest["users"] != page["users"])
        // All users count, not those of the page.
        #expect(page["total_count"] == 2 && rest["total_count"] == 2)
    }

    /// Roles in all spellings; a name is not an admin's to change; one's own rights neither.
    @Test func changingUsers() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let id = try await world.api.call("GET", "/profile", ann).data["user_id"]?.stringValue ?? ""
        for (role, kept) in [("admin", "ADMIN"), ("user", "LEARNER"), ("ADMIN", "ADMIN"), ("LEARNER", "LEARNER")] {
            let reply = try await world.api.call(
                "PATCH", "/admin/users/\(id)", world.admin, body: "{\"role\":\"\(role)\",\"display_name\":\"X\"}")
            #expect(reply.data["role"]?.stringValue == kept && reply.data["display_name"] == "ann", "\(role)")
        }
        let levels = try await world.api.call(
            "PATCH", "/admin/users/\(id)", world.admin, body: #"{"is_active":true,"current_level":"B2"}"#)
        #expect(levels.data["current_level"] == "B2")
        let own = try await world.api.call("GET", "/profile", world.admin).data["user_id"]?.stringValue ?? ""
        let refused = try await world.api.call("PATCH", "/admin/users/\(own)", world.admin, body: #"{"role":"user"}"#)
        #expect(refused.status >= 400 && refused.status < 500 && !refused.message.isEmpty)
        for path in ["x", "01ARZ3NDEKTSV4RRFFQ69G5FAV"] {
            #expect(try await world.api.call("PATCH", "/admin/users/\(path)", world.admin, body: "{}").status == 404)
        }
        #expect(
            try await world.api.call("PATCH", "/admin/users/\(id)", world.admin, body: #"{"role":"boss"}"#).status
                == 422)
    }

    /// Scenarios get an id of their title, which is numbered when it is taken; roles come in both forms.
    @Test func makingScenarios() async throws {
        let world = try await AppWorld()
        func make(_ body: String) async throws -> Reply {
            try await world.api.call("POST", "/admin/scenarios", world.admin, body: body)
        }
        let list = #"{"scenario_title":"Cafe","context":"c","roles":["a","b"],"goals":["g"],"difficulty_level":"A1"}"#
        let named = #"{"scenario_title":"Cafe","roles":{"user_role":"a","ai_role":"b"},"goals":["g"]}"#
        let first = try await make(list).data
        let second = try await make(named)
        #expect(first["scenario_id"] == "cafe-2" && second.status == 201)
        #expect(second.data["scenario_id"] == "cafe-3" && second.data["roles"] == ["a", "b"])
        #expect(second.data["difficulty_level"] == "B1" && second.data["order"] == 0)
        #expect(second.data["is_active"] == true && second.data["notes"] == "" && second.data["usage_count"] == 0)
        for wrong in [
            "{}", #"{"scenario_title":"x","roles":["a","a"],"goals":["g"]}"#,
            #"{"scenario_title":"x","roles":{"user_role":"a"},"goals":["g"]}"#,
            #"{"scenario_title":"x","roles":7,"goals":["g"]}"#, #"{"scenario_title":"x","roles":["a","b"],"goals":[]}"#,
        ] { #expect(try await make(wrong).status == 422, "\(wrong)") }
    }

    /// The switch sends `is_active` alone, and gets the whole scenario with the number of its sessions.
    @Test func changingScenarios() async throws {
        let world = try await AppWorld()
        _ = try await world.start(world.api.token("ann"))
        let list = try await world.api.call("GET", "/admin/scenarios", world.admin).data["scenarios"]?.arrayValue ?? []
        #expect(list.count == 1 && list[0]["usage_count"] == 1 && list[0]["notes"] == "secret note")
        let off = try await world.api.call(
            "PATCH", "/admin/scenarios/cafe", world.admin, body: #"{"is_active":false}"#
        ).data
        #expect(off["is_active"] == false && off["usage_count"] == 1 && off["scenario_title"] == "At the café")
        #expect(try await world.api.call("GET", "/scenarios").data["scenarios"] == [])
        let start = try await world.api.call(
            "POST", "/sessions", world.api.token("ann"), body: #"{"scenario_id":"cafe"}"#)
        #expect(start.status == 422)
        #expect(try await world.api.call("PATCH", "/admin/scenarios/X!", world.admin, body: "{}").status == 404)
    }
}
