import DynamoModel
import JSONText
import RemoteDynamoDB
import TestSupport
import Testing

extension ProcessTests {
    /// A wall clock that is set while the program runs.
    @Suite struct ClockStepTests {
        private static let hour = 3_600

        /// A transaction with a token is carried out once, whichever way and how often the clock is set, and also by a
        /// process that starts with another time. Writes go on, and the end is in order.
        @Test func tokensCountOnce() async throws {
            try await TemporaryFolder.with { folder in
                let (data, machine) = (folder.file("data"), try FaultyMachine(in: folder))
                for (start, steps) in [(0, [Self.hour, -24 * Self.hour, 0]), (Self.hour, [-Self.hour])] {
                    try machine.setClock(ahead: start)
                    let process = try LexiProcess(
                        ["dynamodb", "--port", "0", "--data", data], environment: machine.environment, in: folder)
                    let remote = try KilledHistoryTests.remote(port: try await process.tablePort())
                    let table = TestTable(remote, TestTables.hashOnly())
                    if start == 0 { _ = try await TestTable.make(remote, TestTables.hashOnly()) }
                    _ = try await remote.transactWriteItems(Self.add)
                    for step in steps {
                        try machine.setClock(ahead: step)
                        _ = try await remote.transactWriteItems(Self.add)
                        #expect(try await table.get(["pk": "counter"])?["n"] == .int(1), "\(start), \(step)")
                        try await table.put(["pk": .s("step \(step)")])
                    }
                    await remote.close()
                    process.signal(15)
                    #expect(try await process.wait() == .exited(0))
                }
            }
        }

        private static let add = TransactWriteItemsRequest(
            transactItems: [
                TransactWrite(
                    tableName: "HashOnly", .update(key: ["pk": "counter"], updateExpression: "ADD n :one"),
                    parameters: ExpressionParameters(values: [":one": .int(1)]))
            ], clientRequestToken: "token")

        /// Tokens of callers end by the clock as it is now, and are good again when it was wrong.
        @Test func callersAreKnownByTheClockAsItIs() async throws {
            try await TemporaryFolder.with { folder in
                let machine = try FaultyMachine(in: folder)
                let serving = try await Serving.start(
                    data: folder.file("data"), environment: machine.environment, in: folder)
                let token = try Serving.token("learner", email: "learner@example.com")
                let port = serving.port
                let registered = try await blocking {
                    try WebClient(port, token: token).call("POST", "/v1/users", [:]).status
                }
                #expect(registered == 201)
                for (step, status) in [(2 * Self.hour, 401), (0, 200)] {
                    try machine.setClock(ahead: step)
                    let found = try await blocking { try WebClient(port, token: token).call("GET", "/v1/me").status }
                    #expect(found == status)
                }
                #expect(try await serving.stop() == .exited(0))
            }
        }
    }
}
