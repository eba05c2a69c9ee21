import Glibc
import JSONText
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct DynamoDBTests {
        private static let events: JSONValue = [
            "TableName": "Events", "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
            "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
        ]

        /// The protocol and the service share one table: what a learner saves is there at once, and a table made by the
        /// protocol does not trouble the service. One signal ends both.
        @Test func besideTheService() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let serving = try await Serving.start(
                    data: data, environment: ["LEXI_DYNAMODB_PORT": "0"], in: folder)
                let (port, table) = (serving.port, try await serving.process.tablePort())
                #expect(port != table)
                let token = try Serving.token("learner", email: "learner@example.com")
                let registered = try await blocking {
                    try WebClient(port, token: token).call("POST", "/v1/users", [:]).status
                }
                #expect(registered == 201)
                let scan = try await TableRequest.call(table, "Scan", ["TableName": "LexiApp"])
                #expect(scan.status == 200)
                #expect(scan.text.contains("learner@example.com"))
                let created = try await TableRequest.call(table, "CreateTable", Self.events)
                #expect(created.status == 200)
                // Neither speaks the other's language.
                let statuses = try await blocking {
                    [
                        try WebClient(port, token: token).call("GET", "/v1/me").status,
                        try WebClient(table, token: token).call("POST", "/v1/me").status,
                    ]
                }
                #expect(statuses == [200, 404])
                let astray = try await TableRequest.call(port, "Scan", ["TableName": "LexiApp"])
                #expect(astray.status == 405)
                #expect(try await serving.stop() == .exited(0))
                for closed in [port, table] {
                    await #expect(throws: WebClient.Broken.self) { try await blocking { _ = try WebClient(closed) } }
                }
                let checked = try await lexi(["table", "check", "--data", data], in: folder)
                #expect(checked.end == .exited(0))
            }
        }

        /// Alone, it has the tables that its clients make and no other, and has them again after a restart.
        @Test func alone() async throws {
            try await TemporaryFolder.with { folder in
                let words = ["dynamodb", "--port", "0", "--data", folder.file("data")]
                let first = try LexiProcess(words, in: folder)
                var port = try await first.tablePort()
                let listed = try await TableRequest.call(port, "ListTables", [:])
                #expect(listed.json["TableNames"] == [])
                let made = try await TableRequest.call(port, "CreateTable", Self.events)
                #expect(made.status == 200)
                let answer = try await patiently("the table to be active") { [port] () -> WebClient.Answer? in
                    let put: JSONValue = ["TableName": "Events", "Item": ["id": ["S": "one"], "n": ["N": "1"]]]
                    let answer = try await TableRequest.call(port, "PutItem", put)
                    return answer.status == 200 ? answer : nil
                }
                #expect(answer.json == [:])
                first.signal(SIGTERM)
                #expect(try await first.wait() == .exited(0))
                let second = try LexiProcess(words, in: folder)
                port = try await second.tablePort()
                let got = try await TableRequest.call(
                    port, "GetItem", ["TableName": "Events", "Key": ["id": ["S": "one"]]])
                #expect(got.json["Item"]?["n"] == ["N": "1"])
                second.signal(SIGINT)
                #expect(try await second.wait() == .exited(0))
                // The log mentions each request and holds nothing of the items.
                #expect(first.errors.contains("\"PutItem\"") && !first.errors.contains("\"one\""))
            }
        }

        /// Without keys it does not listen where others can reach it; the message says what to do, and nothing was
        /// made.
        @Test(arguments: [
            ["serve", "--port", "0", "--dynamodb-port", "0", "--dynamodb-host"], ["dynamodb", "--host"],
        ])
        func othersNeedKeys(words: [String]) async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let environment = ["LEXI_JWT_SECRET": Serving.secret]
                for host in ["0.0.0.0", "::", "203.0.113.7"] {
                    let ran = try await lexi(words + [host, "--data", data], environment: environment, in: folder)
                    #expect(ran.end == .exited(1))
                    #expect(ran.errors.contains(host) && ran.errors.contains("--dynamodb-access-key"), "\(ran.errors)")
                }
                #expect(!Files.exists(data + "/lexi.sqlite"))
            }
        }

        /// With keys it listens anywhere, and takes only what they sign. The secret is in no message.
        @Test func keysAreAskedFor() async throws {
            try await TemporaryFolder.with { folder in
                let words = ["dynamodb", "--host", "0.0.0.0", "--port", "0", "--data", folder.file("data")]
                let keys = ["LEXI_DYNAMODB_ACCESS_KEY_ID": "known", "LEXI_DYNAMODB_SECRET_ACCESS_KEY": "the-secret"]
                let process = try LexiProcess(words, environment: keys, in: folder)
                let port = try await process.tablePort()
                for (key, error) in [("any", "UnrecognizedClientException"), ("known", "InvalidSignatureException")] {
                    let answer = try await TableRequest.call(port, "ListTables", [:], key: key)
                    #expect(answer.status == 400)
                    #expect(answer.text.contains(error), "\(answer.text)")
                }
                process.signal(SIGTERM)
                #expect(try await process.wait() == .exited(0))
                #expect(!process.errors.contains("the-secret"))
            }
        }

        /// Half a key is no key: the missing half is named.
        @Test func halfAKeyIsRefused() async throws {
            try await TemporaryFolder.with { folder in
                let words = ["dynamodb", "--port", "0", "--data", folder.file("data")]
                let first = try await lexi(words + ["--dynamodb-access-key", "known"], in: folder)
                #expect(first.end == .exited(2))
                #expect(first.errors.contains("LEXI_DYNAMODB_SECRET_ACCESS_KEY"), "\(first.errors)")
                let second = try await lexi(words + ["--dynamodb-secret-key", "the-secret"], in: folder)
                #expect(second.end == .exited(2))
                #expect(second.errors.contains("LEXI_DYNAMODB_ACCESS_KEY_ID"), "\(second.errors)")
                #expect(!second.errors.contains("the-secret"))
            }
        }

        /// A port that is taken is named with the option that chooses another, and nothing goes on serving.
        @Test func usedPort() async throws {
            try await TemporaryFolder.with { folder in
                let first = try LexiProcess(["dynamodb", "--port", "0", "--data", folder.file("first")], in: folder)
                let port = try await first.tablePort()
                let beside = try await lexi(
                    ["serve", "--port", "0", "--dynamodb-port", "\(port)", "--data", folder.file("second")],
                    environment: ["LEXI_JWT_SECRET": Serving.secret], in: folder)
                #expect(beside.end == .exited(1))
                #expect(beside.errors.contains("\(port)") && beside.errors.contains("--dynamodb-port"))
                let service = try await lexi(
                    ["serve", "--port", "\(port)", "--dynamodb-port", "0", "--data", folder.file("second")],
                    environment: ["LEXI_JWT_SECRET": Serving.secret], in: folder)
                #expect(service.end == .exited(1))
                #expect(service.errors.contains("\(port)") && service.errors.contains("--port"))
                #expect(!service.errors.contains("speaks DynamoDB"))
                first.signal(SIGTERM)
                #expect(try await first.wait() == .exited(0))
            }
        }
    }
}
