import AWSSignatures
import CivilTime
import DynamoDBEndpoint
import DynamoModel
import EmbeddedDynamoDB
import Glibc
import HTTPServer
import Lexi
import TestSupport
import Testing

@testable import LexiCommand

/// Commands on a table at an endpoint, which is in this process: our own protocol with keys, and things that are no
/// DynamoDB.
@Suite struct RemoteTableTests {
    private static let secret = "remote-secret-of-the-tests"
    private static let keys = [
        "AWS_ACCESS_KEY_ID": "AKTEST", "AWS_SECRET_ACCESS_KEY": secret, "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    ]

    /// Answers everything as a web server does that has never heard of DynamoDB.
    private struct WebPage: HTTPResponder {
        let status: HTTPStatus

        func bodyLimit(for head: HTTPRequestHead) -> Int { 1 << 20 }
        func respond(to request: HTTPRequest) async -> HTTPResponse {
            HTTPResponse(status: status, contentType: "text/html", bytes: Array("<html><body>Hello</body></html>".utf8))
        }
        func refusal(_ error: HTTPProtocolError, of request: RefusedRequest) -> HTTPResponse {
            HTTPResponse(status: error.status)
        }
    }

    private func serving(_ responder: any HTTPResponder, _ body: (UInt16) async throws -> Void) async throws {
        let listener = HTTPListener(configuration: HTTPConfiguration(loops: 1), responder: responder)
        let port = try listener.start()
        do { try await body(port) } catch {
            await listener.shutdown(grace: .zero)
            throw error
        }
        await listener.shutdown(grace: .zero)
    }

    /// A table engine behind our endpoint, which takes the keys of these tests only.
    private func endpoint(_ body: (UInt16, TableEngine) async throws -> Void) async throws {
        let engine = try TableEngine.inMemory()
        let credentials = [AWSCredentials(accessKeyID: "AKTEST", secretAccessKey: Self.secret)]
        let responder = EndpointResponder(
            table: engine, configuration: try EndpointConfiguration(host: "127.0.0.1", credentials: credentials),
            seed: 1, clock: { Timestamp(clamping: time(nil)) })
        try await serving(responder) { port in try await body(port, engine) }
        await engine.close()
    }

    private func lexi(_ words: [String], _ url: String, _ change: [String: String?] = [:]) async -> Said {
        var environment = Self.keys
        for (name, value) in change { environment[name] = value }
        return await run(words + ["--table-endpoint", url, "--region", "eu-west-1"], environment: environment)
    }

    // 'table create' makes the table with its expiry and says so; then it is there, can be described and checked. What
    // lacks only the expiry is found by 'check' and put right by 'create'.
    @Test func createDescribeCheck() async throws {
        try await endpoint { port, engine in
            let url = "http://127.0.0.1:\(port)"
            let missing = await lexi(["table", "check"], url)
            #expect(
                missing.status == 1 && missing.errors.contains("no table 'LexiApp' at \(url) in the region eu-west-1"))
            #expect(missing.errors.contains("'lexi table create'"))
            let made = await lexi(["table", "create"], url)
            #expect(made.status == 0 && made.errors.contains("Made the table 'LexiApp' at \(url)"), "\(made.errors)")
            #expect(try await engine.describeTimeToLive(tableName: "LexiApp") == TableDefinition.timeToLive)
            #expect(await lexi(["table", "create"], url).errors.contains("is there already"))
            #expect(await lexi(["table", "describe"], url).output.contains("LexiApp (ACTIVE)"))
            #expect(await lexi(["table", "check"], url).status == 0)
            let off = TimeToLive(attributeName: TableDefinition.timeToLive.attributeName, isEnabled: false)
            _ = try await engine.updateTimeToLive(tableName: "LexiApp", off)
            let warned = await lexi(["table", "check"], url)
            #expect(warned.status == 1 && warned.output.contains("do not expire"))
        }
    }

    // Each difference of another's table is listed, and the table is left as it is.
    @Test func anotherSchema() async throws {
        try await endpoint { port, engine in
            _ = try await engine.createTable(
                CreateTableRequest(
                    tableName: "Other", attributeDefinitions: [AttributeDefinition("PK", .n)],
                    keySchema: [KeySchemaElement("PK", .hash)], billingMode: .payPerRequest))
            try await waitUntilActive(engine, tableName: "Other")
            for command in ["create", "check"] {
                let said = await lexi(["table", command, "--table", "Other"], "http://127.0.0.1:\(port)")
                #expect(said.status == 1)
                for fault in ["primary key", "index", "attribute PK must have type S", "--table"] {
                    #expect(said.errors.contains(fault), "\(said.errors)")
                }
            }
        }
    }

    // Keys that are not accepted, not there or half there: the message says so, without the secret.
    @Test(
        arguments: [
            (["AWS_SECRET_ACCESS_KEY": "another-secret"], "the secret (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
            (["AWS_ACCESS_KEY_ID": "AKOTHER"], "UnrecognizedClientException"),
            (
                ["AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil],
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            ),
            (["AWS_ACCESS_KEY_ID": nil], "AWS_ACCESS_KEY_ID is not"),
            (["AWS_PROFILE": "nobody"], "there is no profile 'nobody'"),
        ] as [([String: String?], String)])
    func keysThatAreWrong(_ change: [String: String?], _ what: String) async throws {
        try await endpoint { port, _ in
            let said = await lexi(["table", "check"], "http://127.0.0.1:\(port)", change)
            #expect(said.status == 1 && said.errors.contains(what), "\(said.errors)")
            #expect(!said.errors.contains("secret-of") && !said.errors.contains("another-secret"))
            // The endpoint is there: nothing is said of it.
            #expect(!said.errors.contains("Is it running") && !said.errors.contains("See --table-endpoint"))
        }
    }

    // What is not DynamoDB is reported with the setting to change: a web page, a closed port, encryption where there is
    // none, no such name.
    @Test(arguments: [HTTPStatus.ok, .notFound, .internalServerError, .notImplemented, .serviceUnavailable])
    func noDynamoDB(_ status: HTTPStatus) async throws {
        try await serving(WebPage(status: status)) { port in
            let url = "http://127.0.0.1:\(port)"
            for words in [["table", "check"], ["table", "create"], ["user", "promote", "a@example.com"]] {
                let said = await lexi(words, url)
                #expect(said.status == 1 && said.errors.contains("See --table-endpoint"), "\(said.errors)")
                #expect(said.errors.contains("\(url) answers with status") || said.errors.contains("of the table's"))
                #expect(!said.errors.contains("ServiceUnavailable"), "\(said.errors)")
            }
        }
    }

    // A closed port, encryption where there is none, no such name: the message says what to look at.
    @Test func notThere() async throws {
        let closed = await lexi(["table", "check"], "http://127.0.0.1:1")
        #expect(closed.status == 1 && closed.errors.contains("http://127.0.0.1:1 cannot be used"), "\(closed.errors)")
        #expect(closed.errors.contains("Is it running, and can it be reached from here? See --table-endpoint"))
        let unknown = await lexi(["table", "check"], "http://nobody.invalid:8000")
        #expect(unknown.errors.contains("Is the name right? Change --table-endpoint."), "\(unknown.errors)")
        try await serving(WebPage(status: .ok)) { port in
            let secure = await lexi(["table", "check"], "https://127.0.0.1:\(port)")
            #expect(secure.status == 1 && secure.errors.contains("begins with http://"), "\(secure.errors)")
        }
    }

    // Whatever gave the endpoint or the region is what the message names: a flag, a variable of ours, or one of AWS's.
    @Test func theSettingThatCounts() async throws {
        let closed = "http://127.0.0.1:1"
        let ours = await run(
            ["table", "check"],
            environment: Self.keys.merging(["LEXI_TABLE_ENDPOINT": closed, "AWS_REGION": "x-1"]) { $1 })
        #expect(ours.errors.contains("See LEXI_TABLE_ENDPOINT"), "\(ours.errors)")
        let theirs = await run(
            ["table", "check", "--region", "x-1"],
            environment: Self.keys.merging(["AWS_ENDPOINT_URL_DYNAMODB": closed]) { $1 })
        #expect(theirs.errors.contains("See AWS_ENDPOINT_URL_DYNAMODB"), "\(theirs.errors)")
        // A region that there is not has no endpoint either.
        let words = ["table", "check", "--table-endpoint", "aws"]
        for (more, setting) in [(["--region", "xx-nowhere-9"], "--region"), ([], "AWS_REGION")] {
            let said = await run(
                words + more, environment: Self.keys.merging(["AWS_REGION": "xx-nowhere-9"]) { $1 })
            #expect(said.status == 1 && said.errors.contains("region 'xx-nowhere-9'"), "\(said.errors)")
            #expect(said.errors.contains(" \(setting)."), "\(said.errors)")
            #expect(!said.errors.contains("--table-endpoint") && !said.errors.contains("http://"))
        }
    }

    // A name that no table can have is reported with its setting, before anybody is asked, and nothing is made.
    @Test func impossibleName() async throws {
        for words in [["table", "check"], ["table", "create"]] {
            let said = await lexi(words + ["--table", "x y"], "http://127.0.0.1:1")
            #expect(said.status == 1 && said.errors.contains("'x y' cannot be the name of a table"), "\(said.errors)")
            #expect(said.errors.contains("change --table"))
        }
        try await TemporaryFolder.with { folder in
            let said = await run(["table", "create", "--table", "ab", "--data", folder.file("data")])
            #expect(said.status == 1 && said.errors.contains("change --table") && !Files.exists(folder.file("data")))
        }
    }

    // A service that does not come to serve leaves nothing behind: the secret for tokens is made when all else is known
    // to be right.
    @Test(arguments: [
        ["--table-endpoint", "http://127.0.0.1:1"],
        ["--table-endpoint", "http://127.0.0.1:1", "--region", "eu-west-1"],
        ["--region", "eu-west-1", "--rate-limit", "many"],
    ])
    func failedStart(_ words: [String]) async throws {
        try await TemporaryFolder.with { folder in
            let data = folder.file("data")
            let said = await run(["serve", "--port", "0", "--data", data] + words, environment: Self.keys)
            #expect(said.status != 0 && !said.errors.contains("Made a secret") && !Files.exists(data), "\(said.errors)")
        }
    }

    // A table at AWS is made without recovery and deletion protection, which have separate operations: the commands
    // are named.
    @Test func protection() async throws {
        let environment = Self.keys.merging(["AWS_REGION": "eu-west-1"]) { $1 }
        let terminal = Terminal(environment: environment, isInteractive: false, output: { _ in }, errors: { _ in })
        for (words, isAtAWS) in [
            (["--table-endpoint", "http://127.0.0.1:1"], false), (["--table-endpoint", "aws"], true),
        ] {
            let arguments = try Arguments(
                words + ["--table", "Mine"], options: Settings.storage + Settings.remote, environment: environment)
            let place = try #require(try RemotePlace(arguments, terminal))
            try await place.using { remote in
                #expect(remote.isAtAWS == isAtAWS)
                let said = Command.protection(remote)
                for command in ["update-continuous-backups", "update-table"] {
                    #expect(said.contains("aws dynamodb \(command) --table-name Mine --region eu-west-1"))
                }
            }
        }
    }

    // A copy has two ends, whose tables may have the same name: the message says which one it is, and with whose
    // settings.
    @Test func whichEnd() async throws {
        try await serving(WebPage(status: .notImplemented)) { strange in
            try await endpoint { port, engine in
                _ = try await engine.createTable(TableDefinition.lexiApp(tableName: "LexiApp"))
                try await waitUntilActive(engine, tableName: "LexiApp")
                let (good, bad) = ("http://127.0.0.1:\(port)", "http://127.0.0.1:\(strange)")
                for (from, to, end) in [(good, bad, "--to"), (bad, good, "--from")] {
                    let said = await run(
                        ["table", "copy", "--from", from, "--to", to],
                        environment: Self.keys.merging(["AWS_REGION": "eu-west-1"]) { $1 })
                    #expect(said.status == 1 && said.errors.contains("'LexiApp' (\(end) \(bad))"), "\(said.errors)")
                    #expect(said.errors.contains("See \(end)") && !said.errors.contains("ServiceUnavailable"))
                }
            }
        }
    }

    // AWS's own variables alone do not choose a table at an endpoint: the embedded one is used. A profile alone is a
    // mistake.
    @Test func ownSettingsChoose() async throws {
        try await TemporaryFolder.with { folder in
            let environment = ["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_PROFILE": "x"]
            let made = await run(["table", "create", "--data", folder.file("data")], environment: environment)
            #expect(made.status == 0 && Files.exists(folder.file("data/lexi.sqlite")))
        }
        let said = await run(["table", "check", "--profile", "x"])
        #expect(said.status == 2 && said.errors.contains("--table-endpoint"))
    }

    // A region of its own endpoint that another one's endpoint is not: the message names both and the settings.
    @Test func anotherRegion() async {
        let said = await run(
            [
                "table", "check", "--table-endpoint", "https://dynamodb.us-east-1.amazonaws.com", "--region",
                "eu-west-1",
            ],
            environment: Self.keys)
        #expect(
            said.status == 1 && said.errors.contains("is of the region us-east-1") && said.errors.contains("--region"))
    }

    // What only an embedded table has is refused for another: fixtures at the first start, and a way in that uses our
    // credentials.
    @Test(arguments: [["--seed", "fixtures"], ["--dynamodb-port", "0"]])
    func localSettings(_ words: [String]) async throws {
        try await TemporaryFolder.with { folder in
            let fixed = ["serve", "--port", "0", "--region", "eu-west-1", "--data", folder.file("data")]
            let said = await run(fixed + words, environment: Self.keys)
            #expect(said.status == 2 && said.errors.contains("\(words[0]) is for the embedded table"), "\(said.errors)")
        }
    }
}
