import HTTPServer
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// What the document says of each field of each body is what the service checks.
///
/// For every field of every route, values that probe types, nulls, spellings of numbers, lengths, formats and
/// characters are sent, and the answer must name the field exactly when the field's schema refuses the value. Each body
/// also holds an unknown member, so that it is never accepted and nothing changes. Calls of users and services are
/// tried as both: what the document calls a service's alone is refused from a user, unless it is null.
@Suite(.tables) struct DocumentAgreementTests {
    /// Fields whose values depend on other data: beyond what the schema refuses, only the sample is known to be right.
    private static let bound: Set<String> = [
        "email", "scenario_id", "learner_role", "ai_role", "selected_goal", "user_id", "time_zone", "speaker", "roles",
        "source_session_id", "source_turn_index", "reviewed_at", "parameters",
    ]
    /// Fields of which JSON Schema cannot say all: names and words refuse more characters than a pattern can list.
    private static let narrower: Set<String> = ["display_name", "word", "scenario_title", "goals"]

    /// Lists of objects: the elements of the first are probed one by one, those of the second refused one by one.
    private static let lists: Set<String> = ["turns", "reviews"]

    private struct Case {
        let route: Route
        let path: String
        let token: String
        let isOfService: Bool
        /// Good values of fields that have no obvious one.
        var samples: JSONObject = [:]
    }

    private func cases(_ api: TestAPI, ofQueries: Bool = false) async throws -> [Case] {
        let admin = try await api.admin()
        _ = try await api.call("POST", "/v1/admin/scenarios", admin, body: SessionAPITests.cafe)
        let ann = try await api.register("ann")
        let user = try #require(try await api.call("GET", "/v1/me", ann).json["user_id"]?.stringValue)
        let card = try #require(try await api.card(ann, "word")["flashcard_id"]?.stringValue)
        let session = try #require(
            try await api.call("POST", "/v1/sessions", ann, body: #"{"scenario_id":"cafe","learner_role":"guest"}"#)
                .json["session_id"]?.stringValue)
        let samples: JSONObject = [
            "scenario_id": "cafe", "learner_role": "guest", "ai_role": "waiter", "selected_goal": "Pay",
            "user_id": .string(user), "speaker": "USER", "roles": ["a", "b"], "time_zone": "Asia/Tokyo",
            "email": "new@example.com", "reviewed_at": .string(TestAPI.start.text), "content": "Hi", "word": "new",
            "source_session_id": .string(session), "source_turn_index": 0, "algorithm": "fsrs",
            "parameters": .array(
                FSRSParameters.standard.tenThousandths.compactMap {
                    JSONNumber(text: "\(Double($0) / 10_000)").map(JSONValue.number)
                }),
        ]
        // What the app's calls take is the app's; their document says no more than the types.
        return api.routes.filter { $0.dialect == .v1 && (ofQueries ? !$0.query.isEmpty : $0.body != nil) }.flatMap {
            route in
            let path = route.path.replacing("{flashcard_id}", with: card).replacing("{session_id}", with: session)
                .replacing("{scenario_id}", with: "cafe").replacing("{user_id}", with: user)
            let tokens =
                switch route.access {
                case .admin: [admin]
                case .service: [api.serviceToken]
                case .userOrService: [api.serviceToken, ann]
                case .subject: [api.token("new")]
                default: [ann]
                }
            return tokens.map {
                Case(route: route, path: path, token: $0, isOfService: $0 == api.serviceToken, samples: samples)
            }
        }
    }

    /// Values of all types, and texts of all sorts.
    private static let probes: [JSONValue] =
        [
            .null, true, false, [], [:], ["a", "b"], ["a"], ["a", 1], ["a", nil], 0, 1, -1, 99, 100, 101, 499, 500,
            999_999,
            1_000_000, 1_000_000_000, 1_000_000_001,
        ]
        + [
            "1.0", "1e0", "10e-1", "0.0", "-0", "1.5", "1e400", "100.0", "1e2", "99999999999999999999",
            "1.00000000000000000001",
        ]
        .compactMap { JSONNumber(text: $0).map(JSONValue.number) }
        + [
            "", " ", "a", "A1", "b2", "noun", "good", "Sarah", "ADMIN", "AI", "a\nb", "a\tb", "a\u{0}b", "a\u{7F}b",
            "a\u{80}b",
            "a\u{85}b", "a\u{9F}b", "a\u{A0}b", "a\u{2028}b", "a\u{200B}b", "a\u{202E}b", "\u{FEFF}", "\u{3164}", "é",
            "e\u{301}", "😀",
            "👩\u{200D}🎓", "don’t", "How are you?", "a#b", "50%", "https://a.b/c", "HTTPS://a_b.c:8443/?x#y",
            "http://a.b",
            "https://", "https://a..b", "https://a b", "https://[::1]/", "https://é.b", "https://u@a.b", "0", "0.5",
            "1.", ".5",
            "123456789012.123456789012", "1234567890123", "1e3", "-1", "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "01arz3ndektsv4rrffq69g5fav",
            "81ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAU", "2026-05-05T16:53:20Z",
            "2026-05-05t16:53:20.5z",
            "2026-05-05T23:53:20+07:00", "2026-05-05 16:53:20Z", "2026-05-05", "2026-02-30T00:00:00Z", "a-b", "a--b",
            "-a", "A b",
            "Asia/Tokyo", "asia/tokyo", "Asia/Tokyo ", "GMT", "GMT+7",
        ]

    /// Texts around the limits of a schema, in the forms that patterns want.
    private func boundaries(_ schema: JSONValue) -> [JSONValue] {
        let lengths = ["minLength", "maxLength"].compactMap { schema[$0]?.intValue }.flatMap { [$0 - 1, $0, $0 + 1] }
        let numbers = ["minimum", "maximum"].compactMap { schema[$0]?.intValue }.flatMap { [$0 - 1, $0, $0 + 1] }
        let texts = lengths.filter { $0 >= 0 }.flatMap { length in
            ["", "https://a.b/"].filter { $0.utf8.count <= length }.map { start in
                JSONValue.string(start + String(repeating: "a", count: length - start.utf8.count))
            } + [.string(String(repeating: "ế", count: length))]
        }
        let items = ["minItems", "maxItems"].compactMap { schema[$0]?.intValue }.flatMap { [$0 - 1, $0, $0 + 1] }
        let lists = items.filter { $0 >= 0 }.map { count in JSONValue.array((0..<count).map { .string("g\($0)") }) }
        let words = (schema["enum"]?.arrayValue ?? []).flatMap { word in
            [word, .string((word.stringValue ?? "").lowercased() + " ")]
        }
        return texts + numbers.map { .number(JSONNumber($0)) } + lists + words
    }

    /// All fields of all bodies, those of objects within and of a list's elements too.
    @Test func everyField() async throws {
        let api = try await TestAPI()
        var sent = 0
        for probe in try await cases(api) {
            let form = try #require(probe.route.body)
            let schema = try #require(api.checker.schemas[form.name])
            sent += try await check(api, probe, schema, at: "") { $0 }
            for (name, inner) in schema["properties"]?.objectValue?.members ?? [] where inner["properties"] != nil {
                sent += try await check(api, probe, inner, at: "/" + name) { [name: .object($0)] }
            }
            guard let turns = schema["properties"]?["turns"]?["items"] else { continue }
            sent += try await check(api, probe, turns, at: "/turns/0") { ["turns": [.object($0)]] }
        }
        #expect(sent > 5_000)
    }

    private func check(
        _ api: TestAPI, _ probe: Case, _ schema: JSONValue, at place: String, _ body: (JSONObject) -> JSONObject
    ) async throws -> Int {
        let fields = try #require(schema["properties"]?.objectValue)
        var sent = 0
        for (name, schema) in fields.members where !Self.lists.contains(name) {
            for value in Self.probes + boundaries(schema) + [probe.samples[name] ?? .null] {
                var object: JSONObject = [:]
                for other in fields.names where !Self.lists.contains(other) && other != name {
                    if let sample = probe.samples[other] { object[other] = sample }
                }
                object[name] = value
                let reply = try await api.call(
                    probe.route.method.description, probe.path, probe.token,
                    body: JSONValue.object(marked(body(object))).description,
                    headers: probe.route.precondition == .ifMatch ? [("If-Match", "*")] : [])
                sent += 1
                guard reply.status == 422 else {
                    Issue.record("\(probe.route.path) \(name) \(value): \(reply.status) \(reply.text)")
                    continue
                }
                let isKept = schema["description"]?.stringValue?.contains("rom a service only") == true
                let refuses = !api.checker.faults(value, schema, "").isEmpty
                judge(
                    reply, probe, name, value, refuses: refuses || isKept && !probe.isOfService && !value.isNull,
                    at: place)
            }
        }
        return sent
    }

    /// A body that is refused, whatever else is right with it.
    private func marked(_ body: JSONObject) -> JSONObject {
        var body = body
        body["no_such_field"] = 1
        return body
    }

    private func judge(
        _ reply: Reply, _ probe: Case, _ name: String, _ value: JSONValue, refuses: Bool, at place: String
    ) {
        let pointer = "\(place)/\(name)"
        let isRefused = reply.pointers.contains { $0 == pointer || $0.hasPrefix(pointer + "/") }
        let message =
            "\(probe.route.method) \(probe.route.path) \(pointer) \(value): \(isRefused ? "refused" : "taken")"
        if refuses {
            #expect(isRefused, "\(message) against the document")
        } else if Self.narrower.contains(name) {
            let texts = value.stringValue.map { [$0] } ?? (value.arrayValue ?? []).compactMap(\.stringValue)
            let isPlain = texts.allSatisfy { $0.unicodeScalars.allSatisfy { $0.isASCII && $0 != " " } }
            #expect(!isRefused || !isPlain, "\(message) against the document")
        } else if !Self.bound.contains(name) || value == probe.samples[name] {
            #expect(!isRefused, "\(message) against the document")
        }
    }

    /// Each field of an uploaded review, which is taken or rejected by itself: the reason names the field exactly when
    /// its schema refuses the value, and members that no review has are ignored, as the document says.
    @Test func uploadedReviews() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let element = try #require(api.checker.schemas["ReviewUpload"]?["properties"]?["reviews"]?["items"])
        let fields = try #require(element["properties"]?.objectValue)
        // Without such a card nothing is ever written.
        let good: JSONObject = [
            "review_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "flashcard_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "rating": "good",
            "reviewed_at": .string(TestAPI.start.text),
        ]
        func reason(_ review: JSONObject) async throws -> String {
            let body = JSONValue.object(["reviews": [.object(review)]]).description
            let reply = try await api.call("POST", "/v1/sync/reviews", ann, body: body)
            try #require(reply.status == 200)
            return reply.json["results"]?.arrayValue?.first?["reason"]?.stringValue ?? ""
        }
        for (name, schema) in fields.members {
            for value in Self.probes + boundaries(schema) {
                var review = good
                review[name] = value
                let refuses = !api.checker.faults(value, schema, "").isEmpty
                let found = try await reason(review).contains("\(name) ")
                let isLong = name == "reviewed_at" && !refuses
                #expect(found == refuses || isLong, "\(name) \(value): \(found ? "refused" : "taken")")
            }
            var without = good
            without[name] = Optional.none
            #expect(try await reason(without).contains("\(name) is required"))
        }
        var more = good
        more["easiness"] = 4
        #expect(api.checker.faults(.object(more), element, "").isEmpty)
        #expect(try await reason(more) == reason(good))
    }

    /// Each query parameter, on the first route that declares it so, takes what its schema takes, written as text. The
    /// bodies are wrong, so that nothing changes.
    @Test func everyParameter() async throws {
        let api = try await TestAPI()
        var sent = 0
        var tried: Set<String> = []
        for probe in try await cases(api, ofQueries: true) {
            for parameter in probe.route.query {
                let document = parameter.document
                guard tried.insert(document.description).inserted else { continue }
                let schema = try #require(document["schema"])
                let texts = Self.probes.map { $0.stringValue ?? $0.description }
                for text in texts + boundaries(schema).map({ $0.stringValue ?? $0.description }) {
                    let escaped = String(decoding: percentEscaped(text.utf8), as: UTF8.self)
                    // A target has at most 8 KiB.
                    guard escaped.utf8.count < 8_000 else { continue }
                    // A client may also write a number or a truth value; which it is depends on the schema alone.
                    let values =
                        [JSONValue.string(text)] + ((try? JSONValue.parse(Array(text.utf8))).map { [$0] } ?? [])
                    let refuses = values.allSatisfy { !api.checker.faults($0, schema, "").isEmpty }
                    let query = "\(parameter.name)=\(escaped)"
                    let others = probe.route.query.filter { $0.isRequired && $0.name != parameter.name }
                        .map { "&\($0.name)=a" }.joined()
                    let reply = try await api.call(
                        probe.route.method.description, "\(probe.path)?\(query)\(others)", probe.token,
                        body: probe.route.body == nil ? nil : "[]",
                        headers: probe.route.precondition == .ifMatch ? [("If-Match", "*")] : [])
                    sent += 1
                    let isNamed = reply.json["detail"]?.stringValue?.contains("\"\(parameter.name)\"") == true
                    let isRefused = reply.problem == "bad-parameter" && isNamed
                    let message = "\(probe.route.path) \(query): \(reply.status) \(reply.text)"
                    if refuses {
                        // A cursor is known only by the key that signed it.
                        #expect(isRefused || parameter.name == "cursor" && reply.problem == "bad-cursor", "\(message)")
                    } else if parameter.name != "fields" {
                        // Choices of fields have a separate grammar.
                        #expect(!isRefused, "\(message)")
                    }
                }
            }
        }
        #expect(sent > 1_500)
    }
}
