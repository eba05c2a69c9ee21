import AWSConfiguration
import AWSSignatures
import CLinux
import DynamoModel
import Glibc
import RemoteDynamoDB
import TestSupport
import Testing

extension ProcessTests {
    /// The histories of clients of a program that is killed under them and comes back.
    @Suite struct KilledHistoryTests {
        private static let rounds = 4
        private static let clients = 8

        /// Single keys stay linearizable and transactions strictly serializable across kills. A transaction that was
        /// under way is sent again with its token to the next process, and is carried out once.
        ///
        /// - Parameter copies: whether the log is copied and cut all the time, so that kills come in the middle of that
        ///   and after it. A program of the tests does so; with that of users no history is long enough.
        @Test(arguments: [false, true]) func theOrderOutlivesKills(copies: Bool) async throws {
            try await TemporaryFolder.with { folder in
                let run = HistoryRun()
                var random = SeededGenerator(seed: 9)
                var (repeated, output) = (0, "")
                for round in 0...Self.rounds {
                    let served = try Served(in: folder, copies: copies)
                    let process = served.process
                    let remote = try Self.remote(port: try await served.port())
                    let table = HistoryTable(remote)
                    if round == 0 { _ = try await remote.createTable(TestTables.hashOnly()) }
                    repeated += run.openTransactions
                    try await run.repeatOpen(table)
                    let found = try await run.violations(table)
                    #expect(found == [], "round \(round)")
                    if round < Self.rounds {
                        let limit = random.int(200...600)
                        try await run.work(table, clients: Self.clients, seed: UInt64(round * 100)) { done in
                            if done == limit { process.signal(SIGKILL) }
                            return true
                        }
                        #expect(try await process.wait() == .killed(SIGKILL))
                        served.closeInput()
                        run.settle()
                    } else {
                        served.end()
                        #expect(try await process.wait() == .exited(0))
                    }
                    output += process.output
                    await remote.close()
                }
                if copies {
                    let events = output.split(separator: "\n")
                    // Otherwise the history did not meet what it is about.
                    #expect(events.count { $0.hasPrefix("besideTheWriter") } > 10, "\(output)")
                    #expect(events.contains { $0 == "byTheWriter" }, "\(output)")
                }
                #expect(run.count > Self.rounds * 200)
                // Otherwise the kills came at idle moments and show nothing.
                #expect(repeated > 0)
            }
        }

        /// A table that another process serves.
        private struct Served: Sendable {
            let process: LexiProcess
            /// What keeps the program of the tests alive while it is open.
            private let input: Int32?

            init(in folder: TemporaryFolder, copies: Bool) throws {
                guard copies else {
                    process = try LexiProcess(["dynamodb", "--port", "0", "--data", folder.file("data")], in: folder)
                    input = nil
                    return
                }
                var ends: [Int32] = [0, 0]
                guard pipe2(&ends, O_CLOEXEC) == 0 else { throw HelperError("no pipe") }
                input = ends[1]
                process = try LexiProcess(
                    [folder.file("table.db")], program: Places.products + "/EndpointProgram",
                    environment: ["LEXI_CHECKPOINT_FRAMES": "40"], in: folder, input: ends[0])
                close(ends[0])
            }

            func port() async throws -> UInt16 {
                guard input != nil else { return try await process.tablePort() }
                return try await patiently("the port: \(process.errors)") {
                    process.output.split(separator: "\n").first { $0.allSatisfy(\.isNumber) }.flatMap { UInt16($0) }
                }
            }

            /// Asks the process to end.
            func end() { if input == nil { process.signal(SIGTERM) } else { closeInput() } }

            func closeInput() { if let input { close(input) } }
        }

        /// A client that tries nothing twice: a broken connection is an open outcome.
        static func remote(port: UInt16) throws -> RemoteTable {
            var options = RemoteOptions()
            options.maximumAttempts = 1
            let keys = AWSCredentials(accessKeyID: "any", secretAccessKey: "any")
            return try RemoteTable(
                endpoint: RemoteEndpoint(isSecure: false, host: "127.0.0.1", port: port, region: "us-east-1"),
                credentials: FixedCredentials(keys), options: options)
        }
    }
}
