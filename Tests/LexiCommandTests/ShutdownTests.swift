import Glibc
import JSONText
import Synchronization
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct ShutdownTests {
        /// SIGTERM and SIGINT finish what is under way, then end with status 0: each client that has sent a request
        /// gets its answer, whatever was acknowledged is stored, and nobody is let in afterwards.
        @Test(arguments: [SIGTERM, SIGINT]) func signalsFinishWhatIsUnderWay(signal: Int32) async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let serving = try await Serving.start(data: data, ["--log-level", "error"], in: folder)
                let counted = Counted()
                let (process, port) = (serving.process, serving.port)
                let saved = try await withThrowingTaskGroup(of: [String].self) { group in
                    for number in 0..<6 {
                        group.addTask {
                            try await blocking {
                                try Self.save("learner\(number)", port) {
                                    if counted.increment() == 40 { process.signal(signal) }
                                }
                            }
                        }
                    }
                    return try await group.reduce(into: [String]()) { $0 += $1 }
                }
                #expect(try await process.wait() == .exited(0))
                #expect(process.errors.contains("Stopping"))
                await #expect(throws: WebClient.Broken.self) { try await blocking { _ = try WebClient(port) } }
                let audit = try await Audit(data: data)
                audit.expectWhole()
                #expect(Set(saved).isSubset(of: audit.words))
                #expect(saved.count >= 40)
            }
        }

        private final class Counted: Sendable {
            private let value = Atomic<Int>(0)
            func increment() -> Int { value.add(1, ordering: .relaxed).newValue }
        }

        /// Saves words until the service says that it closes, and returns those that were acknowledged.
        private static func save(_ name: String, _ port: UInt16, acknowledged: () -> Void) throws -> [String] {
            let token = try Serving.token(name, email: "\(name)@example.com")
            let client = try WebClient(port, token: token)
            guard try client.call("POST", "/v1/users", [:]).status == 201 else { throw HelperError("not registered") }
            var words: [String] = []
            while true {
                let word = "\(name)-\(words.count)"
                do {
                    let answer = try client.call("POST", "/v1/flashcards", ["word": .string(word)])
                    #expect(answer.status == 201, "\(answer.text)")
                    words.append(word)
                    acknowledged()
                    if answer.headers["connection"] == "close" { return words }
                } catch is WebClient.Broken {
                    // An idle connection may be closed between two requests.
                    return words
                }
            }
        }

        /// A request that has begun when the signal comes is waited for; a second signal does not wait: the process
        /// ends at once, with the status of one that a signal has ended.
        @Test(arguments: [SIGTERM, SIGINT]) func secondSignalEndsAtOnce(signal: Int32) async throws {
            try await TemporaryFolder.with { folder in
                let serving = try await Serving.start(data: folder.file("data"), ["--grace", "1h"], in: folder)
                let (process, port) = (serving.process, serving.port)
                let client = try await blocking { () throws -> Held in
                    let client = try WebClient(port)
                    try client.send(Array("POST /v1/users HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{".utf8))
                    // An answer on another connection shows that the service is at work.
                    _ = try WebClient(port).call("GET", "/health/live")
                    return Held(client)
                }
                process.signal(signal)
                try await patiently("the shutdown to begin") { process.errors.contains("Stopping") ? true : nil }
                process.signal(signal)
                #expect(try await process.wait() == .exited(128 + signal))
                withExtendedLifetime(client) {}
            }
        }

        private final class Held: @unchecked Sendable {
            let client: WebClient
            init(_ client: WebClient) { self.client = client }
        }

        /// A signal during the loading of fixtures ends the process orderly, and the next start goes on with it.
        @Test func signalDuringLoading() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let words = ["serve", "--port", "0", "--data", data, "--seed", Places.fixtures]
                let process = try LexiProcess(words, environment: ["LEXI_JWT_SECRET": Serving.secret], in: folder)
                try await patiently("the loading to begin") { Files.exists(data + "/lexi.sqlite-wal") ? true : nil }
                process.signal(SIGTERM)
                #expect(try await process.wait() == .exited(0))
                let serving = try await Serving.start(data: data, ["--seed", Places.fixtures], in: folder)
                #expect(try await serving.stop() == .exited(0))
                let again = try await lexi(["seed", "--data", data, "--fixtures", Places.fixtures], in: folder)
                #expect(again.errors.contains("nothing was changed"))
            }
        }
    }
}
