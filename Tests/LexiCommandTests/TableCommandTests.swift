import EmbeddedDynamoDB
import Glibc
import JSONText
import Lexi
import LexiSchema
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct TableCommandTests {
        /// `create` makes the table once; `describe` shows what was made; `check` finds it sound.
        @Test func createDescribeCheck() async throws {
            try await TemporaryFolder.with { folder in
                let place = ["--data", folder.file("data"), "--table", "Mine"]
                let made = await run(["table", "create"] + place)
                #expect(made.status == 0)
                #expect(made.errors.contains("Made the table 'Mine'"))
                let again = await run(["table", "create"] + place)
                #expect(again.status == 0)
                #expect(again.errors.contains("there already"))
                let described = await run(["table", "describe"] + place)
                #expect(described.status == 0)
                for text in ["Mine (ACTIVE)", "PK, SK", "Items    0", "GSI1 (ACTIVE): GSI1PK, GSI1SK", "GSI5"] {
                    #expect(described.output.contains(text), "\(described.output)")
                }
                let checked = await run(["table", "check"] + place)
                #expect(checked.status == 0)
                #expect(checked.output.isEmpty)
                #expect(checked.errors.contains("All is sound."))
                let other = await run(["table", "describe", "--data", folder.file("data"), "--table", "Yours"])
                #expect(other.status == 1)
                #expect(other.errors.contains("'Yours'"))
            }
        }

        /// A table of that name that is not Lexi's is left alone, and the message says what differs.
        @Test func tableOfAnotherShape() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                try Files.makeFolder(data)
                let engine = try TableEngine.open(path: data + "/lexi.sqlite")
                _ = try await TestTable.make(engine, TestTables.keyed(name: "LexiApp"))
                await engine.close()
                for command in [["table", "create"], ["serve", "--port", "0"]] {
                    let said = await run(command + ["--data", data], environment: ["LEXI_JWT_SECRET": Serving.secret])
                    #expect(said.status == 1)
                    #expect(
                        said.errors.contains("not one of Lexi's") && said.errors.contains("--table"), "\(said.errors)")
                }
            }
        }

        /// What `schema --write` makes is what stands in schema/.
        @Test func schemaFilesAreCurrent() async throws {
            try await TemporaryFolder.with { folder in
                let said = await run([
                    "table", "schema", "--write", folder.file("schema"), "--fixtures", "\(Places.package)/fixtures",
                ])
                #expect(said.status == 0)
                let listed = await run(["table", "schema"])
                #expect(listed.output.split(separator: "\n").map(String.init) == SchemaDocuments.paths)
                for path in SchemaDocuments.paths {
                    let (made, kept) = (
                        try Files.bytes(folder.file(path)), try Files.bytes("\(Places.package)/\(path)")
                    )
                    #expect(made == kept, "\(path) is stale: make schema")
                }
                let refused = await run(["table", "schema", "--write", "/dev/null/schema"])
                #expect(refused.status == 1)
                #expect(refused.errors.contains("/dev/null/schema"))
            }
        }

        /// Who has registered becomes an administrator, once; nobody else does.
        @Test func promotion() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let token = try Serving.token("me", email: "me@example.com")
                let first = try await Serving.start(data: data, in: folder)
                let registered = try await blocking {
                    try WebClient(first.port, token: token).call("POST", "/v1/users", [:])
                }
                #expect(registered.json["role"] == "LEARNER")
                #expect(try await first.stop() == .exited(0))
                let stranger = try await lexi(["user", "promote", "you@example.com", "--data", data], in: folder)
                #expect(stranger.end == .exited(1))
                #expect(stranger.errors.contains("nobody has registered with you@example.com; register first"))
                for outcome in ["is an administrator now", "is an administrator already"] {
                    let ran = try await lexi(["user", "promote", "ME@Example.com", "--data", data], in: folder)
                    #expect(ran.end == .exited(0))
                    #expect(ran.errors == "me@example.com \(outcome).\n", "\(ran.errors)")
                }
                let second = try await Serving.start(data: data, in: folder)
                let (role, listed) = try await blocking { () throws -> (JSONValue?, Int) in
                    let client = try WebClient(second.port, token: token)
                    return (
                        try client.call("GET", "/v1/me").json["role"], try client.call("GET", "/v1/admin/users").status
                    )
                }
                #expect(role == "ADMIN")
                #expect(listed == 200)
                #expect(try await second.stop() == .exited(0))
                try await Audit(data: data).expectWhole()
            }
        }
    }
}
