import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Registration on the first call, and the profile.
@Suite(.tables) struct AppProfileTests {
    private func token(_ api: TestAPI, _ claims: String) -> String {
        let times = "\"iat\":\(Int(api.clock.now)),\"exp\":\(Int(api.clock.now) + 600)"
        let all = "{\"iss\":\"https://id.example\",\"aud\":\"lexi\",\(times),\(claims)}"
        return api.signer.sign(claims: Array(all.utf8))
    }

    /// The first call makes a user of the claims.
    @Test func firstCall() async throws {
        let world = try await AppWorld()
        let long = String(repeating: "n", count: 60)
        let full = token(
            world.api,
            "\"sub\":\"u1\",\"email\":\"Lan@example.com\",\"email_verified\":true,\"name\":\"\(long)\","
                + "\"picture\":\"https://p.example/1.png\"")
        let profile = try await world.api.call("GET", "/profile", full).data
        #expect(profile["display_name"]?.stringValue == String(repeating: "n", count: 50))
        #expect(profile["avatar_url"] == "https://p.example/1.png")
        #expect(profile["is_new_user"] == true && profile["role"] == "LEARNER" && profile["is_active"] == true)
        #expect(profile["current_level"] == "A1" && profile["target_level"] == "B2")
        #expect(profile["learning_goal_text"] == "" && profile["learning_goal"] == "")
        #expect(profile["current_streak"] == 0 && profile["total_words_learned"] == 0)
        let plain = token(world.api, #""sub":"u2","email":"hoa@example.com","picture":"http://p.example/1.png""#)
        // Any call registers, not only that of the profile.
        #expect(try await world.api.call("GET", "/flashcards", plain).data["cards"] == [])
        let hoa = try await world.api.call("GET", "/v1/me", plain).json
        #expect(hoa["display_name"] == "hoa" && hoa["avatar_url"] == "")
        let hidden = token(world.api, #""sub":"u3","email":"an@example.com","name":"\u0007""#)
        #expect(try await world.api.call("GET", "/profile", hidden).data["display_name"] == "an")
    }

    /// A token without an address, and an address that somebody else has, are refused in words, and make nobody.
    @Test func refusedRegistrations() async throws {
        let world = try await AppWorld()
        let nameless = try await world.api.call("GET", "/profile", token(world.api, #""sub":"u1""#))
        #expect(nameless.status == 403 && nameless.code == "FORBIDDEN" && nameless.message.contains("email"))
        _ = try await world.api.call("GET", "/profile", world.api.token("ann"))
        let taken = try await world.api.call(
            "GET", "/profile", token(world.api, #""sub":"u2","email":"ann@example.com""#))
        #expect(taken.status == 409 && taken.code == "CONFLICT")
        let foreign = world.api.signer.sign(claims: Array(#"{"iss":"https://other","aud":"lexi","sub":"u"}"#.utf8))
        #expect(try await world.api.call("GET", "/profile", foreign).status == 401)
    }

    /// A token of before the account was erased makes no new one by itself: its bearer is sent to the login page. Who
    /// signs in again, or asks for it by the strict calls, has a new account.
    @Test func erasedAccounts() async throws {
        let api = try await TestAPI()
        let (old, other) = (api.token("ann"), api.token("bo"))
        let first = try await api.call("GET", "/profile", old).data["user_id"]
        _ = try await api.call("GET", "/profile", other)
        for token in [old, other] {
            #expect(try await api.call("DELETE", "/v1/me", token, headers: [("If-Match", "*")]).status == 204)
        }
        for path in ["/profile", "/flashcards", "/sessions"] {
            let refused = try await api.call("GET", path, old)
            #expect(refused.status == 401 && refused.message.contains("Unauthorized"), "\(refused.text)")
        }
        #expect(try await api.call("GET", "/v1/me", old).status == 403)
        let day = try await api.call("GET", "/v1/admin/audit?limit=100", try await api.admin()).items
        #expect(day.count { $0["action"] == "account.token-refused" && $0["erasure_id"] != .null } == 1)
        #expect(try await api.call("POST", "/v1/users", other, body: "{}").status == 201)
        #expect(try await api.call("GET", "/profile", other).status == 200)
        api.clock.advance(seconds: 60)
        let again = try await api.call("GET", "/profile", api.token("ann")).data
        #expect(again["is_new_user"] == true && again["user_id"] != first)
        #expect(try await api.call("GET", "/profile", old).status == 200)
    }

    /// An address makes an admin only when it is verified; without that the bearer learns.
    @Test func unverifiedAddress() async throws {
        let api = try await TestAPI()
        let claims = #""sub":"u1","email":"admin@example.com","email_verified":false"#
        #expect(try await api.call("GET", "/profile", token(api, claims)).data["role"] == "LEARNER")
        let other = try await TestAPI()
        let proven = #""sub":"u1","email":"admin@example.com","email_verified":"true""#
        #expect(try await other.call("GET", "/profile", token(other, proven)).data["role"] == "ADMIN")
    }

    /// Concurrent first calls of one subject end in one user.
    @Test func concurrentFirstCalls() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let ids = try await withThrowingTaskGroup(of: JSONValue?.self) { group in
            for path in ["/profile", "/flashcards", "/sessions", "/profile", "/flashcards/due", "/profile"] {
                group.addTask {
                    let reply = try await world.api.call("GET", path, ann)
                    #expect(reply.status == 200, "\(reply.text)")
                    return reply.data["user_id"]
                }
            }
            return try await group.reduce(into: Set<String>()) { if let id = $1?.stringValue { $0.insert(id) } }
        }
        #expect(ids.count == 1)
        #expect(try await world.api.call("GET", "/admin/users", world.admin).data["users"]?.arrayValue?.count == 2)
    }

    /// The goal has two names, of which one also comes with the target level.
    @Test func learningGoal() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        func goal(_ body: String) async throws -> JSONValue? {
            let reply = try await world.api.call("PATCH", "/profile", ann, body: body)
            #expect(reply.data["learning_goal"] == reply.data["learning_goal_text"])
            return reply.data["learning_goal"]
        }
        #expect(try await goal(#"{"learning_goal_text":"Talk","learning_goal":"C1"}"#) == "Talk")
        #expect(try await goal(#"{"learning_goal":"C1"}"#) == "Talk")
        #expect(try await goal(#"{"learning_goal":"Travel"}"#) == "Travel")
        #expect(try await goal(#"{"learning_goal_text":"","learning_goal":"Travel"}"#) == "")
    }

    /// `is_new_user` false ends the onboarding, and nothing begins it again; the older call does both at once.
    @Test func onboarding() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let form = """
            {"display_name":"Ann","current_level":"B1","target_level":"C1","learning_goal_text":"","learning_goal":"C1",\
            "is_new_user":false}
            """
        let done = try await world.api.call("PATCH", "/profile", ann, body: form).data
        #expect(done["is_new_user"] == false && done["target_level"] == "C1" && done["learning_goal"] == "")
        let again = try await world.api.call("PATCH", "/profile", ann, body: #"{"is_new_user":true}"#).data
        #expect(again["is_new_user"] == false)
        let bob = world.api.token("bob")
        let old = #"{"display_name":"Bob","current_level":"A2","target_level":"B1","avatar_url":"https://a.b/c.svg"}"#
        let completed = try await world.api.call("POST", "/onboarding/complete", bob, body: old).data
        #expect(completed["is_success"] == true)
        #expect(
            completed["profile"]?["is_new_user"] == false && completed["profile"]?["avatar_url"] == "https://a.b/c.svg")
        let lacking = try await world.api.call("POST", "/onboarding/complete", bob, body: "{}")
        #expect(lacking.status == 422 && !lacking.message.isEmpty)
    }

    /// A deactivated user is told so.
    @Test func deactivated() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let id = try await world.api.call("GET", "/profile", ann).data["user_id"]?.stringValue ?? ""
        let off = try await world.api.call("PATCH", "/admin/users/\(id)", world.admin, body: #"{"is_active":false}"#)
        #expect(off.data["is_active"] == false)
        let reply = try await world.api.call("GET", "/profile", ann)
        #expect(reply.status == 403 && reply.code == "FORBIDDEN" && !reply.message.contains("email"))
    }
}
