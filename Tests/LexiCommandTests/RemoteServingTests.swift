import Glibc
import JSONText
import TestSupport
import Testing

extension ProcessTests {
    /// The service on a table at an endpoint, each in a separate process.
    @Suite struct RemoteServingTests {
        private func status(_ serving: Serving, _ path: String, token: String? = nil) async throws -> Int {
            try await blocking { try WebClient(serving.port, token: token).call("GET", path).status }
        }

        // What a learner does is kept at the endpoint. When that goes away the answer is 503 with a time to try again,
        // and the service is not ready; when it comes back the service goes on by itself. Both are logged once, and
        // never a secret.
        @Test func endpointGoesAndComesBack() async throws {
            try await TemporaryFolder.with { folder in
                let port = try WebClient.keptPort()
                let first = try await EndpointProcess.start(port, in: folder)
                let remote = ["--table-endpoint", "http://127.0.0.1:\(port)"]
                let data = folder.file("data")
                let early = try await lexi(
                    ["serve", "--port", "0", "--data", data] + remote,
                    environment: EndpointProcess.environment.merging(["LEXI_JWT_SECRET": Serving.secret]) { $1 },
                    in: folder)
                #expect(early.end == .exited(1) && early.errors.contains("'lexi table create'"), "\(early.errors)")
                let made = try await lexi(
                    ["table", "create"] + remote, environment: EndpointProcess.environment, in: folder)
                #expect(made.end == .exited(0), "\(made.errors)")
                let serving = try await Serving.start(
                    data: data, remote, environment: EndpointProcess.environment, in: folder)
                #expect(!Files.exists(data + "/lexi.sqlite"))

                let token = try Serving.token("learner", email: "learner@example.com")
                let card = try await blocking {
                    let client = try WebClient(serving.port, token: token)
                    #expect(try client.call("POST", "/v1/users", [:]).status == 201)
                    let saved = try client.call("POST", "/v1/flashcards", ["word": "apple", "translation_vi": "táo"])
                    #expect(saved.status == 201, "\(saved.text)")
                    let path = "/v1/flashcards/\(saved.json["flashcard_id"]?.stringValue ?? "")"
                    let review = try client.call("POST", path + "/reviews", ["rating": "good"])
                    #expect(review.status == 201 || review.status == 200, "\(review.text)")
                    return path
                }
                let promoted = try await lexi(
                    ["user", "promote", "learner@example.com"] + remote, environment: EndpointProcess.environment,
                    in: folder)
                #expect(promoted.errors.contains("is an administrator now"), "\(promoted.errors)")
                #expect(try await status(serving, "/health/ready") == 200)

                first.signal(SIGKILL)
                try await first.wait()
                let refused = try await blocking { try WebClient(serving.port, token: token).call("GET", card) }
                #expect(refused.status == 503 && refused.headers["retry-after"] == "1", "\(refused.text)")
                try await patiently("the breaker to open") {
                    try await status(serving, "/health/ready") == 503
                        && serving.process.errors.contains("\"table-unreachable\"") ? true : nil
                }

                let second = try await EndpointProcess.start(port, in: folder)
                try await patiently("the service to be ready") {
                    try await status(serving, "/health/ready") == 200 ? true : nil
                }
                let found = try await blocking { try WebClient(serving.port, token: token).call("GET", card) }
                #expect(found.status == 200 && found.json["review_count"]?.intValue == 1, "\(found.text)")
                let metrics = try await blocking { try WebClient(serving.port).call("GET", "/metrics").text }
                #expect(metrics.contains("\nlexi_table_reachable 1.0\n"))
                #expect(metrics.contains("\nlexi_table_attempts_unreachable_total "))

                #expect(try await serving.stop() == .exited(0))
                let log = serving.process.errors
                for event in ["table-unreachable", "table-reachable"] {
                    #expect(log.split(separator: "\n").count { $0.contains("\"\(event)\"") } == 1, "\(log)")
                }
                #expect(!log.contains(EndpointProcess.secret) && !early.errors.contains(EndpointProcess.secret))
                second.signal(SIGTERM)
                try await second.wait()
            }
        }
    }
}
