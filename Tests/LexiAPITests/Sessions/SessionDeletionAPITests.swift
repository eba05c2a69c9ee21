import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Deleting a session over the wire.
@Suite(.tables) struct SessionDeletionAPITests {
    /// It needs the tag of the session as it was read.
    @Test func withItsTag() async throws {
        let api = try await TestAPI()
        _ = try await api.call("POST", "/v1/admin/scenarios", try await api.admin(), body: SessionAPITests.cafe)
        let ann = try await api.register("ann")
        let started = try await api.call(
            "POST", "/v1/sessions", ann, body: #"{"scenario_id":"cafe","learner_role":"guest"}"#)
        let path = "/v1/sessions/\(try #require(started.json["session_id"]?.stringValue))"
        let old = try #require(try await api.call("GET", path, ann)["etag"])
        _ = try await api.call("POST", path + "/turns", ann, body: #"{"content":"Hi"}"#)
        #expect(try await api.call("DELETE", path, ann).status == 428)
        #expect(try await api.call("DELETE", path, ann, headers: [("If-Match", old)]).status == 412)
        let tag = try #require(try await api.call("GET", path, ann)["etag"])
        #expect(try await api.call("DELETE", path, ann, headers: [("If-Match", tag)]).status == 204)
        #expect(try await api.call("GET", path, ann).status == 404)
        #expect(try await api.call("DELETE", path, ann, headers: [("If-Match", "*")]).status == 404)
        #expect(try await api.call("GET", "/v1/sessions", ann).items.isEmpty)
    }
}
