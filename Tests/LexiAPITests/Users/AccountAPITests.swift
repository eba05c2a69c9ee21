import DynamoModel
import HTTPServer
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Another address, taking along what is held, and leaving.
@Suite(.tables) struct AccountAPITests {
    /// A token proves the new address; another one, an unverified one and one that is taken are refused.
    @Test func changingTheAddress() async throws {
        let api = try await TestAPI()
        _ = try await api.register("ann")
        _ = try await api.register("bob")
        let new = api.token("ann", email: "New@Example.com")
        let wrong = try await api.call("PUT", "/v1/me/email", new, body: #"{"email":"other@example.com"}"#)
        #expect(wrong.status == 422)
        #expect(wrong.pointers == ["/email"])
        for body in ["{}", #"{"email":null}"#, #"{"email":7}"#, #"{"email":"x"}"#] {
            #expect(try await api.call("PUT", "/v1/me/email", new, body: body).pointers == ["/email"], "\(body)")
        }
        let taken = try await api.call(
            "PUT", "/v1/me/email", api.token("ann", email: "bob@example.com"), body: #"{"email":"bob@example.com"}"#)
        #expect(taken.problem == "duplicate-email")
        let changed = try await api.call("PUT", "/v1/me/email", new, body: #"{"email":"new@example.COM"}"#)
        #expect(changed.status == 200)
        #expect(changed["etag"] == "\"2\"")
        #expect(changed.json["email"] == "new@example.com")
        // The old address is free again.
        #expect(
            try await api.call("POST", "/v1/users", api.token("eve", email: "ann@example.com")).status == 201)
        let denied = api.signer.sign(
            claims: Array(
                """
                {"iss": "https://id.example", "aud": "lexi", "sub": "ann", "email": "n@example.com", \
                "email_verified": "false", "exp": \(Int(TestAPI.start.seconds) + 60)}
                """.utf8))
        let unproven = try await api.call("PUT", "/v1/me/email", denied, body: #"{"email":"n@example.com"}"#)
        #expect(unproven.problem == "email-not-verified")
    }

    /// The document has the profile, every card with its log, every session with its turns, what was deleted and the
    /// trail.
    @Test func exporting() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        _ = try await api.call("POST", "/v1/admin/scenarios", admin, body: SessionAPITests.cafe)
        let ann = try await api.register("ann")
        for number in 0..<120 { _ = try await api.card(ann, "word \(number)") }
        let id = try #require(try await api.card(ann, "apple")["flashcard_id"]?.stringValue)
        for rating in ["good", "hard"] {
            api.clock.advance(seconds: 60)
            _ = try await api.call(
                "POST", "/v1/flashcards/\(id)/reviews", ann, body: "{\"rating\":\"\(rating)\"}")
        }
        let gone = try #require(try await api.card(ann, "pear")["flashcard_id"]?.stringValue)
        _ = try await api.call("DELETE", "/v1/flashcards/\(gone)", ann, headers: [("If-Match", "*")])
        let session = try #require(
            try await api.call("POST", "/v1/sessions", ann, body: #"{"scenario_id":"cafe","learner_role":"guest"}"#)
                .json["session_id"]?.stringValue)
        _ = try await api.call("POST", "/v1/sessions/\(session)/turns", ann, body: #"{"content":"Hi"}"#)
        let taken = try await api.call("POST", "/v1/flashcards/\(id)/reviews", ann, body: #"{"rating":"forgot"}"#)
        let review = try #require(taken.json["review"]?["review_id"]?.stringValue)
        let back = try await api.call("DELETE", "/v1/flashcards/\(id)/reviews/\(review)", ann)
        #expect(back.status == 200)
        let reply = try await api.call("GET", "/v1/me/export", ann)
        #expect(reply.status == 200)
        let document = reply.json
        #expect(document["user"]?["email"] == "ann@example.com")
        #expect(document["identity"]?["subject"] == "ann")
        let cards = document["flashcards"]?.arrayValue ?? []
        #expect(cards.count == 121)
        #expect(Set(cards.compactMap { $0["flashcard_id"]?.stringValue }).count == 121)
        let apple = try #require(cards.first { $0["flashcard_id"]?.stringValue == id })
        #expect(apple["reviews"]?.arrayValue?.map { $0["rating"] } == ["good", "hard"])
        #expect(apple["taken_back"]?.arrayValue?.map { $0["review_id"]?.stringValue } == [review])
        #expect(cards.count { $0["taken_back"] == [] } == 120)
        let sessions = document["sessions"]?.arrayValue ?? []
        #expect(sessions.count == 1)
        #expect(sessions.first?["turns"]?.arrayValue?.first?["content"] == "Hi")
        #expect(document["deleted"]?.arrayValue?.first?["id"]?.stringValue == gone)
        let actions = document["audit"]?.arrayValue?.map { $0["action"]?.stringValue } ?? []
        #expect(actions.contains("user.registered") && actions.contains("user.exported"))
        #expect(!reply.text.contains("admin@example.com"))
    }

    /// The export leaves out nothing that names the user: each item of the table that does is shown by its id or key.
    @Test func exportIsWhole() async throws {
        let recorder = RecordingTable(try await Backend.chosen.open { Double(TestAPI.start.seconds) })
        let api = try await TestAPI(over: recorder)
        let admin = try await api.admin()
        _ = try await api.call("POST", "/v1/admin/scenarios", admin, body: SessionAPITests.cafe)
        let ann = try await api.register("ann")
        let id = try #require(try await api.call("GET", "/v1/me", ann).json["user_id"]?.stringValue)
        _ = try await api.call(
            "PATCH", "/v1/admin/users/\(id)", admin, body: #"{"current_level":"C1"}"#, headers: [("If-Match", "*")])
        let saved = try await api.call(
            "POST", "/v1/flashcards", admin, body: #"{"word":"kept"}"#, headers: [("Idempotency-Key", "my-key")])
        #expect(saved.status == 201)
        let document = try await api.call("GET", "/v1/me/export", admin)
        let boss = try #require(document.json["user"]?["user_id"]?.stringValue)
        let acted = document.json["acted"]?.arrayValue ?? []
        #expect(acted.map { $0["action"] } == ["scenario.created", "user.changed"])
        #expect(document.json["calls"]?.arrayValue?.map { $0["key"] } == ["my-key"])
        #expect(document.json["calls"]?.arrayValue?.map { $0["outcome"] } == ["flashcard"])
        var request = ScanRequest(tableName: LexiTable.defaultName)
        repeat {
            let page = try await recorder.table.scan(request)
            for item in page.items where "\(item)".contains(boss) {
                let names = ["audit_id", "key", "flashcard_id", "entity_id", "subject", "email"]
                let found = names.compactMap { item[$0]?.string }
                // The counters are shown by themselves, without an id.
                let isShown = found.contains { document.text.contains($0) } || item["SK"]?.string == "METADATA#STATS"
                #expect(isShown, "\(item)")
            }
            request.exclusiveStartKey = page.lastEvaluatedKey
        } while request.exclusiveStartKey != nil
    }

    /// Deleting needs the state that was seen. Afterwards the token is refused, the address is free, and who registers
    /// again finds nothing.
    @Test func deleting() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let id = try #require(try await api.card(ann, "apple")["flashcard_id"]?.stringValue)
        #expect(try await api.call("DELETE", "/v1/me", ann).status == 428)
        #expect(try await api.call("DELETE", "/v1/me", ann, headers: [("If-Match", "\"9\"")]).status == 412)
        #expect(try await api.call("GET", "/v1/flashcards/\(id)", ann).status == 200)
        #expect(try await api.call("DELETE", "/v1/me", ann, headers: [("If-Match", "\"1\"")]).status == 204)
        for (method, path) in [("GET", "/v1/me"), ("GET", "/v1/flashcards"), ("DELETE", "/v1/me")] {
            let reply = try await api.call(method, path, ann, headers: [("If-Match", "*")])
            #expect(reply.problem == "not-registered", "\(method) \(path)")
        }
        _ = try await api.register("ann")
        #expect(try await api.call("GET", "/v1/flashcards", ann).items.isEmpty)
        #expect(try await api.call("GET", "/v1/flashcards/\(id)", ann).status == 404)
    }

    /// An admin can leave once there is another one.
    @Test func theLastAdmin() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        let refused = try await api.call("DELETE", "/v1/me", admin, headers: [("If-Match", "*")])
        #expect(refused.status == 409)
        #expect(refused.problem == "last-admin")
        let ann = try await api.register("ann")
        let id = try #require(try await api.call("GET", "/v1/me", ann).json["user_id"]?.stringValue)
        let change = try await api.call(
            "PATCH", "/v1/admin/users/\(id)", admin, body: #"{"role":"ADMIN"}"#, headers: [("If-Match", "*")])
        #expect(change.status == 200)
        #expect(try await api.call("DELETE", "/v1/me", admin, headers: [("If-Match", "*")]).status == 204)
    }

    /// What takes long is answered with 202 and goes on; meanwhile the account is closed, and the same call can be sent
    /// again.
    @Test func deletingMuch() async throws {
        let recorder = RecordingTable(try await Backend.chosen.open())
        let api = try await TestAPI(over: recorder)
        let ann = try await api.register("ann")
        for number in 0..<5 { _ = try await api.card(ann, "word \(number)") }
        recorder.fail("batchWriteItem", .init(.throttling, "busy"), after: 0)
        let failed = try await api.call("DELETE", "/v1/me", ann, headers: [("If-Match", "\"1\"")])
        #expect(failed.status == 503)
        #expect(try await api.call("GET", "/v1/me", ann).problem == "being-erased")
        #expect(try await api.call("POST", "/v1/flashcards", ann, body: #"{"word":"x"}"#).problem == "being-erased")
        #expect(try await api.call("POST", "/v1/users", ann).problem == "being-erased")
        recorder.recover()
        #expect(try await api.call("DELETE", "/v1/me", ann, headers: [("If-Match", "\"1\"")]).status == 204)
        #expect(recorder.notes.faults == [])
    }

    /// Trails say who did what when and in which request: of a user, of a scenario, and of a day.
    @Test func trails() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        _ = try await api.call("POST", "/v1/admin/scenarios", admin, body: SessionAPITests.cafe)
        let ann = try await api.register("ann")
        let id = try #require(try await api.call("GET", "/v1/me", ann).json["user_id"]?.stringValue)
        let boss = try #require(try await api.call("GET", "/v1/me", admin).json["user_id"]?.stringValue)
        api.clock.advance(seconds: 10)
        let change = try await api.call(
            "PATCH", "/v1/admin/users/\(id)", admin, body: #"{"is_active":false,"current_level":"C1"}"#,
            headers: [("If-Match", "*")])
        let trail = try await api.call("GET", "/v1/admin/users/\(id)/audit", admin)
        #expect(trail.items.map { $0["action"] } == ["user.changed", "user.registered"])
        let entry = try #require(trail.items.first)
        #expect(entry["actor"] == "user")
        #expect(entry["actor_id"]?.stringValue == boss)
        #expect(entry["user_id"]?.stringValue == id)
        #expect(entry["fields"] == ["current_level", "is_active"])
        #expect(entry["is_active"] == false && entry["role"] == .null)
        #expect(entry["request_id"]?.stringValue == change["x-request-id"])
        let scenario = try await api.call("GET", "/v1/admin/scenarios/cafe/audit", admin)
        #expect(scenario.items.map { $0["scenario_id"] } == ["cafe"])
        let day = try await api.call("GET", "/v1/admin/audit?limit=3", admin)
        #expect(day.items.map { $0["action"] } == ["user.changed", "user.registered", "scenario.created"])
        let rest = try await api.call("GET", "/v1/admin/audit?limit=3&cursor=\(try #require(day.cursor))", admin)
        #expect(rest.items.map { $0["action"] } == ["user.registered"])
        #expect(try await api.call("GET", "/v1/admin/audit?day=2020-01-01", admin).items.isEmpty)
        #expect(try await api.call("GET", "/v1/admin/audit", ann).status == 403)
    }

    /// Who looks at what is held about somebody else leaves an entry in their trail: one an hour.
    @Test func inspections() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        let ann = try await api.register("ann")
        let id = try #require(try await api.call("GET", "/v1/me", ann).json["user_id"]?.stringValue)
        let boss = try #require(try await api.call("GET", "/v1/me", admin).json["user_id"]?.stringValue)
        let card = try #require(try await api.card(ann, "apple")["flashcard_id"]?.stringValue)
        func inspections(_ user: String) async throws -> [JSONValue] {
            try await api.call("GET", "/v1/admin/users/\(user)/audit?limit=100", admin).items
                .filter { $0["action"] == "user.inspected" }
        }
        let item = "/v1/admin/item?partition_key=FLASHCARD%23\(card)&sort_key=METADATA%23FLASHCARD"
        let first = try await api.call("GET", item, admin)
        #expect(first.status == 200)
        let targets = [
            item, "/v1/admin/items?partition_key=FLASHCARD%23\(card)", "/v1/admin/items?partition_key=USER%23\(id)",
            "/v1/admin/users/\(id)", "/v1/admin/users/\(boss)",
        ]
        for target in targets + targets { #expect(try await api.call("GET", target, admin).status == 200) }
        let bob = try await api.register("bob")
        let other = try #require(try await api.call("GET", "/v1/me", bob).json["user_id"]?.stringValue)
        let patched = try await api.call(
            "PATCH", "/v1/admin/users/\(other)", admin, body: "{}", headers: [("If-Match", "*")])
        #expect(patched.status == 200)
        #expect(try await inspections(other).count == 1)
        let noted = try await inspections(id)
        #expect(noted.map { $0["actor_id"]?.stringValue } == [boss])
        #expect(noted.first?["request_id"]?.stringValue == first["x-request-id"])
        #expect(try await inspections(boss).isEmpty)
        let export = try await api.call("GET", "/v1/me/export", ann).json
        #expect(export["calls"] == [])
        #expect(export["audit"]?.arrayValue?.count { $0["action"] == "user.inspected" } == 1)
        for target in targets {
            api.clock.advance(seconds: 3_600)
            let token = api.token("admin", email: "admin@example.com")
            #expect(try await api.call("GET", target, token).status == 200)
        }
        let renewed = api.token("admin", email: "admin@example.com")
        let all = try await api.call("GET", "/v1/admin/users/\(id)/audit?limit=100", renewed).items
        #expect(all.count { $0["action"] == "user.inspected" } == targets.count)
        // Another process notes nothing that the table has.
        api.clock.advance(seconds: 3_600)
        let token = api.token("admin", email: "admin@example.com")
        let request = try HTTPRequest(
            method: .get, target: "/v1/admin/users/\(id)", headers: Self.fields(token), body: [])
        for _ in 0..<2 { #expect(try await api.call("GET", "/v1/admin/users/\(id)", token).status == 200) }
        let answer = await (try api.secondProcess()).respond(to: request)
        #expect(answer.status == .ok)
        let last = try await api.call("GET", "/v1/admin/users/\(id)/audit?limit=100", token).items
        #expect(last.count { $0["action"] == "user.inspected" } == targets.count + 1)
    }

    private static func fields(_ token: String) -> HTTPHeaders {
        var fields = HTTPHeaders()
        if let value = HTTPFieldValue("Bearer \(token)") { fields.append("Authorization", value) }
        return fields
    }

    /// Users who call what is for admins, and those who were deactivated, are refused and noted: once a day.
    @Test func refusals() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        let ann = try await api.register("ann")
        let id = try #require(try await api.call("GET", "/v1/me", ann).json["user_id"]?.stringValue)
        let first = try await api.call("GET", "/v1/admin/users", ann)
        #expect(first.problem == "forbidden")
        for _ in 0..<3 { #expect(try await api.call("GET", "/v1/admin/audit", ann).problem == "forbidden") }
        _ = try await api.call(
            "PATCH", "/v1/admin/users/\(id)", admin, body: #"{"is_active":false}"#, headers: [("If-Match", "*")])
        let refused = try await api.call("GET", "/v1/flashcards", ann)
        #expect(refused.problem == "deactivated")
        for _ in 0..<3 {
            #expect(try await api.call("POST", "/v1/flashcards", ann, body: #"{"word":"x"}"#).problem == "deactivated")
        }
        let trail = try await api.call("GET", "/v1/admin/users/\(id)/audit", admin).items
        let events = trail.filter { $0["action"]?.stringValue?.hasPrefix("access.") == true }
        #expect(Set(events.map { $0["action"]?.stringValue }) == ["access.forbidden", "access.deactivated"])
        #expect(events.count == 2)
        #expect(events.allSatisfy { $0["actor_id"]?.stringValue == id })
        let requests = Set(events.map { $0["request_id"]?.stringValue })
        #expect(requests == [first["x-request-id"], refused["x-request-id"]])
        let day = try await api.call("GET", "/v1/admin/audit?limit=100", admin).items
        #expect(day.count { $0["action"]?.stringValue?.hasPrefix("access.") == true } == 2)
        api.clock.advance(seconds: 86_400)
        #expect(try await api.call("GET", "/v1/flashcards", api.token("ann")).problem == "deactivated")
        let later = try await api.call(
            "GET", "/v1/admin/users/\(id)/audit", api.token("admin", email: "admin@example.com"))
        #expect(later.items.count { $0["action"] == "access.deactivated" } == 2)
    }

    /// What cannot be noted changes nothing for who is refused, and shows nobody what is held about others.
    @Test func trailsThatCannotBeWritten() async throws {
        let recorder = RecordingTable(try await Backend.chosen.open())
        let api = try await TestAPI(over: recorder)
        let admin = try await api.admin()
        let ann = try await api.register("ann")
        let id = try #require(try await api.call("GET", "/v1/me", ann).json["user_id"]?.stringValue)
        recorder.fail("transactWriteItems", .init(.serviceUnavailable, "away"), times: 100)
        #expect(try await api.call("GET", "/v1/admin/users", ann).problem == "forbidden")
        let inspected = try await api.call("GET", "/v1/admin/users/\(id)", admin)
        #expect(inspected.status == 503 && !inspected.text.contains("ann@example.com"))
        recorder.recover()
        #expect(try await api.call("GET", "/v1/admin/users/\(id)", admin).status == 200)
        #expect(api.lines.all.contains { String(decoding: $0, as: UTF8.self).contains("audit-failed") })
    }

    /// An erased account is named by nobody in the list of the day, which says that it was closed and erased.
    @Test func erasuresOfADay() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        let ann = try await api.register("ann")
        let deleted = try await api.call("DELETE", "/v1/me", ann, headers: [("If-Match", "*")])
        #expect(deleted.status == 204)
        let day = try await api.call("GET", "/v1/admin/audit?limit=100", admin).items
        let entries = day.filter { $0["erasure_id"] != .null }
        #expect(Set(entries.map { $0["action"]?.stringValue }) == ["account.closed", "account.erased"])
        #expect(entries.allSatisfy { $0["user_id"] == .null && $0["actor_id"] == .null })
        #expect(Set(entries.map { $0["erasure_id"]?.stringValue }).count == 1)
        let closed = try #require(entries.first { $0["action"] == "account.closed" })
        #expect(entries.allSatisfy { $0["actor"] == "former_user" })
        #expect(closed["request_id"]?.stringValue == deleted["x-request-id"])
    }
}
