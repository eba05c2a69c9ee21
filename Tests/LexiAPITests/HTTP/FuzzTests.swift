import HTTPServer
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Bodies, tokens and query strings that are wrong at random, the same ones in each run: each gets an answer below 500.
@Suite(.tables) struct FuzzTests {
    private static let values = [
        "null", "true", "-1", "1e400", "1.5", "99999999999999999999", "\"\"", "\"\\u0000\"", "\"#\"", "\"e\\u0301\"",
        "[]",
        "{}", "[[[]]]", "\"2026-02-30T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"A1\"", "\"USER\"", "[{}]", "[null]",
        "\"\\ud834\\udd1e\"", "0", "1000000000",
    ]

    private func send(_ api: TestAPI, _ route: Route, _ token: String, path: String, _ body: [UInt8]) async throws
        -> Reply
    {
        try await api.exchange(
            route.method.description, path,
            [("Authorization", "Bearer \(token)"), ("If-Match", "*"), ("Content-Type", "application/json")], body)
    }

    /// The names that a body may have, with those of its lists.
    private func names(_ schema: Schema) -> [String] {
        guard case .object(let fields) = schema.kind else { return [] }
        return fields.map(\.name) + schema.notSettable + ["x", ""]
    }

    /// For each route with a body: members with random values, and texts with random bytes changed.
    @Test func bodies() async throws {
        let api = try await TestAPI()
        let admin = try await api.admin()
        _ = try await api.call("POST", "/v1/admin/scenarios", admin, body: SessionAPITests.cafe)
        let card = try #require(try await api.card(admin, "word")["flashcard_id"]?.stringValue)
        let session = try #require(
            try await api.call("POST", "/v1/sessions", admin, body: #"{"scenario_id":"cafe","learner_role":"guest"}"#)
                .json["session_id"]?.stringValue)
        let user = try #require(try await api.call("GET", "/v1/me", admin).json["user_id"]?.stringValue)
        let random = RandomSource.seeded(7)
        func pick(_ count: Int) -> Int { Int(random.below(UInt64(count))) }
        for route in api.routes {
            // An admin who turns themselves off would see 403 only from then on.
            guard let form = route.body, !route.path.hasSuffix("/admin/users/{user_id}") else { continue }
            let names = names(form.schema)
            let path = route.path.replacing("{flashcard_id}", with: card).replacing("{session_id}", with: session)
                .replacing("{scenario_id}", with: "cafe").replacing("{user_id}", with: user)
            let token = route.access == .service || pick(3) == 0 ? api.serviceToken : admin
            for _ in 0..<60 {
                let members = (0..<pick(6)).map { _ in
                    "\"\(names[pick(names.count)])\":\(Self.values[pick(Self.values.count)])"
                }
                var bytes = Array("{\(members.joined(separator: ","))}".utf8)
                for _ in 0..<pick(3) { bytes[pick(bytes.count)] = UInt8(pick(256)) }
                let reply = try await send(api, route, token, path: path, bytes)
                let sent = String(decoding: bytes, as: UTF8.self)
                // There is no dictionary.
                let isDictionary = reply.status == 503 && route.path.hasPrefix("/vocabulary/")
                #expect(
                    (200..<500).contains(reply.status) || isDictionary, "\(route.method) \(path) \(sent): \(reply.text)"
                )
            }
        }
    }

    /// Paths and query strings with random bytes in their escapes.
    @Test func targets() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let random = RandomSource.seeded(8)
        func text() -> String {
            let bytes = (0..<Int(random.below(12))).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            return String(decoding: percentEscaped(bytes), as: UTF8.self)
        }
        for round in 0..<200 {
            let target = [
                "/v1/flashcards/\(text())", "/v1/flashcards?word=\(text())", "/v1/flashcards?word_prefix=\(text())",
                "/v1/flashcards?cursor=\(text())", "/v1/scenarios/\(text())", "/v1/\(text())?\(text())=\(text())",
                "/v1/sessions/\(text())/turns?limit=\(text())", "/v1/me/activity?from=\(text())",
            ][round % 8]
            let reply = try await api.call("GET", target, ann)
            #expect(reply.status < 500, "\(target)")
        }
    }
}
