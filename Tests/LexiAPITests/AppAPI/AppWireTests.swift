import JSONText
import TestSupport
import Testing

@testable import LexiAPI

/// How the real app speaks: its URLs, tokens, media types and envelope.
@Suite(.tables) struct AppWireTests {
    /// Base URL and path are joined as texts: empty segments at the start count for nothing there, and stay wrong
    /// elsewhere.
    @Test func emptySegments() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        for path in ["/profile", "//profile", "///profile"] {
            #expect(try await world.api.call("GET", path, ann).status == 200, "\(path)")
        }
        #expect(try await world.api.call("GET", "//scenarios?x=1").status == 200)
        let card = try await world.save(ann, "tea")["flashcard_id"]?.stringValue ?? ""
        #expect(try await world.api.call("GET", "//flashcards/\(card)", ann).status == 200)
        #expect(try await world.api.call("GET", "//v1/me", ann).status == 404)
        #expect(try await world.api.call("GET", "/flashcards//\(card)", ann).status == 404)
    }

    /// A token comes with or without the word Bearer, on these paths only.
    @Test func bothFormsOfTheToken() async throws {
        let world = try await AppWorld()
        let token = world.api.token("ann")
        for field in [token, "Bearer \(token)", "bearer \(token)"] {
            let reply = try await world.api.call("GET", "/profile", headers: [("Authorization", field)])
            #expect(reply.status == 200)
        }
        let strict = try await world.api.call("GET", "/v1/me", headers: [("Authorization", token)])
        #expect(strict.status == 401)
    }

    /// Without a token that holds, the text leads the app to its login page.
    @Test func unauthorized() async throws {
        let world = try await AppWorld()
        for token in [nil, "x", world.api.token("ann") + "x"] {
            let reply = try await world.api.call("GET", "/sessions", token)
            #expect(reply.status == 401 && reply.code == "UNAUTHORIZED")
            #expect(reply.message.contains("Unauthorized"))
        }
        world.api.clock.advance(seconds: 3700)
        #expect(try await world.api.call("GET", "/profile", world.admin).status == 401)
    }

    /// The media type says nothing: it comes with calls that have no body, or is missing or another one with a body.
    @Test func mediaTypes() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let json = ("Content-Type", "application/json")
        #expect(try await world.api.call("GET", "/profile", ann, headers: [json]).status == 200)
        let session = try await world.start(ann)
        let done = try await world.api.call("POST", "/sessions/\(session)/complete", ann, headers: [json])
        #expect(done.status == 200)
        for type in ["application/json", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded"] {
            let reply = try await world.api.call(
                "PATCH", "/profile", ann, body: #"{"display_name":"Ann"}"#, headers: [("Content-Type", type)])
            #expect(reply.status == 200)
        }
    }

    /// Unknown members and parameters are ignored; known ones with wrong values are refused, with nothing changed.
    @Test func unknownAndWrong() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let odd = #"{"display_name":"Ann","favourite":[1,{"a":null}],"role":"ADMIN","email":"x@y.z","is_active":false}"#
        let changed = try await world.api.call("PATCH", "/profile?utm=1", ann, body: odd)
        #expect(changed.status == 200)
        #expect(changed.data["role"] == "LEARNER" && changed.data["email"] == "ann@example.com")
        for wrong in [#"{"current_level":"D1"}"#, #"{"display_name":7}"#, #"{"display_name":null}"#, "[1]", "{", "7"] {
            let reply = try await world.api.call("PATCH", "/profile", ann, body: wrong)
            #expect([400, 422].contains(reply.status) && reply.code == "VALIDATION_ERROR", "\(wrong)")
        }
        #expect(try await world.api.call("GET", "/profile", ann).data == changed.data)
        #expect(try await world.api.call("GET", "/flashcards?limit=x&sort=up", ann).status == 200)
    }

    /// Paths of the app that there are not, and methods that they do not take, are answered in the envelope, too.
    @Test func nowhere() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        for (method, path) in [
            ("GET", "/flashcards/none/of/them"), ("GET", "/admin"), ("PUT", "/profile"), ("POST", "/scenarios"),
        ] {
            let reply = try await world.api.call(method, path, ann)
            #expect([404, 405].contains(reply.status) && reply.code == "NOT_FOUND", "\(method) \(path)")
        }
        #expect(try await world.api.call("GET", "/nowhere", ann).problem == "not-found")
    }

    /// What the server refuses before a route is found is in the envelope, too.
    @Test func refusedEarly() async throws {
        let world = try await AppWorld()
        let body = "{\"word\":\"\(String(repeating: "x", count: 2 << 20))\"}"
        let large = try await world.api.call("POST", "//flashcards", world.api.token("ann"), body: body)
        #expect(large.status == 413 && large.code == "VALIDATION_ERROR")
        let strict = try await world.api.call("POST", "/v1/flashcards", world.api.token("ann"), body: body)
        #expect(strict.problem == "content-too-large")
    }

    /// Turned off, the paths are not there, and the document does not have them.
    @Test func turnedOff() async throws {
        let api = try await TestAPI { $0.servesAppAPI = false }
        let reply = try await api.exchange("GET", "/profile", [("Authorization", "Bearer \(api.token("ann"))")], [])
        #expect(reply.status == 404 && reply.problem == "not-found")
        let document = try await api.call("GET", "/openapi.json").json
        #expect(document["paths"]?["/profile"] == nil && document["paths"]?["/v1/me"] != nil)
    }

    /// Too many calls are reported in the envelope.
    @Test func tooMany() async throws {
        let world = try await AppWorld { $0.rateLimit = RateLimit(burst: 5, requests: 5, window: 60) }
        let ann = world.api.token("ann")
        var last = Reply()
        for _ in 0..<6 { last = try await world.api.call("GET", "/profile", ann) }
        #expect(last.status == 429 && last.code == "RATE_LIMIT" && last["retry-after"] != nil)
    }

    /// A learner is no admin: the app finds that out by a word.
    @Test func forbidden() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        for path in ["/admin/users", "/admin/scenarios"] {
            let reply = try await world.api.call("GET", path, ann)
            #expect(reply.status == 403 && reply.message.contains("Forbidden"))
        }
    }
}
