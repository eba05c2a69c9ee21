import JSONText
import TestSupport
import Testing

@testable import LexiAPI

/// A service as the real app sees it: tokens of an identity provider, scenarios, and nothing else.
struct AppWorld {
    let api: TestAPI
    let admin: String

    init(_ change: (inout LexiAPIConfiguration) throws -> Void = { _ in }) async throws {
        api = try await TestAPI(overSockets: true, change)
        admin = api.token("admin")
        try #require(try await api.call("GET", "/profile", admin).status == 200)
        let made = try await api.call("POST", "/v1/admin/scenarios", admin, body: SessionAPITests.cafe)
        try #require(made.status == 201)
    }

    /// Saves a word by the app's call.
    func save(_ token: String, _ word: String, _ more: String = "") async throws -> JSONValue {
        let reply = try await api.call(
            "POST", "/flashcards", token,
            body: "{\"word\":\"\(word)\",\"word_type\":\"noun\",\"translation_vi\":\"nghĩa\"\(more)}")
        try #require(reply.status == 201, "\(reply.text)")
        return reply.data
    }

    /// Starts a session by the app's call, and gives its id.
    func start(_ token: String) async throws -> String {
        let reply = try await api.call("POST", "/sessions", token, body: #"{"scenario_id":"cafe"}"#)
        try #require(reply.status == 201, "\(reply.text)")
        return try #require(reply.data["session_id"]?.stringValue)
    }
}
