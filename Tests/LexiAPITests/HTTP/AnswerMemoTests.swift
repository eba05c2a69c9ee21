import DynamoModel
import HTTPServer
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Answers that are given again: only as long as they would be made so.
@Suite(.tables) struct AnswerMemoTests {
    /// Makes a call until its answer is remembered, and gives it.
    private func settled(_ api: TestAPI, _ target: String, _ token: String) async throws -> Reply {
        for _ in 0..<4 { _ = try await api.call("GET", target, token) }
        return try await api.call("GET", target, token)
    }

    /// How many reads of the table a call makes.
    private func reads(_ api: TestAPI, _ target: String, _ token: String) async throws -> Double {
        func total() async throws -> Double { try await Figures(api).sum("lexi_access_pattern_duration_seconds_count") }
        let before = try await total()
        _ = try await api.call("GET", target, token)
        return try await total() - before
    }

    private func path(_ card: JSONValue) throws -> String {
        "/v1/flashcards/" + (try #require(card["flashcard_id"]?.stringValue))
    }

    /// Where the table knows what is written, calls that are repeated read nothing after a while, and answer the same;
    /// preconditions are judged for each.
    @Test func repeatedCallsReadNothing() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let card = try path(try await api.card(ann, "word"))
        for target in [card, "/v1/flashcards/due?limit=5", "/v1/me", card.replacing("/v1", with: "")] {
            let first = try await api.call("GET", target, ann)
            let last = try await settled(api, target, ann)
            #expect(last.body == first.body)
            #expect(last["etag"] == first["etag"])
            let isWatched = api.table.db is any WatchedPartitions
            #expect(try await reads(api, target, ann) == 0 || !isWatched, "\(target)")
        }
        let tag = try #require(try await settled(api, card, ann)["etag"])
        #expect(try await api.call("GET", card, ann, headers: [("If-None-Match", tag)]).status == 304)
        #expect(try await api.call("GET", card, ann, headers: [("If-Match", "\"0\"")]).status == 412)
        #expect(try await api.call("HEAD", card, ann).status == 200)
        let bob = try await api.register("bob")
        #expect(try await settled(api, card, bob).status == 404)
    }

    /// A change is in the next answer, whoever makes it: the service, an admin, or a client of the table.
    @Test func changesAreSeen() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let card = try path(try await api.card(ann, "word"))
        let due = "/v1/flashcards/due"
        let tag = try #require(try await settled(api, card, ann)["etag"])
        #expect(try await settled(api, due, ann).items.count == 1)
        let changed = try await api.call(
            "PATCH", card, ann, body: #"{"translation_vi":"từ"}"#, headers: [("If-Match", tag)])
        #expect(changed.status == 200)
        #expect(try await api.call("GET", card, ann).json["translation_vi"] == "từ")
        #expect(try await api.call("GET", due, ann).items.first?["translation_vi"] == "từ")

        _ = try await api.card(ann, "other")
        #expect(try await api.call("GET", due, ann).items.count == 2)
        #expect(try await settled(api, due, ann).items.count == 2)
        _ = try await api.call("POST", card + "/reviews", ann, body: #"{"rating":"good"}"#)
        #expect(try await api.call("GET", due, ann).items.compactMap { $0["word"] } == ["other"])

        #expect(try await settled(api, card, ann).json["phonetic"] == "")
        let id = try #require(card.split(separator: "/").last)
        try await api.table.update(
            ["PK": .s("FLASHCARD#\(id)"), "SK": "METADATA#FLASHCARD"], "SET phonetic = :p", values: [":p": "/x/"])
        #expect(try await api.call("GET", card, ann).json["phonetic"] == "/x/")

        let version = try #require(try await api.call("GET", card, ann)["etag"])
        _ = try await settled(api, card, ann)
        #expect(try await api.call("DELETE", card, ann, headers: [("If-Match", version)]).status == 204)
        #expect(try await api.call("GET", card, ann).status == 404)
    }

    /// A caller who may not call any more is refused at once: deactivated, or with a token that has expired.
    @Test func callersAreJudgedEachTime() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        let ann = try await api.register("ann")
        let card = try path(try await api.card(ann, "word"))
        let me = try await settled(api, "/v1/me", ann)
        _ = try await settled(api, card, ann)
        let id = try #require(me.json["user_id"]?.stringValue)
        let user = "/v1/admin/users/\(id)"
        let tag = try #require(try await api.call("GET", user, admin)["etag"])
        let reply = try await api.call(
            "PATCH", user, admin, body: #"{"is_active":false}"#, headers: [("If-Match", tag)])
        #expect(reply.status == 200)
        #expect(try await api.call("GET", card, ann).status == 403)
        #expect(try await api.call("GET", "/v1/me", ann).json["is_active"] == false)
        api.clock.advance(seconds: 7200)
        #expect(try await api.call("GET", "/v1/me", ann).status == 401)
    }

    /// Time changes answers, too: cards become due, and what FSRS remembers fades. A clock that is put back is gone by.
    @Test func timeIsSeen() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let chosen = try await api.call(
            "PATCH", "/v1/me", ann, body: #"{"scheduler":{"algorithm":"fsrs"}}"#, headers: [("If-Match", "*")])
        #expect(chosen.status == 200)
        let card = try path(try await api.card(ann, "word"))
        _ = try await api.call("POST", card + "/reviews", ann, body: #"{"rating":"good"}"#)
        let due = "/v1/flashcards/due"
        let first = try await settled(api, card, ann)
        #expect(try await settled(api, due, ann).items.isEmpty)
        api.clock.advance(seconds: 30 * 86_400)
        let later = api.token("ann")
        let faded = try await settled(api, card, later)
        #expect(faded.json["retrievability"] != first.json["retrievability"])
        #expect(faded["etag"] != first["etag"])
        #expect(try await settled(api, due, later).items.count == 1)
        api.clock.advance(seconds: 86_400 - 60)
        let last = api.token("ann")
        _ = try await settled(api, card, last)
        api.clock.advance(seconds: 120)
        #expect(try await api.call("GET", card, last).json["retrievability"] != faded.json["retrievability"])
        api.clock.advance(seconds: -31 * 86_400)
        #expect(try await api.call("GET", due, api.token("ann")).items.isEmpty)
    }

    /// All answers together stay within their memory, and those that are used stay.
    @Test func memoryIsBounded() async throws {
        let api = try await TestAPI()
        guard let watched = api.table.db as? any WatchedPartitions else { return }
        let memo = AnswerMemo(watched, generationMemory: 64 * 1024)
        let token = KnownToken(
            AccessToken(
                issuer: "i", subject: "s", email: nil, isEmailVerified: false, scopes: [], expires: .max,
                notBefore: nil, clockSkew: 0), keyGeneration: 0)
        let now = TestAPI.start
        let places = try #require(watched.places(table: api.table.name, index: nil, partition: "USER#x"))
        let stamps = try #require(watched.stamps(of: places))
        func key(_ number: Int) throws -> AnswerMemo.Key {
            AnswerMemo.Key(token, try HTTPRequest(method: .get, target: "/\(number)"))
        }
        func isKnown(_ number: Int) throws -> Bool {
            if case .known = memo.look(try key(number), at: now) { true } else { false }
        }
        func note(_ number: Int, bytes: Int) throws {
            var answer = Answer.ok(Array(repeating: 0, count: bytes))
            answer.holdsThrough = .maximum
            memo.note(answer, of: try key(number), reading: places, stamps, at: now)
        }
        for number in 0..<1_000 {
            try note(number, bytes: 500)
            #expect(try isKnown(number))
            #expect(try isKnown(0))
        }
        let known = try (0..<1_000).count { try isKnown($0) }
        #expect(10...256 ~= known)
        try note(2_000, bytes: 2_000)
        #expect(try !isKnown(2_000))
    }

    /// A token counts with its texts, which an issuer makes as long as it likes; and a token that was forgotten and
    /// verified again is another, whose calls are new.
    @Test func tokensCount() async throws {
        let api = try await TestAPI()
        guard let watched = api.table.db as? any WatchedPartitions else { return }
        let memo = AnswerMemo(watched, generationMemory: 64 * 1024)
        func token(_ name: String) -> KnownToken {
            var token = AccessToken(
                issuer: "i", subject: "s", email: nil, isEmailVerified: false, scopes: [], expires: .max,
                notBefore: nil, clockSkew: 0)
            token.name = name
            return KnownToken(token, keyGeneration: 0)
        }
        let now = TestAPI.start
        let places = try #require(watched.places(table: api.table.name, index: nil, partition: "USER#x"))
        let stamps = try #require(watched.stamps(of: places))
        let request = try HTTPRequest(method: .get, target: "/v1/me")
        let keys = (0..<20).map { _ in AnswerMemo.Key(token(String(repeating: "x", count: 10_000)), request) }
        for key in keys {
            guard case .new = memo.look(key, at: now) else {
                Issue.record("a call of a new token is taken for a repeated one")
                return
            }
            var answer = Answer.ok([1])
            answer.holdsThrough = .maximum
            memo.note(answer, of: key, reading: places, stamps, at: now)
        }
        let known = keys.count { if case .known = memo.look($0, at: now) { true } else { false } }
        #expect(1...7 ~= known)
    }
}
