import CLinux
import Glibc
import JSONText
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct ServeTests {
        /// Whatever keeps the service from listening is said with what to do, with status 1 and in time.
        @Test(arguments: [
            (["--host", "nowhere"], "--host"), (["--host", "203.0.113.7"], "--host"), (["--host", "::1::"], "--host"),
        ]) func addressesThatCannotBe(words: [String], advice: String) async throws {
            try await TemporaryFolder.with { folder in
                let ran = try await lexi(
                    ["serve", "--port", "0", "--data", folder.file("data")] + words,
                    environment: ["LEXI_JWT_SECRET": Serving.secret], in: folder)
                #expect(ran.end == .exited(1))
                #expect(ran.errors.contains(advice) && ran.errors.contains(words[1]), "\(ran.errors)")
                #expect(!ran.errors.contains("serves on"))
            }
        }

        /// A port that is taken is named, and how to choose another; the folder can be served elsewhere at once.
        @Test func usedPort() async throws {
            try await TemporaryFolder.with { folder in
                let first = try await Serving.start(data: folder.file("first"), in: folder)
                let ran = try await lexi(
                    ["serve", "--port", "\(first.port)", "--data", folder.file("second")], in: folder)
                #expect(ran.end == .exited(1))
                #expect(ran.errors.contains("\(first.port)") && ran.errors.contains("--port"), "\(ran.errors)")
                let second = try await Serving.start(data: folder.file("second"), in: folder)
                #expect(try await first.stop() == .exited(0))
                #expect(try await second.stop() == .exited(0))
            }
        }

        /// A folder that cannot be made or is none is named, and which option chooses another.
        @Test(arguments: ["/proc/none/data", "/dev/null/data", "/dev/null"])
        func foldersThatCannotBe(path: String) async throws {
            try await TemporaryFolder.with { folder in
                for command in [
                    ["serve", "--port", "0"], ["table", "create"], ["seed", "--fixtures", Places.fixtures],
                ] {
                    let ran = try await lexi(command + ["--data", path], in: folder)
                    #expect(ran.end == .exited(1))
                    #expect(ran.errors.contains("--data"), "\(ran.errors)")
                    #expect(ran.output.isEmpty)
                }
            }
        }

        /// With a separate address `/metrics` is there alone, and not with the API; what is no address is refused.
        @Test func metricsApart() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let serving = try await Serving.start(data: data, ["--metrics-address", "127.0.0.1:0"], in: folder)
                let metrics = try #require(serving.process.metricsPort)
                let port = serving.port
                let seen = try await blocking { () -> [Int] in
                    let (api, monitor) = (try WebClient(port), try WebClient(metrics))
                    let figures = try monitor.call("GET", "/metrics")
                    for name in [
                        "process_start_time_seconds", "process_max_fds", "process_open_fds", "lexi_output_bytes",
                    ] {
                        #expect(figures.text.contains("\n\(name) "), "\(name)")
                    }
                    return [
                        figures.status, try monitor.call("POST", "/metrics").status,
                        try monitor.call("GET", "/v1/scenarios").status, try api.call("GET", "/metrics").status,
                    ]
                }
                #expect(seen == [200, 405, 404, 404])
                #expect(try await serving.stop() == .exited(0))
                for wrong in ["9090", ":9090", "localhost:x"] {
                    let ran = try await lexi(
                        ["serve", "--port", "0", "--data", data, "--metrics-address", wrong], in: folder)
                    #expect(ran.end == .exited(2), "\(wrong)")
                    #expect(ran.errors.contains("--metrics-address"), "\(ran.errors)")
                }
            }
        }

        /// A second process on a folder that is being served is refused and told the first one's number; both go on as
        /// before.
        @Test func secondProcessIsRefused() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let serving = try await Serving.start(data: data, in: folder)
                for command in [["serve", "--port", "0"], ["table", "create"], ["user", "promote", "a@example.com"]] {
                    let ran = try await lexi(command + ["--data", data], in: folder)
                    #expect(ran.end == .exited(1))
                    #expect(ran.errors.contains("process \(serving.process.pid)"), "\(ran.errors)")
                }
                let port = serving.port
                #expect(try await blocking { try WebClient(port).call("GET", "/health/ready").status } == 200)
                // Looking is allowed.
                for command in ["check", "describe"] {
                    let ran = try await lexi(["table", command, "--data", data], in: folder)
                    #expect(ran.end == .exited(0), "\(ran.errors)")
                }
                #expect(try await serving.stop() == .exited(0))
                let after = try await lexi(["table", "create", "--data", data], in: folder)
                #expect(after.end == .exited(0))
            }
        }

        /// Each setting of the environment takes effect in a real process, and the command line wins over it.
        @Test func settingsTakeEffect() async throws {
            try await TemporaryFolder.with { folder in
                let environment = [
                    "LEXI_DATA": folder.file("inherited"), "LEXI_PORT": "1", "LEXI_HOST": "127.0.0.1",
                    "LEXI_TABLE": "OtherTable", "LEXI_JWT_ISSUER": "somebody", "LEXI_JWT_AUDIENCE": "lexi-api",
                    "LEXI_JWT_SECRET": Serving.secret, "LEXI_ADMIN_EMAILS": "boss@example.com", "LEXI_RATE_LIMIT": "5",
                    "LEXI_CORS_ORIGINS": "https://app.example.com", "LEXI_LOG_LEVEL": "error", "LEXI_GRACE": "5s",
                    "LEXI_LOOPS": "1",
                ]
                let process = try LexiProcess(
                    ["serve", "--port", "0", "--jwt-issuer", "lexi"], environment: environment, in: folder)
                let port = try await process.port()
                let boss = try Serving.token("boss", email: "Boss@example.com")
                try await blocking {
                    let client = try WebClient(port, token: boss)
                    let registered = try client.call(
                        "POST", "/v1/users", [:], headers: ["Origin": "https://app.example.com"])
                    #expect(registered.status == 201)
                    #expect(registered.json["role"] == "ADMIN")
                    #expect(registered.headers["access-control-allow-origin"] == "https://app.example.com")
                    let statuses = try (0..<8).map { _ in try client.call("GET", "/v1/me").status }
                    #expect(statuses.first == 200 && statuses.last == 429)
                }
                process.signal(SIGTERM)
                #expect(try await process.wait() == .exited(0))
                let described = try await lexi(
                    ["table", "describe"], environment: environment, in: folder)
                #expect(described.output.contains("OtherTable"))
                #expect(Files.exists(folder.file("inherited/lexi.sqlite")))
            }
        }

        /// The log is one JSON object a line, and holds neither tokens nor e-mail addresses nor what people write.
        @Test func logHoldsNoSecrets() async throws {
            try await TemporaryFolder.with { folder in
                let serving = try await Serving.start(data: folder.file("data"), ["--log-level", "debug"], in: folder)
                let port = serving.port
                let token = try Serving.token("subject-of-a-person", email: "private.person@example.com")
                try await blocking {
                    let client = try WebClient(port, token: token)
                    #expect(try client.call("POST", "/v1/users", [:]).status == 201)
                    #expect(try client.call("POST", "/v1/flashcards", ["word": "privateword"]).status == 201)
                    #expect(try client.call("GET", "/v1/flashcards?word=privateword").status == 200)
                    #expect(try client.call("POST", "/v1/flashcards", ["word": "private\u{7}word"]).status == 422)
                    #expect(try client.call("GET", "/v1/admin/users?email=private.person@example.com").status == 403)
                    #expect(try WebClient(port, token: "\(token)x").call("GET", "/v1/me").status == 401)
                }
                #expect(try await serving.stop() == .exited(0))
                let lines = serving.process.errors.split(separator: "\n")
                let logged = lines.filter { $0.hasPrefix("{") }
                #expect(logged.count >= 6)
                for line in logged {
                    let json = try JSONValue.parse(Array(line.utf8))
                    #expect(json["time"]?.stringValue?.count == 20)
                    #expect(json["level"]?.stringValue != nil && json["event"]?.stringValue != nil)
                }
                // Besides, there are only the announcements of the start and the end.
                #expect(lines.filter { !$0.hasPrefix("{") }.map { $0.prefix(4) } == ["Lexi", "Stop"])
                let signature = token.split(separator: ".").last ?? ""
                for secret in ["private", "subject-of", String(signature), Serving.secret, "Bearer"] {
                    #expect(!serving.process.errors.contains(secret), "the log holds '\(secret)'")
                }
            }
        }

        /// A reader of the output or the log that goes away ends neither a command nor the service.
        @Test func closedPipes() async throws {
            try await TemporaryFolder.with { folder in
                var ends: [Int32] = [-1, -1]
                #expect(pipe2(&ends, O_CLOEXEC) == 0)
                close(ends[0])
                defer { close(ends[1]) }
                for words in [
                    ["--help"], ["serve", "--help"], ["token", "--sub", "me", "--data", folder.file("data")],
                ] {
                    let process = try LexiProcess(words, in: folder, output: ends[1])
                    #expect(try await process.wait() == .exited(0))
                }
            }
        }
    }
}
