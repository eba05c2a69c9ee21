import HTTPServer
import TestSupport
import Testing

@testable import LexiAPI

/// Where requests come from, and how many an address may send.
@Suite(.tables) struct ClientAddressTests {
    private func client(_ peer: String, _ fields: [(String, String)], trusted: [String]) throws -> String {
        var headers = HTTPHeaders()
        for (name, value) in fields {
            headers.append(try #require(HTTPFieldName(Array(name.utf8))), try #require(HTTPFieldValue(value)))
        }
        let request = try HTTPRequest(
            method: .get, target: "/", headers: headers, peer: try #require(PeerAddress(text: Array(peer.utf8))))
        return ClientAddress(trusted: try trusted.map { try #require(AddressRange($0)) }).of(request).host
    }

    /// Trusted proxies are passed over from the last one back; a stranger's word counts for nothing.
    @Test func proxies() throws {
        let mine = ["10.0.0.0/8", "::1"]
        let xff = "X-Forwarded-For"
        for (peer, fields, expected) in [
            ("203.0.113.1", [(xff, "198.51.100.7")], "203.0.113.1"),
            ("10.0.0.1", [], "10.0.0.1"),
            ("10.0.0.1", [(xff, "198.51.100.7")], "198.51.100.7"),
            ("10.0.0.1", [(xff, "1.1.1.1, 198.51.100.7, 10.0.0.2")], "198.51.100.7"),
            ("10.0.0.1", [(xff, "1.1.1.1"), (xff, "198.51.100.7")], "198.51.100.7"),
            ("10.0.0.1", [(xff, "198.51.100.7, unknown")], "10.0.0.1"),
            ("10.0.0.1", [(xff, "")], "10.0.0.1"),
            ("::1", [("Forwarded", "for=198.51.100.7;proto=https;by=10.0.0.3")], "198.51.100.7"),
            ("::1", [("Forwarded", "for=1.1.1.1, For=\"[2001:db8::17]:4711\"")], "2001:db8::17"),
            ("::1", [("Forwarded", "for=198.51.100.7, proto=https")], "::1"),
            ("::1", [("Forwarded", "for=1.1.1.1"), (xff, "1.1.1.1")], "1.1.1.1"),
            // A proxy sets one of them: the other one is what the client made up.
            ("::1", [("Forwarded", "for=1.1.1.1"), (xff, "198.51.100.7")], "::1"),
        ] as [(String, [(String, String)], String)] {
            #expect(try client(peer, fields, trusted: mine) == expected, "\(peer) \(fields)")
            #expect(try client(peer, fields, trusted: []) == peer)
        }
    }

    /// Any request counts for its address, those with refused tokens and to nowhere too; monitors are not kept out, and
    /// other addresses go on.
    @Test func limits() async throws {
        let api = try await TestAPI {
            $0.addressLimit = RateLimit(burst: 3, requests: 1, window: 60)
            $0.trustedProxies = ["127.0.0.1", "0.0.0.0"].compactMap { AddressRange($0) }
        }
        let from = { (address: String) in [("X-Forwarded-For", address)] }
        let first = try await api.call("GET", "/v1/me", "no.valid.token", headers: from("192.0.2.1"))
        #expect(first.status == 401)
        #expect(first["ratelimit-policy"] == "\"address\";q=3;w=180")
        #expect(first["ratelimit"]?.hasPrefix("\"address\";r=2;t=") == true)
        #expect(try await api.call("GET", "/nowhere", headers: from("192.0.2.1")).status == 404)
        #expect(try await api.call("GET", "/v1/scenarios", headers: from("192.0.2.1")).status == 200)
        let refused = try await api.call("GET", "/v1/scenarios", headers: from("192.0.2.1"))
        #expect(refused.status == 429)
        #expect(refused["retry-after"].flatMap { Int($0) }.map { (1...60).contains($0) } == true)
        #expect(try await api.call("GET", "/health/live", headers: from("192.0.2.1")).status == 200)
        #expect(try await api.call("GET", "/v1/scenarios", headers: from("192.0.2.2")).status == 200)
        // Services share an address and are not limited by it.
        for _ in 0..<5 {
            let jobs = try await api.call(
                "GET", "/v1/service/scoring-jobs", api.serviceToken, headers: from("192.0.2.3"))
            #expect(jobs.status == 200)
        }
    }

    /// Files have a limit besides that of the user.
    @Test func files() async throws {
        let api = try await TestAPI { $0.fileLimit = RateLimit(burst: 4, requests: 1, window: 60) }
        let ann = try await api.register("ann")
        // Without sockets an answer that is streamed is asked for twice: of the router, and over a socket.
        var statuses: [Int] = []
        for _ in 0..<5 where statuses.last != 429 {
            statuses.append(try await api.call("GET", "/v1/flashcards/export", ann).status)
        }
        #expect([[200, 200, 429], [200, 200, 200, 200, 429]].contains(statuses))
        let refused = try await api.importFile(Array("a".utf8), "text/csv", ann)
        #expect(refused.status == 429)
        #expect(refused["ratelimit-policy"] == "\"files\";q=4;w=240")
        #expect(try await api.call("GET", "/v1/flashcards", ann).status == 200)
        let bob = try await api.register("bob")
        #expect(try await api.call("GET", "/v1/me/export", bob).status == 200)
    }

    /// Writes can have a separate limit: a user who has used it up still reads.
    @Test func writes() async throws {
        let api = try await TestAPI { $0.writeLimit = RateLimit(burst: 3, requests: 1, window: 60) }
        let ann = try await api.register("ann")
        for word in ["a", "b"] { _ = try await api.card(ann, word) }
        let refused = try await api.call("POST", "/v1/flashcards", ann, body: #"{"word":"c"}"#)
        #expect(refused.status == 429 && refused["ratelimit-policy"] == "\"writes\";q=3;w=180")
        #expect(refused["retry-after"] != nil)
        let read = try await api.call("GET", "/v1/flashcards", ann)
        #expect(read.status == 200 && read["ratelimit-policy"] == nil)
        _ = try await api.register("bob")
    }
}
