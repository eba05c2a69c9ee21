import DynamoModel
import Foundation
import HTTPServer
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

extension SteppedClock {
    /// The same clock as the service reads it.
    var wall: WallClock { WallClock { Int64(self.now * 1000) } }

    /// Moves the clock.
    func advance(seconds: Int64) { advance(by: Double(seconds)) }
}

/// The whole service on a real table, with a clock that stands still.
///
/// Requests go to the router directly; with `LEXI_TEST_SOCKETS=1` the same tests send them over real sockets, as do
/// requests that only a connection can refuse.
///
/// Every answer is held against the OpenAPI document that the service itself serves.
final class TestAPI: Sendable {
    static let start = Timestamp(clamping: 1_778_000_000)

    let port: UInt16
    let clock: SteppedClock
    let lines = Lines()
    let table: TestTable
    let signer: JWTSigner
    let routes: [Route]
    let checker: OpenAPIChecker
    let responder: LexiResponder
    private let usesSockets: Bool

    /// - Parameters:
    ///   - given: a table's holder of the test's own; nil for the back end of the run.
    ///   - overSockets: whether all requests go over sockets, also when the environment does not ask for it.
    init(
        over given: (any DynamoDB)? = nil, overSockets: Bool = false,
        _ change: (inout LexiAPIConfiguration) throws -> Void = { _ in }
    ) async throws {
        usesSockets = overSockets || ProcessInfo.processInfo.environment["LEXI_TEST_SOCKETS"] == "1"
        let clock = SteppedClock(Double(Self.start.seconds))
        let tokens = try Self.tokens()
        var configuration = try Self.configuration(tokens)
        configuration.adminEmails = [try EmailAddress("admin@example.com")]
        configuration.fileLimit = nil
        try change(&configuration)
        let db: any DynamoDB
        if let given { db = given } else { db = try await Backend.chosen.open { clock.now } }
        table = try await TestTable.make(db, TestTables.lexiApp())
        let lines = lines
        let responder = try LexiResponder(
            configuration, table: db, clock: clock.wall, random: .seeded(42),
            log: Log(level: .info) { lines.add($0) })
        let listener = HTTPListener(configuration: HTTPConfiguration(), responder: responder)
        port = try listener.start()
        try await TableScope.atEnd { await listener.shutdown(grace: .zero) }
        self.clock = clock
        signer = JWTSigner(tokens)
        routes = responder.routes
        self.responder = responder
        let document = try await HTTPClient.exchange(
            port: port, Array("GET /openapi.json HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".utf8))
        checker = try OpenAPIChecker(document.json)
    }

    private static func tokens() throws -> JWTConfiguration {
        try JWTConfiguration(secret: JWTTests.secret, issuer: "https://id.example", audiences: ["lexi"])
    }

    private static func configuration(_ tokens: JWTConfiguration) throws -> LexiAPIConfiguration {
        var configuration = try LexiAPIConfiguration(
            tokens: tokens, cursorKey: Array(repeating: 7, count: 32), version: "1.2.3")
        configuration.rateLimit = nil
        return configuration
    }

    /// The service in another process, on the same table.
    func secondProcess() throws -> LexiResponder {
        try LexiResponder(
            try Self.configuration(try Self.tokens()), table: table.db, clock: clock.wall, random: .seeded(43))
    }

    /// A token for a subject, valid for an hour of the test's clock.
    func token(_ subject: String, email: String? = nil, scopes: [String] = []) -> String {
        signer.token(
            subject: subject, email: email ?? "\(subject)@example.com", scopes: scopes,
            issuedAt: Int(clock.now), lifetime: 3600)
    }

    /// A token of a service.
    var serviceToken: String { token("scorer", scopes: [AccessToken.serviceScope]) }

    /// Sends a request and checks the answer's form.
    func call(
        _ method: String, _ target: String, _ token: String? = nil, body: String? = nil,
        headers: [(String, String)] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        var headers = headers
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        if body != nil, !headers.contains(where: { $0.0.lowercased() == "content-type" }) {
            headers.append(("Content-Type", "application/json"))
        }
        let reply = try await exchange(method, target, headers, Array((body ?? "").utf8))
        let path = String(target.prefix { $0 != "?" })
        let isApp = AppRoutes.own(Array(path.utf8).drop { $0 == UInt8(ascii: "/") })
        let own = isApp ? "/" + path.drop { $0 == "/" } : path
        let faults =
            checker.faults(method: method, path: own, reply) + Self.commonFaults(reply)
            + (isApp ? Self.envelopeFaults(reply) : Self.problemFaults(reply))
        #expect(faults.isEmpty, "\(method) \(target) → \(reply.status) \(reply.text)", sourceLocation: sourceLocation)
        return reply
    }

    /// Sends a request with these fields, and a length if it has a body, over the router or a separate socket.
    func exchange(
        _ method: String, _ target: String, _ headers: [(String, String)], _ body: [UInt8]
    ) async throws -> Reply {
        if !usesSockets, let reply = await direct(method, target, headers, body) { return reply }
        var text = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if !body.isEmpty { text += "Content-Length: \(body.count)\r\n" }
        return try await HTTPClient.exchange(port: port, Array((text + "\r\n").utf8) + body)
    }

    /// The router's answer; nil for a request that a connection would refuse, and for answers that need one.
    private func direct(
        _ method: String, _ target: String, _ headers: [(String, String)], _ body: [UInt8]
    ) async -> Reply? {
        guard let method = HTTPMethod.allCases.first(where: { $0.description == method }) else { return nil }
        var fields = HTTPHeaders()
        for (name, value) in headers {
            guard let name = HTTPFieldName(Array(name.utf8)), let value = HTTPFieldValue(value) else { return nil }
            fields.append(name, value)
        }
        guard let request = try? HTTPRequest(method: method, target: target, headers: fields, body: body),
            body.count <= responder.bodyLimit(for: request.head)
        else { return nil }
        return Reply(await responder.respond(to: request), isHead: method == .head)
    }

    /// What every answer must carry.
    private static func commonFaults(_ reply: Reply) -> [String] {
        var faults: [String] = []
        if reply["x-request-id"] == nil { faults.append("no X-Request-Id") }
        if reply["x-content-type-options"] != "nosniff" { faults.append("no nosniff") }
        if reply["cache-control"] == nil { faults.append("no Cache-Control") }
        return faults
    }

    /// What the real app needs of every answer: the envelope, and words for the learner with each failure.
    private static func envelopeFaults(_ reply: Reply) -> [String] {
        let isGood = reply.status < 400
        var faults: [String] = []
        if reply["content-type"] != "application/json" { faults.append("no JSON") }
        if reply.json["success"] != .bool(isGood) { faults.append("success is wrong") }
        if isGood, reply.json["data"] == nil { faults.append("no data") }
        if !isGood, reply.message.isEmpty || reply.code?.isEmpty != false { faults.append("no words or code") }
        return faults
    }

    private static func problemFaults(_ reply: Reply) -> [String] {
        var faults: [String] = []
        if reply.status >= 400, reply["content-type"] != "application/problem+json" {
            faults.append("no problem details")
        }
        if reply.status >= 400, reply.json["request_id"]?.stringValue != reply["x-request-id"] {
            faults.append("the problem names another request")
        }
        return faults
    }

    /// Registers a subject and gives their token.
    func register(_ subject: String, body: String? = nil) async throws -> String {
        let token = token(subject)
        let reply = try await call("POST", "/v1/users", token, body: body)
        try #require(reply.status == 201)
        return token
    }

    /// A registered admin's token.
    func admin() async throws -> String { try await register("admin") }

    /// Saves a word and gives the card.
    func card(_ token: String, _ word: String, _ more: String = "") async throws -> JSONValue {
        let reply = try await call("POST", "/v1/flashcards", token, body: "{\"word\":\"\(word)\"\(more)}")
        try #require(reply.status == 201)
        return reply.json
    }
}

extension LexiResponder {
    /// Answers a POST of JSON with an idempotency key, and gives the status.
    func post(_ path: String, _ token: String, _ body: [UInt8], key: String) async throws -> Int {
        var headers = HTTPHeaders()
        headers.append("Authorization", try #require(HTTPFieldValue("Bearer \(token)")))
        headers.append("Content-Type", "application/json")
        headers.append("Idempotency-Key", try #require(HTTPFieldValue(key)))
        let request = try HTTPRequest(method: .post, target: path, headers: headers, body: body)
        return Int(await respond(to: request).status.code)
    }
}
