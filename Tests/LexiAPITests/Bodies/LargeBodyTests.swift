import Compression
import DynamoModel
import HTTPServer
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

@Suite(.tables) struct LargeBodyTests {
    // A body at the limit, of thousands of members, is read and checked somewhere else: the loop that it came by serves
    // the others meanwhile. So is one that is small only while it is packed.
    @Test(arguments: [false, true]) func areReadOffTheLoop(isPacked: Bool) async throws {
        let tokens = try JWTConfiguration(secret: JWTTests.secret, issuer: "https://id.example", audiences: ["lexi"])
        let configuration = try LexiAPIConfiguration(
            tokens: tokens, cursorKey: Array(repeating: 7, count: 32), version: "1")
        let database = try await Backend.chosen.open { Double(WallClock.system.now.seconds) }
        _ = try await TestTable.make(database, TestTables.lexiApp())
        let responder = try LexiResponder(configuration, table: database)
        let request = try Self.request(
            JWTSigner(tokens).token(
                subject: "ann", email: "ann@example.com", issuedAt: Int(WallClock.system.now.seconds), lifetime: 60),
            isPacked: isPacked)
        let loop = LoopThread()
        defer { loop.stop() }
        let clock = ContinuousClock()
        let start = clock.now
        let status = await Task(executorPreference: loop) { await responder.respond(to: request).status }.value
        let took = start.duration(to: clock.now)
        #expect(status == .unprocessableContent)
        #expect(.seconds(loop.seconds * 4) < took, "\(loop.seconds) of \(took)")
    }

    // A coded body takes the room of what it may hold, up to the limit of its route; files take less than JSON does.
    @Test func roomOfCodedBodies() async throws {
        let api = try await TestAPI()
        func room(_ path: String, _ count: Int, isPacked: Bool) throws -> Int {
            var headers = HTTPHeaders()
            if isPacked { headers.append("Content-Encoding", "gzip") }
            return api.responder.room(
                for: try HTTPRequest(
                    method: .post, target: path, headers: headers, body: [UInt8](repeating: 1, count: count)))
        }
        let (users, files) = ("/v1/users", "/v1/flashcards/import")
        #expect(try room(users, 1_000, isPacked: false) == 0)
        #expect(try room(users, 500_000, isPacked: false) == 500_000 * 16)
        #expect(try room(users, 500, isPacked: true) == 500 * 1_032 * 16)
        #expect(try room(users, 500_000, isPacked: true) == Route.ordinaryBodyLimit * 16)
        #expect(try room(files, 500_000, isPacked: false) == 500_000 * 3)
        #expect(try room(files, 500_000, isPacked: true) == FlashcardForms.fileLimit * 3)
    }

    private static func request(_ token: String, isPacked: Bool) throws -> HTTPRequest {
        let members = (0..<60_000).map { "\"m\($0)\":[1,2]" }.joined(separator: ",")
        let body = Array("{\(members)}".utf8)
        #expect(body.count < Route.ordinaryBodyLimit)
        var headers = HTTPHeaders()
        headers.append("Authorization", try #require(HTTPFieldValue("Bearer \(token)")))
        headers.append("Content-Type", "application/json")
        if isPacked { headers.append("Content-Encoding", "gzip") }
        return try HTTPRequest(
            method: .post, target: "/v1/users", headers: headers, body: isPacked ? Gzip.compress(body) : body)
    }
}
