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

    /// The same request with the same token counts once, after a restart too, until ten minutes have passed.
    @Test func onceWithinTenMinutesAcrossARestart() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            let clock = SteppedClock()
            var stepped = TableEngine.Options()
            stepped.clock = { clock.now }
            let options = stepped
            try await TableEngine.with(path, options: options) { engine in
                _ = try await engine.createTable(TestTables.keyed())
                _ = try await engine.transactWriteItems(add(5, token: "token"))
                _ = try await engine.transactWriteItems(add(5, token: "token"))
                #expect(try await total(engine) == 5)
                _ = try await engine.transactWriteItems(add(5, token: "other"))
                #expect(try await total(engine) == 10)
            }
            clock.advance(by: 599)
            try await TableEngine.with(path, options: options) { engine in
                _ = try await engine.transactWriteItems(add(5, token: "token"))
                #expect(try await total(engine) == 10)
                await expectError(.idempotentParameterMismatch) {
                    try await engine.transactWriteItems(add(6, token: "token"))
                }
                #expect(try await total(engine) == 10)
                clock.advance(by: 2)
                _ = try await engine.transactWriteItems(add(6, token: "token"))
                #expect(try await total(engine) == 16)
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

    /// Expired tokens are removed as new ones come.
    @Test func expiredTokensAreRemoved() async throws {
        let clock = SteppedClock()
        var options = TableEngine.Options()
        options.clock = { clock.now }
        let engine = try TableEngine.inMemory(options: options)
        _ = try await engine.createTable(TestTables.keyed())
        for number in 0..<40 { _ = try await engine.transactWriteItems(add(1, token: "old \(number)")) }
        clock.advance(by: 601)
        for number in 0..<20 { _ = try await engine.transactWriteItems(add(1, token: "new \(number)")) }
        let left = try await engine.onWriter { (writer) throws(EngineFault) -> Int? in
            try storage { () throws(SQLiteFault) in try writer.sqlite.integer("SELECT count(*) FROM tokens") }
        }
        #expect(left == 20)
        await engine.close()
    }
}
