import Compression
import JSONText
import TestSupport
import Testing

@testable import LexiAPI

/// Sessions that are sent while they are read.
@Suite(.tables) struct LongSessionTests {
    private static let turns = 140

    /// A session of many turns, a few of them with long texts; its path and its learner's token.
    private static func long(_ api: TestAPI) async throws -> (path: String, token: String) {
        let made = try await api.call("POST", "/v1/admin/scenarios", try await api.admin(), body: SessionAPITests.cafe)
        try #require(made.status == 201)
        let token = try await api.register("ann")
        let session = try await api.call(
            "POST", "/v1/sessions", token, body: #"{"scenario_id":"cafe","learner_role":"guest"}"#)
        let path = "/v1/sessions/\(try #require(session.json["session_id"]?.stringValue))"
        for first in stride(from: 0, to: turns, by: 20) {
            let texts = (first..<first + 20).map {
                "{\"content\":\"turn \($0) \(String(repeating: "ă", count: 300))\"}"
            }
            let reply = try await api.call(
                "POST", path + "/turns", token, body: "{\"turns\":[\(texts.joined(separator: ","))]}")
            try #require(reply.status == 201)
        }
        return (path, token)
    }

    /// The answer has every turn in order and a tag that holds until the session changes; it is logged when its last
    /// byte is sent.
    @Test func isSentWhole() async throws {
        let api = try await TestAPI()
        let (path, token) = try await Self.long(api)
        let whole = try await api.call("GET", path, token, headers: [("X-Request-Id", "long")])
        #expect(whole.status == 200)
        #expect(whole["transfer-encoding"] == "chunked")
        #expect(whole.text.hasSuffix("}\n"))
        let turns = whole.json["turns"]?.arrayValue ?? []
        #expect(turns.compactMap { $0["turn_index"]?.intValue } == Array(0..<Self.turns))
        #expect(turns.last?["content"]?.stringValue?.hasPrefix("turn 139 ") == true)
        #expect(whole.json["scoring"] == .null)

        let tag = try #require(whole["etag"])
        #expect(try await api.call("GET", path, token, headers: [("If-None-Match", tag)]).status == 304)
        let head = try await HTTPClient.exchange(api.port, "HEAD", path, token, [])
        #expect(head["etag"] == tag && head.body.isEmpty)
        let packed = try await HTTPClient.exchange(api.port, "GET", path, token, [("Accept-Encoding", "gzip")])
        #expect(try Gzip.decompress(packed.body, limit: 1 << 24) == whole.body)

        let line = try #require(try api.lines.all.map { try JSONValue.parse($0) }.first { $0["request_id"] == "long" })
        #expect(line["bytes_out"]?.intValue == whole.body.count)
        #expect(line["broken_off"] == nil)

        _ = try await api.call("POST", path + "/turns", token, body: "{\"content\":\"one more\"}")
        let later = try await api.call("GET", path, token, headers: [("If-None-Match", tag)])
        #expect(later.status == 200)
        #expect(later["etag"] != tag)
        #expect(later.json["turns"]?.arrayValue?.count == Self.turns + 1)
    }
}
