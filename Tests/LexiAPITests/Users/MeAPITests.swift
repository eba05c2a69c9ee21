import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Registering, and the caller's own account.
@Suite(.tables) struct MeAPITests {
    /// Registering takes the address from the token and defaults for the rest; `Location` is the account.
    @Test func registering() async throws {
        let api = try await TestAPI()
        let token = api.token("ann", email: "Ann.Lee@Example.com")
        let reply = try await api.call("POST", "/v1/users", token)
        #expect(reply.status == 201)
        #expect(reply["location"] == "/v1/me")
        #expect(reply["etag"] == "\"1\"")
        #expect(reply["cache-control"] == "private, no-cache")
        #expect(try await api.call("GET", "/v1/flashcards", token)["cache-control"] == "no-store")
        #expect(reply.json["email"] == "ann.lee@example.com")
        #expect(reply.json["display_name"] == "ann.lee")
        #expect(reply.json["current_level"] == "A1")
        #expect(reply.json["target_level"] == "B2")
        #expect(reply.json["role"] == "LEARNER")
        #expect(reply.json["is_active"] == true)
        #expect(reply.json["is_new_user"] == true)
        #expect(reply.json["time_zone"] == "Asia/Ho_Chi_Minh")
        #expect(reply.json["created_at"]?.stringValue == TestAPI.start.text)
        let me = try await api.call("GET", "/v1/me", token)
        #expect(me.body == reply.body)
    }

    /// A token that denies its address takes it from nobody, and makes no admin; the owner registers with it
    /// afterwards.
    @Test func unverifiedAddressesDoNotRegister() async throws {
        let api = try await TestAPI()
        for address in ["admin@example.com", "owner@example.com"] {
            let denied = api.signer.sign(
                claims: Array(
                    """
                    {"iss": "https://id.example", "aud": "lexi", "sub": "stranger", "email": "\(address)", \
                    "email_verified": false, "exp": \(Int(TestAPI.start.seconds) + 60)}
                    """.utf8))
            let reply = try await api.call("POST", "/v1/users", denied)
            #expect(reply.status == 403)
            #expect(reply.problem == "email-not-verified")
            #expect(
                try await api.call("POST", "/v1/users", api.token("owner-\(address)", email: address)).status == 201)
        }
    }

    /// A body may set the profile; a different address, and a token without one, are refused with every other fault.
    @Test func registeringWithABody() async throws {
        let api = try await TestAPI()
        let bad = try await api.call(
            "POST", "/v1/users", api.token("bo"),
            body: #"{"email":"other@example.com","role":"ADMIN","display_name":""}"#)
        #expect(bad.status == 422)
        #expect(Set(bad.pointers) == ["/email", "/role", "/display_name"])
        let without = api.signer.token(subject: "nomail", issuedAt: Int(TestAPI.start.seconds), lifetime: 60)
        #expect(try await api.call("POST", "/v1/users", without).pointers == ["/email"])
        let good = try await api.call(
            "POST", "/v1/users", api.token("bo"),
            body: #"{"email":"BO@example.com","display_name":"Bơ","current_level":"B1"}"#)
        #expect(good.status == 201)
        #expect(good.json["display_name"] == "Bơ")
        #expect(good.json["current_level"] == "B1")
    }

    /// A subject registers once, and an address belongs to one user, whatever its case.
    @Test func registeringTwice() async throws {
        let api = try await TestAPI()
        let token = try await api.register("ann")
        let again = try await api.call("POST", "/v1/users", token)
        #expect(again.status == 409)
        #expect(again.problem == "already-registered")
        let other = try await api.call("POST", "/v1/users", api.token("eve", email: "ANN@example.com"))
        #expect(other.status == 409)
        #expect(other.problem == "duplicate-email")
        #expect(try await api.call("GET", "/v1/me", api.token("eve")).problem == "not-registered")
    }

    /// Who registers with a configured address becomes an admin; services do not register.
    @Test func roles() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        #expect(try await api.call("GET", "/v1/me", admin).json["role"] == "ADMIN")
        let service = try await api.call("POST", "/v1/users", api.serviceToken)
        #expect(service.status == 403)
    }

    /// A patch changes what it names under `If-Match`, null resets, and the tag moves on.
    @Test func patching() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let changed = try await api.call(
            "PATCH", "/v1/me", ann, body: #"{"display_name":"Ann","learning_goal":"Travel","current_level":"C1"}"#,
            headers: [("If-Match", "\"1\"")])
        #expect(changed.status == 200)
        #expect(changed["etag"] == "\"2\"")
        #expect(changed.json["learning_goal"] == "Travel")
        let reset = try await api.call(
            "PATCH", "/v1/me", ann, body: #"{"learning_goal":null,"current_level":null}"#,
            headers: [("If-Match", "\"9\", \"2\""), ("Content-Type", "application/merge-patch+json")])
        #expect(reset.json["learning_goal"] == "")
        #expect(reset.json["current_level"] == "A1")
        #expect(reset.json["display_name"] == "Ann")
        let wrong = try await api.call(
            "PATCH", "/v1/me", ann,
            body:
                #"{"display_name":null,"email":"x@example.com","is_active":true,"version":5,"avatar_url":"http://x","x":1}"#,
            headers: [("If-Match", "*")])
        #expect(wrong.status == 422)
        #expect(Set(wrong.pointers) == ["/display_name", "/email", "/is_active", "/version", "/avatar_url", "/x"])
        #expect(try await api.call("GET", "/v1/me", ann)["etag"] == "\"3\"")
    }

    /// 428 without `If-Match`, 412 with another version or a weak tag, 400 with something else; nothing changes.
    @Test func preconditions() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let body = #"{"display_name":"Eve"}"#
        for (value, status) in [("\"2\"", 412), ("W/\"1\"", 412), ("1", 400), ("\"1", 400), ("\"\"", 412)] {
            let reply = try await api.call("PATCH", "/v1/me", ann, body: body, headers: [("If-Match", value)])
            #expect(reply.status == status, "\(value)")
        }
        #expect(try await api.call("PATCH", "/v1/me", ann, body: body).status == 428)
        // The precondition goes before the content: a stale caller hears of that first.
        #expect(try await api.call("PATCH", "/v1/me", ann, body: "{", headers: [("If-Match", "\"2\"")]).status == 412)
        #expect(try await api.call("GET", "/v1/me", ann).json["display_name"] == "ann")
    }

    /// A caller that holds the state gets 304 without a body.
    @Test func notModified() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        for value in ["\"1\"", "W/\"1\"", "*", "\"0\", \"1\""] {
            let reply = try await api.call("GET", "/v1/me", ann, headers: [("If-None-Match", value)])
            #expect(reply.status == 304)
            #expect(reply["etag"] == "\"1\"")
            #expect(reply.body.isEmpty)
        }
        #expect(try await api.call("GET", "/v1/me", ann, headers: [("If-None-Match", "\"2\"")]).status == 200)
    }

    /// Onboarding needs name and levels, ends being new, and can be repeated.
    @Test func onboarding() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let wrong = try await api.call("POST", "/v1/me/onboarding", ann, body: #"{"target_level":"D1"}"#)
        #expect(Set(wrong.pointers) == ["/display_name", "/current_level", "/target_level"])
        for level in ["A2", "B1"] {
            let reply = try await api.call(
                "POST", "/v1/me/onboarding", ann,
                body:
                    "{\"display_name\":\"Ann\",\"current_level\":\"\(level)\",\"target_level\":\"C1\",\"time_zone\":\"Europe/Paris\"}"
            )
            #expect(reply.status == 200)
            #expect(reply.json["is_new_user"] == false)
            #expect(reply.json["current_level"]?.stringValue == level)
            #expect(reply.json["time_zone"] == "Europe/Paris")
        }
    }

    /// Statistics follow what the user does, and activity lists the days of it.
    @Test func statisticsAndActivity() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let before = try await api.call("GET", "/v1/me/statistics", ann).json
        #expect(before["current_streak"] == 0)
        #expect(before["last_active_day"] == .null)
        let card = try await api.card(ann, "apple")
        _ = try await api.card(ann, "pear")
        let id = try #require(card["flashcard_id"]?.stringValue)
        #expect(
            try await api.call("POST", "/v1/flashcards/\(id)/reviews", ann, body: #"{"rating":"good"}"#).status == 201)
        let after = try await api.call("GET", "/v1/me/statistics", ann).json
        #expect(after["current_streak"] == 1)
        #expect(after["total_words_learned"] == 2)
        #expect(after["cards_new"] == 1)
        #expect(after["cards_learning"] == 1)
        #expect(after["reviews_total"] == 1)
        #expect(after["cards_due"] == 1)
        let forecast = try #require(after["due_forecast"]?.arrayValue).compactMap { $0["cards"] }
        #expect(forecast == [1, 1] + Array(repeating: 0, count: 28))
        #expect(after["cards_due_is_minimum"] == false && after["due_forecast"]?[0]?["is_minimum"] == false)
        // The page is a get of the statistics and two queries, however many days it covers.
        func queries() async throws -> Double {
            try await Figures(api).sum("lexi_access_pattern_calls_total") { $0.contains("operation=\"Query\"") }
        }
        let count = try await queries()
        _ = try await api.call("GET", "/v1/me/statistics", ann)
        #expect(try await queries() == count + 2)
        let days = try await api.call("GET", "/v1/me/activity", ann).json["days"]
        #expect(days?.arrayValue?.count == 1)
        #expect(days?[0]?["reviews"] == 1)
        let day = try #require(days?[0]?["day"]?.stringValue)
        #expect(try await api.call("GET", "/v1/me/activity?from=\(day)&to=\(day)", ann).json["days"] == days)
        api.clock.advance(seconds: 3 * 86_400)
        let later = try await api.call("GET", "/v1/me/statistics", api.token("ann")).json
        #expect(later["current_streak"] == 0)
        #expect(later["best_streak"] == 1)
    }

    /// A period that is turned around or too long is 422; a day that does not exist is 400.
    @Test func periods() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        for (query, status) in [
            ("from=2026-05-02&to=2026-05-01", 422), ("from=2025-05-01&to=2026-05-02", 422),
            ("from=2025-05-02&to=2026-05-02", 200), ("from=2026-02-30", 400), ("from=today", 400),
            ("since=2026-01-01", 400),
        ] {
            #expect(try await api.call("GET", "/v1/me/activity?\(query)", ann).status == status, "\(query)")
        }
    }

    /// A deactivated user may read the account and nothing else; activating gives everything back, at once.
    @Test func deactivation() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        let ann = try await api.register("ann")
        let id = try #require(try await api.call("GET", "/v1/me", ann).json["user_id"]?.stringValue)
        func set(_ isActive: Bool) async throws {
            let reply = try await api.call(
                "PATCH", "/v1/admin/users/\(id)", admin, body: "{\"is_active\":\(isActive)}",
                headers: [("If-Match", "*")])
            #expect(reply.status == 200)
        }
        try await set(false)
        #expect(try await api.call("GET", "/v1/me", ann).status == 200)
        for (method, path) in [
            ("PATCH", "/v1/me"), ("GET", "/v1/me/statistics"), ("GET", "/v1/flashcards"), ("POST", "/v1/flashcards"),
            ("GET", "/v1/admin/users"), ("GET", "/v1/sessions"),
        ] {
            let reply = try await api.call(method, path, ann)
            #expect(reply.status == 403)
            #expect(reply.problem == "deactivated")
        }
        try await set(true)
        #expect(try await api.call("GET", "/v1/flashcards", ann).status == 200)
    }
}
