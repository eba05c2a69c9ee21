import DynamoModel
import EmbeddedDynamoDB
import Glibc
import TestSupport
import Testing

extension ProcessTests {
    /// Tables between a file and an endpoint: `lexi dynamodb` in a separate process, with keys.
    @Suite struct TableEndpointCopyTests {
        private static let keys = [
            "LEXI_DYNAMODB_ACCESS_KEY_ID": "AKIDMOVING", "LEXI_DYNAMODB_SECRET_ACCESS_KEY": "a secret of the tests",
        ]
        /// Nothing of this machine's own AWS settings.
        private static let client = [
            "AWS_ACCESS_KEY_ID": "AKIDMOVING", "AWS_SECRET_ACCESS_KEY": "a secret of the tests",
            "AWS_SESSION_TOKEN": "", "AWS_REGION": "eu-west-1", "AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": "",
            "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_ENDPOINT_URL": "",
            "AWS_ENDPOINT_URL_DYNAMODB": "",
        ]

        /// One item with each type, and many more of a seed.
        private static func items(_ count: Int) throws -> [Item] {
            var random = SeededGenerator(seed: 21)
            let everything: Item = [
                "pk": "all", "sk": "types", "empty": "", "noBytes": .b([]), "bytes": .b([0, 255, 10]), "null": .null,
                "long": try .decimal("12345678901234567890123456789012345678"), "small": try .decimal("-1E-130"),
                "large": try .decimal("9.9999999999999999999999999999999999999E+125"), "true": true,
                "list": [1, [], [:]],
                "text": "é e\u{301} 😀 \u{0} \" \\ \n", "map": ["inner": ["a": [1, "b", .null, .b([1])]]],
                "strings": try .strings("a", "B", ""), "numbers": try .numbers("1", "-2.50", "1e10"),
                "binaries": try .binaries([1], [2, 3]),
            ]
            return try [everything]
                + (0..<count).map { number in
                    try random.attributes(upTo: 6).merging(["pk": .s("p\(number % 40)"), "sk": .s("s\(number)")])
                }
        }

        private static func words(_ command: String, _ from: String, _ to: String, _ more: [String] = []) -> [String] {
            ["table", command, "--from", from, "--to", to, "--from-table", "Mine"] + more
        }

        /// From a file to an endpoint and back into another file: all three tables are the same.
        @Test func thereAndBack() async throws {
            try await TemporaryFolder.with { folder in
                let (one, two, state) = (folder.file("one"), folder.file("two"), ["--state", folder.file("state")])
                let items = try Self.items(1500)
                try await TableFilesTests.makeTable(one, "Mine", items)
                let server = try LexiProcess(
                    ["dynamodb", "--port", "0", "--log-level", "error", "--data", folder.file("remote")],
                    environment: Self.keys, in: folder)
                let url = "http://127.0.0.1:\(try await server.tablePort())"
                let steps = [
                    Self.words("copy", one, url, state + ["--segments", "3"]), Self.words("diff", one, url),
                    Self.words("copy", url, two, state), Self.words("diff", url, two), Self.words("diff", one, two),
                ]
                for step in steps {
                    let said = try await lexi(step, environment: Self.client, in: folder)
                    #expect(said.end == .exited(0), "\(step) \(said.errors)")
                    #expect(said.errors.contains("1501 items"), "\(said.errors)")
                }
                #expect(try await TableFilesTests.items(two, "Mine").contains(items[0]))
                server.signal(SIGTERM)
                #expect(try await server.wait() == .exited(0))
            }
        }

        /// The items of a table at an endpoint go to a file, and from a file to such a table.
        @Test func filesOfAnEndpoint() async throws {
            try await TemporaryFolder.with { folder in
                let (one, state, file) = (folder.file("one"), folder.file("state"), folder.file("items.json.gz"))
                try await TableFilesTests.makeTable(one, "Mine", try Self.items(100))
                let server = try LexiProcess(
                    ["dynamodb", "--port", "0", "--log-level", "error", "--data", folder.file("remote")],
                    environment: Self.keys, in: folder)
                let url = "http://127.0.0.1:\(try await server.tablePort())"
                let remote = ["--table-endpoint", url, "--table", "Mine"]
                let steps = [
                    Self.words("copy", one, url, ["--state", state]),
                    ["table", "export", "--output", file] + remote,
                    ["table", "import", "--input", file, "--merge"] + remote,
                    ["table", "import", "--input", file, "--merge", "--data", one, "--table", "Mine"],
                    Self.words("diff", one, url),
                ]
                for step in steps {
                    let said = try await lexi(step, environment: Self.client, in: folder)
                    #expect(said.end == .exited(0), "\(step) \(said.errors)")
                    if step[1] == "export" || step[1] == "import" {
                        #expect(said.errors.contains("ported 101 items"), "\(said.errors)")
                    }
                }
                server.signal(SIGTERM)
                #expect(try await server.wait() == .exited(0))
            }
        }

        /// Wrong keys are reported as such, without the secret; nothing is copied, and a comparison fails with status
        /// 2.
        @Test func wrongKeys() async throws {
            try await TemporaryFolder.with { folder in
                let one = folder.file("one")
                try await TableFilesTests.makeTable(one, "Mine", [["pk": "a", "sk": "1"]])
                let server = try LexiProcess(
                    ["dynamodb", "--port", "0", "--log-level", "error", "--data", folder.file("remote")],
                    environment: Self.keys, in: folder)
                let url = "http://127.0.0.1:\(try await server.tablePort())"
                let wrong = Self.client.merging(["AWS_SECRET_ACCESS_KEY": "not the secret"]) { $1 }
                for (command, status) in [("copy", 1 as Int32), ("diff", 2)] {
                    let said = try await lexi(Self.words(command, one, url), environment: wrong, in: folder)
                    #expect(said.end == .exited(status), "\(said.errors)")
                    #expect(said.errors.contains("does not admit us: InvalidSignatureException"), "\(said.errors)")
                    #expect(!said.errors.contains("not the secret"))
                }
                server.signal(SIGTERM)
                #expect(try await server.wait() == .exited(0))
            }
        }

        /// An endpoint that goes away in the middle stops the copy with a message; when it is back, the copy goes on
        /// and comes out exact.
        @Test func endpointGoesAway() async throws {
            try await TemporaryFolder.with { folder in
                let (one, state) = (folder.file("one"), folder.file("state"))
                let serve = ["dynamodb", "--log-level", "error", "--data", folder.file("remote")]
                try await TableFilesTests.makeTable(one, "Mine", try Self.items(2000))
                let port = try WebClient.keptPort()
                let server = try LexiProcess(serve + ["--port", "\(port)"], environment: Self.keys, in: folder)
                _ = try await server.tablePort()
                let words = Self.words("copy", one, "http://127.0.0.1:\(port)", ["--state", state])
                let copy = try LexiProcess(words + ["--rate", "50"], environment: Self.client, in: folder)
                try await patiently("the copy to begin: \(copy.errors)") { Files.exists(state) ? true : nil }
                server.signal(SIGKILL)
                #expect(try await server.wait() == .killed(SIGKILL))
                #expect(try await copy.wait() == .exited(1))
                let again = try LexiProcess(serve + ["--port", "\(port)"], environment: Self.keys, in: folder)
                _ = try await again.tablePort()
                let done = try await lexi(words + ["--resume"], environment: Self.client, in: folder)
                #expect(done.end == .exited(0), "\(done.errors)")
                #expect(done.errors.contains("Copied and verified 2001 items"), "\(done.errors)")
                again.signal(SIGTERM)
                #expect(try await again.wait() == .exited(0))
            }
        }
    }
}
