import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// The `ClientRequestToken` of a transaction: carried out once within ten minutes.
@Suite struct TokenTests {
    private func add(_ amount: Int, token: String) -> TransactWriteItemsRequest {
        TransactWriteItemsRequest(
            transactItems: [
                TransactWrite(
                    tableName: "Keyed", .update(key: ["pk": "a", "sk": "b"], updateExpression: "ADD n :n"),
                    parameters: ExpressionParameters(values: [":n": .int(amount)]))
            ], clientRequestToken: token)
    }

    private func total(_ engine: TableEngine) async throws -> Int? {
        try await engine.getItem(GetItemRequest(tableName: "Keyed", key: ["pk": "a", "sk": "b"])).item?["n"]?.int
    }

    /// The wall clock, which an operator may set, and the one that does not step.
    private struct Clocks: Sendable {
        let wall = SteppedClock()
        let steady = SteppedClock(1_000)

        /// Time passes.
        func pass(_ seconds: Double) {
            wall.advance(by: seconds)
            steady.advance(by: seconds)
        }

        var options: TableEngine.Options {
            var options = TableEngine.Options()
            let (wall, steady) = (wall, steady)
            options.clock = { wall.now }
            options.steadyClock = { steady.now }
            return options
        }
    }

    /// A token whose time is damaged is not removed as one that has expired: the transaction would run twice.
    @Test func aDamagedTimeDoesNotExpire() async throws {
        let clocks = Clocks()
        let engine = try TableEngine.inMemory(options: clocks.options)
        _ = try await engine.createTable(TestTables.keyed())
        clocks.pass(650)
        _ = try await engine.transactWriteItems(add(5, token: "token"))
        let removed = try await engine.onWriter { (writer) throws(EngineFault) in
            try storage { () throws(SQLiteFault) in
                try writer.sqlite.execute("UPDATE tokens SET time = time - 640000")
                clocks.pass(1)
                return try writer.tokens.removeExpired(atMost: 64)
            }
        }
        #expect(removed == 0)
        await expectError(.internalServerError) { try await engine.transactWriteItems(add(5, token: "token")) }
        #expect(try await total(engine) == 5)
        await engine.close()
    }

    /// The same request with the same token counts once until ten minutes have passed, however the wall clock steps.
    @Test func onceWithinTenMinutes() async throws {
        let clocks = Clocks()
        let engine = try TableEngine.inMemory(options: clocks.options)
        _ = try await engine.createTable(TestTables.keyed())
        _ = try await engine.transactWriteItems(add(5, token: "token"))
        _ = try await engine.transactWriteItems(add(5, token: "token"))
        #expect(try await total(engine) == 5)
        _ = try await engine.transactWriteItems(add(5, token: "other"))
        #expect(try await total(engine) == 10)
        for step in [3_600.0, -7_200, 100_000] {
            clocks.wall.advance(by: step)
            clocks.pass(199)
            _ = try await engine.transactWriteItems(add(5, token: "token"))
            #expect(try await total(engine) == 10)
            await expectError(.idempotentParameterMismatch) {
                try await engine.transactWriteItems(add(6, token: "token"))
            }
        }
        clocks.pass(4)
        _ = try await engine.transactWriteItems(add(6, token: "token"))
        #expect(try await total(engine) == 16)
        await engine.close()
    }

    /// A token of an earlier process counts until ten minutes have passed by both clocks, however the wall clock was
    /// set meanwhile.
    @Test(arguments: [0.0, 3_600, -3_600]) func onceAcrossARestart(step: Double) async throws {
        try await TemporaryFolder.with { folder in
            let (path, clocks) = (folder.file("table.db"), Clocks())
            try await TableEngine.with(path, options: clocks.options) { engine in
                _ = try await engine.createTable(TestTables.keyed())
                _ = try await engine.transactWriteItems(add(5, token: "token"))
            }
            clocks.wall.advance(by: step)
            // A clock of this process says nothing of the time before it.
            clocks.steady.advance(by: -500)
            try await TableEngine.with(path, options: clocks.options) { engine in
                clocks.pass(599)
                _ = try await engine.transactWriteItems(add(5, token: "token"))
                #expect(try await total(engine) == 5)
                clocks.pass(2)
                if step < 0 {
                    // By the wall clock the token has not come yet.
                    _ = try await engine.transactWriteItems(add(5, token: "token"))
                    #expect(try await total(engine) == 5)
                    clocks.pass(-step)
                }
                _ = try await engine.transactWriteItems(add(6, token: "token"))
                #expect(try await total(engine) == 11)
                // One that comes now is not mistaken for an earlier one.
                _ = try await engine.transactWriteItems(add(6, token: "token"))
                #expect(try await total(engine) == 11)
            }
        }
    }

    /// A transaction that was refused is not remembered.
    @Test func refusalsAreNotRemembered() async throws {
        let engine = try TableEngine.inMemory()
        _ = try await engine.createTable(TestTables.keyed())
        var request = add(5, token: "token")
        request.transactItems[0].conditionExpression = "attribute_exists(pk)"
        await expectError(.transactionCanceled) { try await engine.transactWriteItems(request) }
        _ = try await engine.putItem(PutItemRequest(tableName: "Keyed", item: ["pk": "a", "sk": "b"]))
        _ = try await engine.transactWriteItems(request)
        #expect(try await total(engine) == 5)
        await engine.close()
    }

    /// Expired tokens are removed in the background, also when no new ones come; those that count are kept.
    @Test func expiredTokensAreRemoved() async throws {
        try await TemporaryFolder.with { folder in
            let (path, clocks) = (folder.file("table.db"), Clocks())
            try await TableEngine.with(path, options: clocks.options) { engine in
                _ = try await engine.createTable(TestTables.keyed())
                for number in 0..<100 { _ = try await engine.transactWriteItems(add(1, token: "earlier \(number)")) }
            }
            try await TableEngine.with(path, options: clocks.options) { engine in
                for number in 0..<70 { _ = try await engine.transactWriteItems(add(1, token: "old \(number)")) }
                clocks.pass(300)
                for number in 0..<20 { _ = try await engine.transactWriteItems(add(1, token: "new \(number)")) }
                #expect(try await tokens(engine) == 190)
                clocks.pass(301)
                // The first write wakes the writer, whose clock the test has moved.
                try await waitFor("the expired tokens to be removed") { try await tokens(engine) == 20 ? true : nil }
                clocks.pass(600)
                try await waitFor("the rest to be removed") { try await tokens(engine) == 0 ? true : nil }
            }
        }
    }

    private func tokens(_ engine: TableEngine) async throws -> Int? {
        try await engine.onWriter { (writer) throws(EngineFault) -> Int? in
            try storage { () throws(SQLiteFault) in try writer.sqlite.integer("SELECT count(*) FROM tokens") }
        }
    }
}
