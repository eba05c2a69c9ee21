import AWSConfiguration
import AWSSignatures
import CivilTime
import DynamoDBEndpoint
import EmbeddedDynamoDB
import Foundation
import HTTPServer
import LexiAPI
import RemoteDynamoDB
import Synchronization
import TestSupport
import Testing

/// A request's trace over real sockets: from the service's caller to the table's endpoint.
@Suite struct TraceTests {
    /// An endpoint that remembers the field `traceparent` of each request.
    private final class Recorder: HTTPResponder {
        let endpoint: EndpointResponder
        let seen = Mutex<[String?]>([])

        init(_ endpoint: EndpointResponder) { self.endpoint = endpoint }

        func bodyLimit(for head: HTTPRequestHead) -> Int { endpoint.bodyLimit(for: head) }

        func respond(to request: HTTPRequest) async -> HTTPResponse {
            let field = request.headers.first("traceparent").map { String(decoding: $0, as: UTF8.self) }
            seen.withLock { $0.append(field) }
            return await endpoint.respond(to: request)
        }

        func take() -> [String?] {
            seen.withLock { seen in
                defer { seen = [] }
                return seen
            }
        }
    }

    /// Each call of the table carries the trace of the request that it is made for; without one, none.
    @Test func reachesTheTable() async throws {
        let engine = try TableEngine.inMemory()
        let keys = AWSCredentials(accessKeyID: "AKIDTRACE", secretAccessKey: "secret")
        let recorder = Recorder(
            EndpointResponder(
                table: engine,
                configuration: try EndpointConfiguration(host: "127.0.0.1", credentials: [keys], region: "us-east-1"),
                seed: 1, clock: { Timestamp(clamping: Int(Date().timeIntervalSince1970)) }))
        let tables = HTTPListener(configuration: HTTPConfiguration(loops: 1), responder: recorder)
        let address = RemoteEndpoint(isSecure: false, host: "127.0.0.1", port: try tables.start(), region: "us-east-1")
        let remote = try RemoteTable(endpoint: address, credentials: FixedCredentials(keys), options: .quick)
        _ = try await TestTable.make(remote, TestTables.lexiApp())
        let tokens = try JWTConfiguration(
            secret: Array(repeating: 7, count: 32), issuer: "https://id.example", audiences: ["lexi"])
        let configuration = try LexiAPIConfiguration(
            tokens: tokens, cursorKey: Array(repeating: 7, count: 32), version: "1")
        let service = HTTPListener(
            configuration: HTTPConfiguration(loops: 1), responder: try LexiResponder(configuration, table: remote))
        let port = try service.start()
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        _ = recorder.take()
        for (field, expected) in [("traceparent: \(parent)\r\n", parent), ("", nil), ("traceparent: x\r\n", nil)] {
            let request = "GET /v1/scenarios HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(field)\r\n"
            let status = try await onThread {
                let client = try RawClient(port)
                try client.send(Array(request.utf8))
                return try client.answer(isHead: false).status
            }
            #expect(status == 200)
            let seen = recorder.take()
            #expect(!seen.isEmpty && seen.allSatisfy { $0 == expected }, "\(seen)")
        }
        await service.shutdown(grace: .zero)
        await remote.close()
        await tables.shutdown(grace: .zero)
        await engine.close()
    }
}
