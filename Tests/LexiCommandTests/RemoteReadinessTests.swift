import Glibc
import TestSupport
import Testing

extension ProcessTests {
    /// Whether the service is ready, with an endpoint in a separate process that hangs or changes.
    @Suite struct RemoteReadinessTests {
        private static let secret = "remote-secret-of-the-tests"
        private static let environment = [
            "AWS_ACCESS_KEY_ID": "AKTEST", "AWS_SECRET_ACCESS_KEY": secret, "AWS_REGION": "us-east-1",
            "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        ]

        private func endpoint(
            _ port: UInt16, secret: String = secret, in folder: TemporaryFolder
        ) throws -> LexiProcess {
            try LexiProcess(
                ["dynamodb", "--port", "\(port)", "--data", folder.file("table")],
                environment: ["LEXI_DYNAMODB_ACCESS_KEY_ID": "AKTEST", "LEXI_DYNAMODB_SECRET_ACCESS_KEY": secret],
                in: folder)
        }

        private func readiness(_ serving: Serving) async throws -> Int {
            try await blocking { try WebClient(serving.port).call("GET", "/health/ready").status }
        }

        // While the endpoint hangs, who asks is told so long before a call's deadline of ten seconds. Where nobody but
        // a probe calls, the log has the cause all the same, once: that it hangs, and that it takes another secret now.
        @Test func hangsAndChanges() async throws {
            try await TemporaryFolder.with { folder in
                let first = try endpoint(0, in: folder)
                let port = try await first.tablePort()
                let remote = ["--table-endpoint", "http://127.0.0.1:\(port)"]
                let made = try await lexi(["table", "create"] + remote, environment: Self.environment, in: folder)
                #expect(made.end == .exited(0), "\(made.errors)")
                let serving = try await Serving.start(
                    data: folder.file("data"), remote, environment: Self.environment, in: folder)
                #expect(try await readiness(serving) == 200)

                first.signal(SIGSTOP)
                let start = ContinuousClock.now
                #expect(try await readiness(serving) == 503)
                #expect(try await readiness(serving) == 503)
                #expect(ContinuousClock.now - start < .seconds(15))
                #expect(
                    serving.process.errors.contains("(--table, --table-endpoint, AWS_REGION) has not answered within"))
                first.signal(SIGCONT)
                try await patiently("the service to be ready") { try await readiness(serving) == 200 ? true : nil }

                first.signal(SIGTERM)
                try await first.wait()
                let second = try endpoint(port, secret: "another-secret-of-the-tests", in: folder)
                _ = try await second.tablePort()
                try await patiently("the cause to be told") {
                    let status = try await readiness(serving)
                    return status == 503 && serving.process.errors.contains("does not admit us") ? true : nil
                }
                for _ in 0..<3 { #expect(try await readiness(serving) == 503) }
                // What is tidied at start may have waited all along, and says separately that it could not.
                let causes = serving.process.errors.split(separator: "\n").filter {
                    $0.contains("table-not-ready") && $0.contains("does not admit us")
                }
                #expect(causes.count == 1 && causes.allSatisfy { $0.contains("AWS_SECRET_ACCESS_KEY") }, "\(causes)")
                #expect(try await serving.stop() == .exited(0))
                #expect(!serving.process.errors.contains(Self.secret))
                second.signal(SIGTERM)
                try await second.wait()
            }
        }
    }
}
