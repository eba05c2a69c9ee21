import AWSConfiguration
import AWSSignatures
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
        @Test func theOrderOutlivesKills() async throws {
            try await TemporaryFolder.with { folder in
                let (data, run) = (folder.file("data"), HistoryRun())
                var random = SeededGenerator(seed: 9)
                var repeated = 0
                for round in 0...Self.rounds {
                    let process = try LexiProcess(["dynamodb", "--port", "0", "--data", data], in: folder)
                    let remote = try Self.remote(port: try await process.tablePort())
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
                        run.settle()
                    } else {
                        process.signal(SIGTERM)
                        #expect(try await process.wait() == .exited(0))
                    }
                    await remote.close()
                }
                #expect(run.count > Self.rounds * 200)
                // Otherwise the kills came at idle moments and show nothing.
                #expect(repeated > 0)
            }
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
