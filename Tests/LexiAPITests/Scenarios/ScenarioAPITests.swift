import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Scenarios in public and for admins, and what admins may do to users.
@Suite(.tables) struct ScenarioAPITests {
    private func scenario(_ id: String, order: Int, level: String = "A1", active: Bool = true) -> String {
        """
        {"scenario_id":"\(id)","scenario_title":"Title \(id)","roles":["a","b"],"goals":["g"],"difficulty_level":"\(level)",\
        "order":\(order),"notes":"for admins","is_active":\(active)}
        """
    }

    /// Everybody sees active scenarios by their order, without notes, and may keep them; admins see all.
    @Test func lists() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        for (id, order, level, active) in [("two", 2, "A1", true), ("one", 1, "B2", true), ("off", 0, "A1", false)] {
            let body = scenario(id, order: order, level: level, active: active)
            #expect(try await api.call("POST", "/v1/admin/scenarios", admin, body: body).status == 201)
        }
        func ids(_ target: String, _ token: String? = nil) async throws -> [String] {
            try await api.call("GET", target, token).items.compactMap { $0["scenario_id"]?.stringValue }
        }
        #expect(try await ids("/v1/scenarios") == ["one", "two"])
        #expect(try await ids("/v1/scenarios?level=A1") == ["two"])
        #expect(try await ids("/v1/admin/scenarios", admin) == ["off", "one", "two"])
        let list = try await api.call("GET", "/v1/scenarios")
        #expect(list["cache-control"] == "public, max-age=60")
        #expect(!list.text.contains("for admins"))
        let tag = try #require(list["etag"])
        let same = try await api.call("GET", "/v1/scenarios", headers: [("If-None-Match", tag)])
        #expect(same.status == 304)
        #expect(same["cache-control"] == "public, max-age=60")
        #expect(try await api.call("GET", "/v1/scenarios/one").json["scenario_title"] == "Title one")
        #expect(try await api.call("GET", "/v1/scenarios/off").status == 404)
        #expect(try await api.call("GET", "/v1/scenarios?level=a1").status == 400)
        #expect(try await api.call("HEAD", "/v1/scenarios")["etag"] == tag)
    }

    /// The public list pages with a cursor that is bound to its filter.
    @Test func paging() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        for order in 0..<3 {
            _ = try await api.call("POST", "/v1/admin/scenarios", admin, body: scenario("s\(order)", order: order))
        }
        let first = try await api.call("GET", "/v1/scenarios?limit=2")
        let cursor = try #require(first.cursor)
        #expect(try await api.call("GET", "/v1/scenarios?limit=2&cursor=\(cursor)").items.count == 1)
        #expect(try await api.call("GET", "/v1/scenarios?level=A1&cursor=\(cursor)").problem == "bad-cursor")
    }

    /// A slug is made from the title when it is left out; a taken one is 409; wrong fields are reported at once.
    @Test func making() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        let body = #"{"scenario_title":"At the Café","roles":["a","b"],"goals":["g"],"difficulty_level":"A1"}"#
        let made = try await api.call("POST", "/v1/admin/scenarios", admin, body: body)
        #expect(made.status == 201)
        #expect(made.json["usage_count"] == 0)
        #expect(made["location"] == "/v1/admin/scenarios/at-the-cafe")
        #expect(made["etag"] == "\"1.0\"")
        let again = try await api.call("POST", "/v1/admin/scenarios", admin, body: body)
        #expect(again.problem == "duplicate-scenario")
        let wrong = try await api.call(
            "POST", "/v1/admin/scenarios", admin,
            body:
                #"{"scenario_id":"A b","roles":["a","a"],"goals":[],"difficulty_level":"A9","order":-1,"usage_count":5}"#
        )
        #expect(
            Set(wrong.pointers) == [
                "/scenario_id", "/scenario_title", "/roles", "/goals", "/difficulty_level", "/order", "/usage_count",
            ])
    }

    /// A patch under `If-Match` can turn a scenario off; the usage is counted apart from the version.
    @Test func patching() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        _ = try await api.call("POST", "/v1/admin/scenarios", admin, body: scenario("s", order: 1))
        let start = #"{"scenario_id":"s","learner_role":"a"}"#
        #expect(try await api.call("POST", "/v1/sessions", admin, body: start).status == 201)
        let read = try await api.call("GET", "/v1/admin/scenarios/s", admin)
        #expect(read.json["usage_count"] == 1)
        #expect(read.json["notes"] == "for admins")
        let shown = try await api.call("GET", "/v1/scenarios/s").json
        #expect(shown["scenario_id"] == "s" && shown["usage_count"] == nil)
        #expect(read["etag"] == "\"1.1\"")
        // The tag covers the usage that is shown; a write is held to the version, whatever has started meanwhile.
        #expect(try await api.call("POST", "/v1/sessions", admin, body: start).status == 201)
        let held = try await api.call(
            "GET", "/v1/admin/scenarios/s", admin, headers: [("If-None-Match", try #require(read["etag"]))])
        #expect(held.status == 200)
        #expect(held["etag"] == "\"1.2\"")
        let off = try await api.call(
            "PATCH", "/v1/admin/scenarios/s", admin, body: #"{"is_active":false,"notes":null}"#,
            headers: [("If-Match", try #require(read["etag"]))])
        #expect(off.status == 200)
        #expect(off["etag"] == "\"2.2\"")
        #expect(off.json["notes"] == "")
        #expect(off.json["usage_count"] == 2)
        let list = try await api.call("GET", "/v1/admin/scenarios", admin)
        #expect(list.items.compactMap { $0["usage_count"] } == [2])
        #expect(try await api.call("GET", "/v1/scenarios").items.isEmpty)
        #expect(try await api.call("POST", "/v1/sessions", admin, body: start).pointers == ["/scenario_id"])
        let stale = try await api.call(
            "PATCH", "/v1/admin/scenarios/s", admin, body: "{}", headers: [("If-Match", "\"1\"")])
        #expect(stale.status == 412)
    }

    /// Admins list users in four ways, and change levels, role and activity, never the rest.
    @Test func users() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        for name in ["ann", "annika", "bo"] {
            _ = try await api.register(name)
            api.clock.advance(seconds: 1)
        }
        func emails(_ query: String) async throws -> [String] {
            try await api.call("GET", "/v1/admin/users?\(query)", admin).items.compactMap { $0["email"]?.stringValue }
        }
        #expect(try await emails("email=ANN") == ["ann@example.com", "annika@example.com"])
        #expect(try await emails("role=ADMIN") == ["admin@example.com"])
        #expect(try await emails("active=false") == [])
        #expect(try await emails("active=true").count == 4)
        #expect(try await emails("").first == "bo@example.com")
        for query in ["email=a", "role=admin", "active=yes", "role=ADMIN&active=true"] {
            #expect(try await api.call("GET", "/v1/admin/users?\(query)", admin).status == 400, "\(query)")
        }
        let page = try await api.call("GET", "/v1/admin/users?limit=3", admin)
        let rest = try await api.call("GET", "/v1/admin/users?limit=3&cursor=\(try #require(page.cursor))", admin)
        #expect(rest.items.count == 1)
        let id = try #require(page.items.first?["user_id"]?.stringValue)
        let wrong = try await api.call(
            "PATCH", "/v1/admin/users/\(id)", admin, body: #"{"display_name":"x","cards_new":5,"role":"ROOT"}"#,
            headers: [("If-Match", "\"1\"")])
        #expect(Set(wrong.pointers) == ["/display_name", "/cards_new", "/role"])
        let promoted = try await api.call(
            "PATCH", "/v1/admin/users/\(id)", admin, body: #"{"role":"ADMIN","current_level":"C2"}"#,
            headers: [("If-Match", "\"1\"")])
        #expect(promoted.json["role"] == "ADMIN")
        #expect(try await api.call("GET", "/v1/admin/users", api.token("bo")).status == 200)
        // Nobody can lock everybody out: what one admin is, another one decides.
        let own = try #require(try await api.call("GET", "/v1/me", admin).json["user_id"]?.stringValue)
        for body in [#"{"is_active":false}"#, #"{"role":"LEARNER"}"#, #"{"role":null,"current_level":"B1"}"#] {
            let reply = try await api.call(
                "PATCH", "/v1/admin/users/\(own)", admin, body: body, headers: [("If-Match", "*")])
            #expect(reply.problem == "own-rights", "\(body)")
        }
        let level = try await api.call(
            "PATCH", "/v1/admin/users/\(own)", admin, body: #"{"role":"ADMIN","is_active":true,"current_level":"B1"}"#,
            headers: [("If-Match", "*")])
        #expect(level.json["current_level"] == "B1")
    }
}
