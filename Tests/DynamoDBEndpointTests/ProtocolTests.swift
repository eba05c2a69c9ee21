import AWSSignatures
import Digests
import DynamoDBEndpoint
import HTTPServer
import JSONText
import Testing

/// The protocol around the operations: targets, media types, checksums, ids, compression, and who is let in.
struct ProtocolTests {
    // Every answer has a request id of its own, the checksum of its bytes, and the protocol's media type.
    @Test
    func headers() async throws {
        let endpoint = try EndpointFixture()
        var identifiers: Set<String> = []
        for operation in ["ListTables", "DescribeLimits", "Nonsense", "CreateGlobalTable", "DescribeTable"] {
            let answer = try await endpoint.send(operation, "{}")
            #expect(answer.headers.string("x-amz-crc32") == String(CRC32.checksum(answer.bytes)))
            #expect(answer.headers.string("content-type") == "application/x-amz-json-1.0")
            let identifier = try #require(answer.headers.string("x-amzn-requestid"))
            #expect(identifier.utf8.count == 52)
            identifiers.insert(identifier)
        }
        #expect(identifiers.count == 5)
    }

    // What is not an operation of this endpoint is unknown; what is not the protocol is not found.
    @Test
    func targets() async throws {
        let endpoint = try EndpointFixture()
        for operation in [
            "BulkPutItem", "ListBulkOperations", "DescribeBulkOperation", "SearchVectors", "executeStatement",
            "listTables", "", "ListTables.x",
        ] {
            let answer = try await endpoint.send(operation, "{}")
            #expect(answer.status == 400)
            #expect(answer.json?["__type"] == "com.amazon.coral.service#UnknownOperationException")
        }
        let answer = try await endpoint.send("ListTables", "{}") { fields in
            fields[2].1 = "DynamoDB_20111205.ListTables"
        }
        #expect(answer.type == "UnknownOperationException")
        for type in ["text/plain", "application/x-www-form-urlencoded", "application/x-amz-json-1.1", ""] {
            let answer = try await endpoint.send("ListTables", "{}") { $0[1].1 = type }
            #expect(answer.status == 404)
            #expect(answer.text == "<UnknownOperationException/>\n")
        }
        for type in ["application/json", "application/x-amz-json-1.0; charset=utf-8", "APPLICATION/JSON"] {
            #expect(try await endpoint.send("ListTables", "{}") { $0[1].1 = type }.status == 200)
        }
        #expect(try await endpoint.send(.put, [], []).status == 404)
        #expect(try await endpoint.send(.get, [("Host", "localhost:8000")], []).text == "healthy: localhost:8000 \n")
    }

    // Only two paths tell that the service is there; nothing else is found.
    @Test(arguments: ["/dog", "/favicon.ico", "/health/none", "/health/", "//", "/health?x"])
    func pathsOfHealth(_ path: String) async throws {
        let endpoint = try EndpointFixture()
        let answer = try await endpoint.send(.get, path: path, [("Host", "localhost")], [])
        #expect(answer.status == (path.hasPrefix("/health?") ? 200 : 404))
    }

    // The fetch of Node sends a part of the fields of a browser: it is a program, and is answered.
    @Test func fetchOfPrograms() async throws {
        let endpoint = try EndpointFixture()
        let node = [
            ("Sec-Fetch-Mode", "cors"), ("Accept", "*/*"), ("Accept-Language", "*"),
            ("Accept-Encoding", "gzip, deflate"),
            ("User-Agent", "node"),
        ]
        #expect(try await endpoint.send("ListTables", "{}", adding: node).status == 200)
        #expect(try await endpoint.send("ListTables", "{}", adding: [("Sec-Fetch-Mode", "no-cors")]).status == 200)
        let browser = node + [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Dest", "empty")]
        #expect(try await endpoint.send("ListTables", "{}", adding: browser).status == 403)
        let old = [("Origin", "http://localhost:3000"), ("Accept", "*/*"), ("User-Agent", "Mozilla/5.0")]
        #expect(try await endpoint.send("ListTables", "{}", adding: old).status == 403)
    }

    // No page of a browser reaches the table: its requests carry Origin or Sec-Fetch-Site, or a name that is not this
    // machine's.
    @Test
    func browsers() async throws {
        let endpoint = try EndpointFixture()
        for field in [
            ("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none"),
        ] {
            let answer = try await endpoint.send("ListTables", "{}", adding: [field])
            #expect(answer.status == 403)
            #expect(answer.type == "AccessDeniedException")
            #expect(!answer.headers.contains("access-control-allow-origin"))
        }
        for host in [
            "evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1",
        ] {
            let answer = try await endpoint.send("ListTables", "{}") { $0[0].1 = host }
            #expect(answer.status == 403, "\(host)")
        }
        for host in [
            "localhost", "LOCALHOST:1", "127.0.0.1:8000", "127.9.9.9", "[::1]:8000", "0.0.0.0:8000", "[::]:8000",
        ] {
            #expect(try await endpoint.send("ListTables", "{}") { $0[0].1 = host }.status == 200, "\(host)")
        }
        let preflight = try await endpoint.send(.options, [("Host", "localhost")], [])
        #expect(preflight.status == 404)
    }

    // Without keys any well-formed signature will do, but there must be one; with keys it must be right.
    @Test
    func signatures() async throws {
        let open = try EndpointFixture()
        let closed = try EndpointFixture(credentials: [EndpointFixture.pair])
        func spoiled(_ fields: inout [(String, String)]) { fields[fields.count - 1].1 += "0" }
        #expect(try await open.send("ListTables", "{}", changing: spoiled).status == 200)
        #expect(try await closed.send("ListTables", "{}").status == 200)
        let wrong = try await closed.send("ListTables", "{}", changing: spoiled)
        #expect(wrong.status == 400)
        #expect(wrong.json?["__type"] == "com.amazon.coral.service#InvalidSignatureException")
        for endpoint in [open, closed] {
            let unsigned = try await endpoint.send("ListTables", "{}") { $0.removeLast() }
            #expect(unsigned.type == "MissingAuthenticationTokenException")
            #expect(unsigned.message == "Request is missing Authentication Token")
            let half = try await endpoint.send("ListTables", "{}") {
                $0[$0.count - 1].1 = "AWS4-HMAC-SHA256 Credential=x"
            }
            #expect(half.type == "IncompleteSignatureException")
        }
        let table = try await closed.send("CreateTable", EndpointFixture.table, changing: spoiled)
        #expect(table.type == "InvalidSignatureException")
        #expect(try await closed.send("ListTables", "{}").json?["TableNames"] == [])
    }

    // On an address that others can reach, the endpoint does not start without keys.
    @Test
    func addresses() throws {
        for host in [
            "0.0.0.0", "::", "192.168.1.5", "example.com", "127.0.0.1.example.com", "1270.0.0.1", "127.999.1.1", "",
        ] {
            #expect(throws: EndpointConfigurationError.credentialsMissing(host: host)) {
                try EndpointConfiguration(host: host)
            }
            #expect(throws: Never.self) { try EndpointConfiguration(host: host, credentials: [EndpointFixture.pair]) }
        }
        for host in ["127.0.0.1", "localhost", "::1", "127.1.2.3"] {
            #expect(throws: Never.self) { try EndpointConfiguration(host: host) }
        }
        #expect(throws: EndpointConfigurationError.credentialsEmpty) {
            try EndpointConfiguration(
                host: "::", credentials: [AWSCredentials(accessKeyID: "a", secretAccessKey: "")])
        }
    }
}
