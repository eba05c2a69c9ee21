import DynamoModel
import HTTPServer
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// What goes for every call: tokens, routing, limits, ids, CORS, the log, metrics and the description.
@Suite(.tables) struct SeamAPITests {
    /// Each way in which a token can be wrong is 401 with a challenge; only a sent token gets an error code.
    @Test func unauthorized() async throws {
        let api = try await TestAPI()
        _ = try await api.register("ann")
        let good = api.token("ann")
        let other = JWTSigner(
            try JWTConfiguration(
                secret: Array(repeating: 1, count: 32), issuer: "https://id.example", audiences: ["lexi"])
        )
        let foreign = JWTSigner(
            try JWTConfiguration(secret: JWTTests.secret, issuer: "https://evil.example", audiences: ["lexi"]))
        let elsewhere = JWTSigner(
            try JWTConfiguration(secret: JWTTests.secret, issuer: "https://id.example", audiences: ["x"]))
        let now = Int(TestAPI.start.seconds)
        let wrong: [(String?, hasCode: Bool)] = [
            (nil, false), ("Basic YTpi", false), ("Bearer", true), ("Bearer ", true), ("Bearer x", true),
            ("Bearer \(good)x", true), ("Bearer \(good) \(good)", true), ("Bearer \(good.dropLast(3))", true),
            ("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.", true),
            ("Bearer \(other.token(subject: "ann", issuedAt: now, lifetime: 60))", true),
            ("Bearer \(foreign.token(subject: "ann", issuedAt: now, lifetime: 60))", true),
            ("Bearer \(elsewhere.token(subject: "ann", issuedAt: now, lifetime: 60))", true),
            ("Bearer \(api.signer.token(subject: "ann", issuedAt: now - 200, lifetime: 60))", true),
            ("Bearer \(api.signer.token(subject: "ann", issuedAt: now + 200, lifetime: 60))", true),
        ]
        for (value, hasCode) in wrong {
            let reply = try await api.call("GET", "/v1/me", headers: value.map { [("Authorization", $0)] } ?? [])
            #expect(reply.status == 401, "\(value ?? "none")")
            let challenge = try #require(reply["www-authenticate"])
            #expect(challenge.hasPrefix("Bearer realm=\"lexi\""))
            #expect(challenge.contains("error=\"invalid_token\"") == hasCode)
        }
        let twice = try await api.call("GET", "/v1/me", good, headers: [("Authorization", "Bearer \(good)")])
        #expect(twice.status == 401)
        #expect(try await api.call("GET", "/v1/me", headers: [("authorization", "bEaReR \(good)")]).status == 200)
    }

    /// A token that was accepted before is refused once it has expired, whatever is remembered of it.
    @Test func remembered() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        #expect(try await api.call("GET", "/v1/me", ann).status == 200)
        api.clock.advance(seconds: 3_600 + 60)
        #expect(try await api.call("GET", "/v1/me", ann).status == 401)
    }

    /// Unknown paths are 404, known ones with another method 405 with `Allow`.
    @Test func routing() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        for path in ["/v2", "/v1", "/v1/", "/v1/me/", "/v1//me", "/v1/flashcards/x/y/z", "/%2e", "/v1/sync"] {
            #expect(try await api.call("GET", path, ann).status == 404, "\(path)")
        }
        let put = try await api.call("PUT", "/v1/me", ann, body: "{}")
        #expect(put.status == 405)
        #expect(put["allow"] == "GET, HEAD, PATCH, DELETE, OPTIONS")
        #expect(try await api.call("POST", "/v1/me", ann).status == 405)
        let options = try await api.call("OPTIONS", "/v1/me")
        #expect(options.status == 204)
        #expect(options["allow"] == put["allow"])
        #expect(try await api.call("OPTIONS", "/v1/nowhere").status == 404)
        // What is named is what works: a literal path has no methods of the path with a parameter in its place.
        let due = try await api.call("DELETE", "/v1/flashcards/due", ann)
        #expect(due.status == 405)
        #expect(due["allow"] == "GET, HEAD, OPTIONS")
    }

    /// Media type, JSON, size and unknown parameters, in this order behind the token.
    @Test func bodies() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let text = try await api.call(
            "POST", "/v1/flashcards", ann, body: "{}", headers: [("Content-Type", "text/plain")])
        #expect(text.status == 415)
        let broken = try await api.call("POST", "/v1/flashcards", ann, body: #"{"word":"a","word":"b"}"#)
        #expect(broken.status == 400)
        #expect(broken.problem == "malformed-json")
        #expect(broken.json["detail"]?.stringValue?.contains("byte") == true)
        let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        #expect(try await api.call("POST", "/v1/flashcards", ann, body: "{\"x\":\(deep)}").status == 400)
        let query = try await api.call("POST", "/v1/flashcards?dry=1", ann, body: #"{"word":"a"}"#)
        #expect(query.problem == "bad-parameter")
        #expect(query.json["detail"]?.stringValue?.contains("dry") == true)
        let limit = Route.ordinaryBodyLimit
        let large = "{\"word\":\"" + String(repeating: "x", count: limit) + "\"}"
        let tooLarge = try await api.call("POST", "/v1/flashcards", ann, body: large)
        #expect(tooLarge.status == 413)
        #expect(tooLarge.problem == "content-too-large")
        // At the limit it is read, and only then found wrong.
        let fitting = "{\"word\":\"" + String(repeating: "x", count: limit - 11) + "\"}"
        #expect(fitting.utf8.count == limit)
        #expect(try await api.call("POST", "/v1/flashcards", ann, body: fitting).status == 422)
        #expect(try await api.call("POST", "/v1/flashcards", nil, body: "{").status == 401)
        #expect(try await api.call("GET", "/v1/flashcards", ann).items.isEmpty)
    }

    /// What the server itself refuses is a problem document too.
    @Test func refusals() async throws {
        let api = try await TestAPI()
        let long = String(repeating: "a", count: 9_000)
        #expect(try await api.call("GET", "/\(long)").status == 414)
        let header = try await api.call("GET", "/v1/me", headers: [("X-Long", String(repeating: "a", count: 20_000))])
        #expect(header.status == 431)
        #expect(header.problem == "header-too-large")
        #expect(try await api.call("GET", "/%zz").problem == "malformed-request")
        let brew = try await api.call("BREW", "/")
        #expect(brew.status == 501)
        let lines = try api.lines.all.map { try JSONValue.parse($0) }
        let line = try #require(lines.first { $0["request_id"]?.stringValue == brew["x-request-id"] })
        #expect(line["event"] == "refused")
        #expect(line["status"] == 501)
        let crowded = Problem(HTTPProtocolError.bodyMemoryExhausted).response(requestID: "r")
        #expect(crowded.status == .serviceUnavailable)
        #expect(crowded.headers.first("retry-after") == Array("1".utf8)[...])
    }

    /// A page of a configured origin can read why the server itself refused its request, and the answer names its id.
    @Test func refusalsAreReadableForOrigins() async throws {
        let api = try await TestAPI { $0.allowedOrigins = ["https://app.example"] }
        let ann = try await api.register("ann")
        let origin = [("Origin", "https://app.example"), ("X-Request-Id", "mine")]
        let long = String(repeating: "a", count: 9_000)
        let large = String(repeating: " ", count: Route.ordinaryBodyLimit + 1)
        let refusals = [
            try await api.call("POST", "/v1/flashcards", ann, body: large, headers: origin),
            try await api.call("GET", "/\(long)", ann, headers: origin),
            try await api.call("GET", "/v1/me", ann, headers: origin + [("X-Long", long + long)]),
            try await api.call("GET", "/v1/scenarios?level=%zz", ann, headers: origin),
            try await api.call("BREW", "/v1/me", ann, headers: origin),
        ]
        #expect(refusals.map(\.status) == [413, 414, 431, 400, 501])
        for refusal in refusals {
            #expect(refusal["access-control-allow-origin"] == "https://app.example")
            #expect(refusal["x-request-id"] == "mine")
        }
        let other = try await api.call("GET", "/\(long)", headers: [("Origin", "https://evil.example")])
        #expect(other["access-control-allow-origin"] == nil)
    }

    /// A call that takes no body ignores a small one, whatever it says that it is; a large one is refused.
    @Test func unexpectedBodiesAreIgnored() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let card = try await api.card(ann, "ignored")
        let path = "/v1/flashcards/\(card["flashcard_id"]?.stringValue ?? "")"
        let text = [("Content-Type", "text/plain"), ("Content-Encoding", "x-unknown")]
        #expect(try await api.call("GET", path, ann, body: "anything", headers: text).status == 200)
        let fields = [("If-Match", "*")] + text
        #expect(try await api.call("DELETE", path, ann, body: "{", headers: fields).status == 204)
        let large = String(repeating: "x", count: Route.ignoredBodyLimit + 1)
        let head = "GET /v1/me HTTP/1.1\r\nHost: a\r\nContent-Length: \(large.utf8.count)\r\n\r\n"
        #expect(try await HTTPClient.exchange(port: api.port, Array((head + large).utf8)).status == 413)
        let second = try await onThread {
            let client = try RawClient(api.port)
            try client.send(
                "GET /health/live HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            )
            _ = try client.answer()
            return try client.answer().status
        }
        #expect(second == 200)
    }

    /// A request brings its id or gets one, and the problem and the log name it; the log holds neither token nor data.
    @Test func identifyingAndLogging() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        _ = try await api.card(ann, "zucchini")
        let reply = try await api.call("GET", "/v1/flashcards?word=zucchini", ann, headers: [("X-Request-Id", "my-id")])
        #expect(reply["x-request-id"] == "my-id")
        let replaced = try await api.call("GET", "/v1/me", ann, headers: [("X-Request-Id", "a\"b c")])
        #expect(replaced["x-request-id"] != "a\"b c")
        let lines = try api.lines.all.map { try JSONValue.parse($0) }
        let line = try #require(lines.first { $0["request_id"] == "my-id" })
        #expect(line["event"] == "request")
        #expect(line["route"] == "/v1/flashcards")
        #expect(line["method"] == "GET")
        #expect(line["status"] == 200)
        #expect(line["duration_us"]?.intValue != nil)
        #expect(line["trace_id"] == nil)
        let caller = try #require(line["caller"]?.stringValue)
        #expect(caller.utf8.count == 16)
        let trace = "0af7651916cd43dd8448eb211c80319c"
        for (id, value, wanted) in [
            ("traced", "00-\(trace)-b7ad6b7169203331-01", trace), ("later", "01-\(trace)-b7ad6b7169203331-01-x", trace),
            ("bad", "00-\(trace)-0000000000000000-01", nil), ("short", "00-\(trace)", nil),
        ] {
            let fields = [("X-Request-Id", id), ("traceparent", value)]
            #expect(try await api.call("GET", "/v1/me", ann, headers: fields).status == 200)
            let line = try #require(
                try api.lines.all.map { try JSONValue.parse($0) }.first { $0["request_id"]?.stringValue == id })
            #expect(line["trace_id"]?.stringValue == wanted)
            #expect(line["caller"]?.stringValue == caller)
            #expect(line["peer"]?.stringValue?.isEmpty == false)
        }
        let bob = try await api.register("bob")
        _ = try await api.call("GET", "/v1/me", bob, headers: [("X-Request-Id", "bobs")])
        let bobs = try #require(try api.lines.all.map { try JSONValue.parse($0) }.first { $0["request_id"] == "bobs" })
        #expect(bobs["caller"]?.stringValue != caller)
        let text = String(decoding: Array(api.lines.all.joined()), as: UTF8.self)
        for secret in ["zucchini", "ann@example.com", ann, "Bearer", "ann"] {
            #expect(!text.contains(secret), "\(secret)")
        }
    }

    /// With a limit: a burst passes, then 429 with `Retry-After`; other users go on, and the fields count down.
    @Test func rateLimit() async throws {
        let api = try await TestAPI { $0.rateLimit = RateLimit(burst: 3, requests: 1, window: 60) }
        let ann = try await api.register("ann")
        let second = try await api.call("GET", "/v1/me", ann)
        #expect(second["ratelimit-policy"] == "\"user\";q=3;w=180")
        #expect(second["ratelimit"]?.hasPrefix("\"user\";r=1;t=") == true)
        #expect(try await api.call("GET", "/v1/me", ann).status == 200)
        let refused = try await api.call("GET", "/v1/me", ann)
        #expect(refused.status == 429)
        #expect(refused.problem == "too-many-requests")
        #expect(refused["retry-after"].flatMap { Int($0) }.map { (1...60).contains($0) } == true)
        #expect(try await api.call("POST", "/v1/users", api.token("bo")).status == 201)
        #expect(try await api.call("GET", "/v1/scenarios").status == 200)
        for _ in 0..<5 {
            #expect(try await api.call("GET", "/v1/service/scoring-jobs", api.serviceToken).status == 200)
        }
    }

    /// CORS is off unless configured, and then for exactly these origins.
    @Test func cors() async throws {
        let closed = try await TestAPI()
        let plain = try await closed.call("GET", "/v1/scenarios", headers: [("Origin", "https://app.example")])
        #expect(plain["access-control-allow-origin"] == nil)
        #expect(plain["vary"] == nil)
        let api = try await TestAPI { $0.allowedOrigins = ["https://app.example"] }
        let asked: [(String, String)] = [("Access-Control-Request-Method", "PATCH")]
        let preflight = try await api.call("OPTIONS", "/v1/me", headers: asked + [("Origin", "https://app.example")])
        #expect(preflight.status == 204)
        #expect(preflight["access-control-allow-methods"] == "GET, HEAD, PATCH, DELETE")
        #expect(preflight["access-control-allow-origin"] == "https://app.example")
        let simple = try await api.call("GET", "/v1/me", headers: [("Origin", "https://app.example")])
        #expect(simple.status == 401)
        #expect(simple["access-control-allow-origin"] == "https://app.example")
        for origin in ["https://app.example.evil", "https://APP.example", "http://app.example", "null", "*"] {
            let reply = try await api.call("GET", "/v1/scenarios", headers: [("Origin", origin)])
            #expect(reply["access-control-allow-origin"] == nil)
            #expect(reply["vary"] == "Origin")
            let refused = try await api.call("OPTIONS", "/v1/me", headers: asked + [("Origin", origin)])
            #expect(refused["access-control-allow-methods"] == nil)
        }
    }

    /// A browser may send what the API reads and see what it answers, whatever it calls: an unknown path, a method that
    /// the resource does not have, a call beyond the limit.
    @Test func corsOfEveryCall() async throws {
        let api = try await TestAPI {
            $0.allowedOrigins = ["https://app.example"]
            $0.addressLimit = RateLimit(burst: 4, requests: 1, window: 60)
        }
        let origin = [("Origin", "https://app.example")]
        for (method, path) in [("PATCH", "/v1/nowhere"), ("PUT", "/v1/me"), ("GET", "/v1/me")] {
            let asked = origin + [("Access-Control-Request-Method", method)]
            let reply = try await api.call("OPTIONS", path, headers: asked)
            #expect(reply.status == 204, "\(path)")
            let methods = reply["access-control-allow-methods"]?.split(separator: ", ").map(String.init) ?? []
            #expect(methods.contains(method) && Set(methods).count == methods.count, "\(path) \(methods)")
            let fields = Set((reply["access-control-allow-headers"] ?? "").lowercased().split(separator: ", "))
            let sent: Set<Substring> = [
                "authorization", "content-type", "content-encoding", "idempotency-key", "if-match", "if-none-match",
                "if-unmodified-since", "traceparent", "x-request-id",
            ]
            #expect(fields.isSuperset(of: sent), "\(sent.subtracting(fields))")
        }
        var statuses: [Int] = []
        for _ in 0..<5 {
            let preflight = try await api.call(
                "OPTIONS", "/v1/me", headers: origin + [("Access-Control-Request-Method", "GET")])
            #expect(preflight.status == 204)
            let reply = try await api.call("POST", "/v1/me", headers: origin)
            statuses.append(reply.status)
            let shown = Set((reply["access-control-expose-headers"] ?? "").lowercased().split(separator: ", "))
            // Browsers show these, and what is about the connection or about CORS, anyway.
            let plain: Set<String> = [
                "content-type", "content-length", "cache-control", "vary", "x-content-type-options",
            ]
            for (name, _) in reply.headers where !plain.contains(name) && !name.hasPrefix("access-control-") {
                #expect(shown.contains(Substring(name)) || ["date", "connection"].contains(name), "\(name)")
            }
        }
        // Over sockets the test's own call for the document came from the same address.
        #expect([[405, 405, 405, 405, 429], [405, 405, 405, 429, 429]].contains(statuses))
    }

    /// Health and readiness; metrics count by template; the page and the description are there for everybody.
    @Test func operations() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        _ = try await api.call("GET", "/v1/flashcards/01ARZ3NDEKTSV4RRFFQ69G5FAV", ann)
        #expect(try await api.call("GET", "/health/live").status == 200)
        #expect(try await api.call("GET", "/health/ready").json["status"] == "ok")
        let metrics = try await api.call("GET", "/metrics").text
        let line = "lexi_http_requests_total{method=\"GET\",route=\"/v1/flashcards/{flashcard_id}\",status=\"404\"} 1"
        #expect(metrics.contains(line))
        #expect(metrics.contains("lexi_http_request_duration_seconds_count{method=\"POST\",route=\"/v1/users\"} 1"))
        #expect(metrics.contains("lexi_access_pattern_calls_total{pattern=\"2\",operation=\"GetItem\"}"))
        #expect(metrics.contains("process_resident_memory_bytes"))
        #expect(!metrics.contains("01ARZ3"))
        let page = try await api.call("GET", "/")
        #expect(page["content-type"] == "text/html; charset=utf-8")
        #expect(page.text.contains("/openapi.json"))
        let document = try await api.call("GET", "/openapi.json")
        #expect(document.json["openapi"] == "3.1.0")
        #expect(document.json["info"]?["version"] == "1.2.3")
        let tag = try #require(document["etag"])
        #expect(try await api.call("GET", "/openapi.json", headers: [("If-None-Match", tag)]).status == 304)
    }

    /// When the table is gone the service is not ready, and calls are 503 with `Retry-After`; what is wrong is in the
    /// log.
    @Test func withoutATable() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        _ = try await api.table.db.deleteTable(tableName: api.table.name)
        try await waitUntilGone(api.table.db, tableName: api.table.name)
        let ready = try await api.call("GET", "/health/ready")
        #expect(ready.status == 503)
        let reply = try await api.call("GET", "/v1/me", ann)
        #expect(reply.status == 503)
        #expect(reply["retry-after"] == "1")
        #expect(try await api.call("GET", "/health/live").status == 200)
        let lines = try api.lines.all.map { try JSONValue.parse($0) }
        #expect(lines.contains { $0["level"] == "error" && $0["failure"] != nil })
    }
}
