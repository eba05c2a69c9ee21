import JSONText
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct UserCommandTests {
        /// An operator lists and shows users, changes them, takes out what is held and erases it.
        @Test func operators() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let server = try await Serving.start(data: data, in: folder)
                for name in ["ann", "bob"] {
                    let token = try Serving.token(name, email: "\(name)@example.com")
                    let registered = try await blocking {
                        try WebClient(server.port, token: token).call("POST", "/v1/users", [:])
                    }
                    #expect(registered.status == 201)
                }
                #expect(try await server.stop() == .exited(0))
                let place = ["--data", data]
                let listed = await run(["user", "list", "--email-prefix", "an"] + place)
                #expect(listed.status == 0)
                #expect(listed.output.contains("ann@example.com\tLEARNER\tactive"))
                #expect(!listed.output.contains("bob@example.com"))
                let id = try #require(listed.output.split(separator: "\t").first.map(String.init))
                for (command, outcome) in [
                    ("promote", "is an administrator"), ("demote", "is a learner"), ("deactivate", "is inactive"),
                    ("activate", "is active"),
                ] {
                    for when in ["now", "already"] {
                        let ran = await run(["user", command, when == "now" ? id : "ann@example.com"] + place)
                        #expect(ran.status == 0)
                        #expect(ran.errors == "ann@example.com \(outcome) \(when).\n", "\(ran.errors)")
                    }
                }
                #expect(await run(["user", "list", "--role", "admin"] + place).output.isEmpty)
                _ = await run(["user", "show", id] + place)
                let shown = await run(["user", "show", "ann@example.com"] + place).output
                #expect(shown.contains("audit\t"))
                #expect(shown.split(separator: "\n").count { $0.contains("user.inspected\toperator\t") } == 1)
                for change in ["role=ADMIN is_active=true", "role=LEARNER", "is_active=false", "is_active=true"] {
                    #expect(shown.contains("user.changed\toperator\t\(change)\n"), "\(change)")
                }
                let exported = await run(["user", "export", id] + place)
                #expect(try JSONValue.parse(Array(exported.output.utf8))["user"]?["email"] == "ann@example.com")
                #expect(await run(["user", "delete", id] + place).status == 2)
                let deleted = await run(["user", "delete", id, "--yes"] + place)
                #expect(deleted.status == 0)
                #expect(await run(["user", "show", id] + place).status == 1)
                let rest = await run(["user", "list"] + place).output
                #expect(rest.contains("bob@example.com") && !rest.contains("ann@example.com"))
                #expect(await run(["user", "promote", "bob@example.com"] + place).status == 0)
                try await expectTrailOfErasure(data, in: folder, id)
                try await Audit(data: data).expectWhole()
            }
        }

        /// What the operator erased is in the list of the day, and its user is not.
        private func expectTrailOfErasure(_ data: String, in folder: TemporaryFolder, _ id: String) async throws {
            let server = try await Serving.start(data: data, in: folder)
            let bob = try Serving.token("bob", email: "bob@example.com")
            let day = try await blocking {
                try WebClient(server.port, token: bob).call("GET", "/v1/admin/audit?limit=100")
            }
            #expect(day.status == 200 && !day.text.contains(id) && !day.text.contains("ann@"), "\(day.text)")
            let entries = (day.json["items"]?.arrayValue ?? []).filter { $0["erasure_id"] != .null }
            #expect(Set(entries.map { $0["action"]?.stringValue }) == ["account.closed", "account.erased"])
            #expect(entries.allSatisfy { $0["actor"] == "operator" })
            #expect(try await server.stop() == .exited(0))
        }

        /// What is not understood is reported before the table is opened.
        @Test func refusals() async throws {
            for words in [
                ["list", "--role", "boss"], ["list", "--active", "maybe"],
                ["list", "--email-prefix", "a", "--role", "ADMIN"],
                ["list", "--first", "0"], ["show"], ["show", "no-address"],
                ["promote", "a@example.com", "b@example.com"],
                ["delete", "a@example.com"],
            ] {
                #expect(await run(["user"] + words + ["--data", "/dev/null/none"]).status == 2, "\(words)")
            }
        }

        /// On a table that is being served the commands go through its endpoint.
        @Test func servedTables() async throws {
            try await TemporaryFolder.with { folder in
                let server = try await Serving.start(
                    data: folder.file("data"), ["--dynamodb-port", "0"], in: folder)
                let token = try Serving.token("ann", email: "ann@example.com")
                let registered = try await blocking {
                    try WebClient(server.port, token: token).call("POST", "/v1/users", [:])
                }
                #expect(registered.status == 201)
                let busy = await run(["user", "promote", "ann@example.com", "--data", folder.file("data")])
                #expect(busy.status == 1)
                let port = try await server.process.tablePort()
                let keys = ["AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any"]
                let ran = await run(
                    [
                        "user", "promote", "ann@example.com", "--table-endpoint", "http://127.0.0.1:\(port)",
                        "--region", "us-east-1",
                    ],
                    environment: keys)
                #expect(ran.errors.contains("is an administrator now"), "\(ran.errors)")
                let me = try await blocking { try WebClient(server.port, token: token).call("GET", "/v1/me") }
                #expect(me.json["role"] == "ADMIN")
                let id = me.json["user_id"]?.stringValue ?? ""
                let shown = await run(
                    ["user", "show", id, "--table-endpoint", "http://127.0.0.1:\(port)", "--region", "us-east-1"],
                    environment: keys)
                #expect(shown.status == 0 && shown.output.contains("user.inspected\toperator\t"), "\(shown.errors)")
                let trail = try await blocking {
                    try WebClient(server.port, token: token).call("GET", "/v1/admin/users/\(id)/audit")
                }
                let actions = (trail.json["items"]?.arrayValue ?? []).map { $0["action"]?.stringValue }
                #expect(actions.contains("user.inspected"), "\(trail.text)")
                #expect(try await server.stop() == .exited(0))
            }
        }
    }
}
