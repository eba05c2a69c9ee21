import HTTPServer
import JSONText
import TestSupport
import Testing

@testable import LexiAPI

/// What the log and the figures say of clients who do not read their answers.
@Suite(.tables) struct UnreadAnswerTests {
    private static let calls = 200

    private static func lines(_ api: TestAPI) throws -> [JSONValue] {
        try api.lines.all.map { try JSONValue.parse($0) }.filter { $0["route"] == "/openapi.json" }
    }

    // A client pipelines many calls for a large document and reads none: what the system has not taken is in work until
    // the client leaves, and then logged as broken off; the answers are logged in their order, and those calls that
    // found no room are not, for they were never begun.
    @Test func areRecordedWhenTheClientLeaves() async throws {
        let api = try await TestAPI()
        let whole = try await api.call("GET", "/openapi.json").body.count
        let before = try Self.lines(api).count
        let clients = try await onThread {
            let client = try RawClient(api.port, receiveBuffer: 4096)
            let calls = (0..<Self.calls).map {
                "GET /openapi.json HTTP/1.1\r\nHost: a\r\nX-Request-Id: call-\($0)\r\n\r\n"
            }
            try client.send(calls.joined())
            #expect(try client.receive(atMost: 100).count == 100)
            return ClientBox([client])
        }
        try await waitFor("answers to wait") {
            let count = try Self.lines(api).count
            try await Task.sleep(for: .milliseconds(50))
            return try await Self.inWork(api) > 0 && Self.lines(api).count == count ? true : nil
        }
        #expect(try Self.lines(api).allSatisfy { $0["broken_off"] == nil })
        clients.dropAll()
        try await waitFor("the client's end") { try await Self.inWork(api) == 0 ? true : nil }
        let lines = try Self.lines(api).dropFirst(before)
        #expect(lines.count < Self.calls)
        #expect(lines.compactMap { $0["request_id"]?.stringValue } == lines.indices.map { "call-\($0 - before)" })
        let broken = lines.drop { $0["broken_off"] == nil }
        #expect(!broken.isEmpty && broken.allSatisfy { $0["broken_off"] == true && $0["status"] == 200 })
        #expect(broken.allSatisfy { ($0["bytes_out"]?.intValue ?? whole) < whole })
        #expect(lines.prefix(lines.count - broken.count).allSatisfy { $0["bytes_out"]?.intValue == whole })
    }

    /// Requests that are not answered to the end, by the figures' own address, which counts none of its own.
    private static func inWork(_ api: TestAPI) async throws -> Int {
        let request = try HTTPRequest(method: .get, target: "/metrics")
        let figures = Reply(await api.responder.metricsResponder.respond(to: request), isHead: false)?.text ?? ""
        let line = figures.split(separator: "\n").first { $0.hasPrefix("lexi_http_requests_in_flight ") }
        return try #require(line.flatMap { Int($0.split(separator: " ")[1]) })
    }
}
