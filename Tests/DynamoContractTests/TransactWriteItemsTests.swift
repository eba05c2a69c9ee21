import DynamoModel
import TestSupport
import Testing

extension TestTable {
    /// One write transaction on any tables of the service.
    func transact(
        _ writes: [TransactWrite], token: String? = nil, capacity: ReturnConsumedCapacity = .none
    ) async throws(DynamoDBError) -> TransactWriteItemsResponse {
        try await db.transactWriteItems(
            TransactWriteItemsRequest(
                transactItems: writes, clientRequestToken: token, returnConsumedCapacity: capacity))
    }

    /// An action on this table.
    func action(
        _ action: TransactWrite.Action, if condition: String? = nil, values: [String: AttributeValue]? = nil,
        onFailure: ReturnValuesOnConditionCheckFailure = .none
    ) -> TransactWrite {
        TransactWrite(
            tableName: name, action, conditionExpression: condition, parameters: ExpressionParameters(values: values),
            returnValuesOnConditionCheckFailure: onFailure)
    }
}

@Suite(.tables) struct TransactWriteItemsTests {
    static func item(_ number: Int) -> Item { ["pk": .s("p\(number)"), "sk": "s", "x": .int(number)] }
    static func key(_ number: Int) -> Item { ["pk": .s("p\(number)"), "sk": "s"] }

    // Puts, updates, deletes and checks are done together.
    @Test(arguments: Backend.all)
    func allActionsAreDone(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for number in 0..<3 { try await table.put(Self.item(number)) }
            let answer = try await table.transact([
                table.action(.put(item: Self.item(5)), if: "attribute_not_exists(pk)"),
                table.action(
                    .update(key: Self.key(0), updateExpression: "SET x = x + :n"), if: "x = :x",
                    values: [":n": 10, ":x": 0]),
                table.action(.update(key: Self.key(6), updateExpression: "SET x = :n"), values: [":n": 6]),
                table.action(.delete(key: Self.key(1)), if: "attribute_exists(pk)"),
                table.action(.delete(key: Self.key(7))),
                table.action(.conditionCheck(key: Self.key(2)), if: "x = :x", values: [":x": 2]),
            ])
            #expect(answer == TransactWriteItemsResponse())
            let expected: Set<Item> = [Self.item(5), Self.item(0).merging(["x": 10]), Self.item(6), Self.item(2)]
            #expect(try await table.contents() == expected)
        }
    }

    // When one condition fails nothing is done; each action has its reason, in order, with the item where it was
    // asked for, and every failed condition is reported.
    @Test(arguments: Backend.all)
    func reasonsInOrder(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for number in 0..<4 { try await table.put(Self.item(number)) }
            let failed = CancellationReason.conditionalCheckFailed()
            let error = try await expectRefused(
                table, .transactionCanceled,
                "Transaction cancelled, please refer cancellation reasons for specific reasons "
                    + "[None, ConditionalCheckFailed, None, ConditionalCheckFailed, ConditionalCheckFailed, None]"
            ) {
                try await table.transact([
                    table.action(.put(item: Self.item(9)), if: "attribute_not_exists(pk)", onFailure: .allOld),
                    table.action(.put(item: Self.item(0)), if: "attribute_not_exists(pk)", onFailure: .allOld),
                    table.action(.conditionCheck(key: Self.key(1)), if: "attribute_exists(pk)"),
                    table.action(.conditionCheck(key: Self.key(2)), if: "attribute_not_exists(pk)"),
                    table.action(.delete(key: Self.key(8)), if: "attribute_exists(pk)", onFailure: .allOld),
                    table.action(.update(key: Self.key(3), updateExpression: "REMOVE x")),
                ])
            }
            #expect(
                error?.cancellationReasons == [
                    .none, .conditionalCheckFailed(item: Self.item(0)), .none, failed, failed, .none,
                ])
        }
    }

    // Conditions see the items as they were before the transaction.
    @Test(arguments: Backend.all)
    func conditionsSeeTheStateBefore(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            _ = try await table.transact([
                table.action(.put(item: Self.item(1))),
                table.action(.put(item: Self.item(2)), if: "attribute_not_exists(pk)"),
            ])
            #expect(try await table.contents().count == 2)
        }
    }

    // No item may come twice, not even in a check.
    @Test(arguments: Backend.all)
    func duplicates(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let seconds: [TransactWrite] = [
                table.action(.put(item: Self.item(1))), table.action(.delete(key: Self.key(1))),
                table.action(.update(key: Self.key(1), updateExpression: "REMOVE x")),
                table.action(.conditionCheck(key: Self.key(1)), if: "attribute_exists(pk)"),
            ]
            for second in seconds {
                try await expectRefused(
                    table, .validation, "Transaction request cannot include multiple operations on one item"
                ) { try await table.transact([table.action(.put(item: Self.item(1))), second]) }
            }
        }
    }

    // With one token the same request is carried out once; the second answer is a success as well.
    @Test(arguments: Backend.all)
    func tokenMakesItOnce(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let add = [table.action(.update(key: Self.key(1), updateExpression: "ADD x :one"), values: [":one": 1])]
            for _ in 0..<3 { _ = try await table.transact(add, token: "token-1") }
            #expect(try await table.get(Self.key(1))?["x"] == 1)
            _ = try await table.transact(add, token: "token-2")
            _ = try await table.transact(add)
            _ = try await table.transact(add)
            #expect(try await table.get(Self.key(1))?["x"] == 4)
        }
    }

    // A token that comes again with another request is refused, and nothing is done.
    @Test(arguments: Backend.all)
    func tokenMismatch(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            func add(_ amount: Int) -> [TransactWrite] {
                [table.action(.update(key: Self.key(1), updateExpression: "ADD x :n"), values: [":n": .int(amount)])]
            }
            _ = try await table.transact(add(1), token: "token")
            try await expectRefused(table, .idempotentParameterMismatch) {
                try await table.transact(add(2), token: "token")
            }
            try await expectRefused(table, .idempotentParameterMismatch) {
                try await table.transact([table.action(.delete(key: Self.key(1)))], token: "token")
            }
            _ = try await table.transact(add(1), token: "token")
            #expect(try await table.get(Self.key(1))?["x"] == 1)
        }
    }

    // A token whose transaction was cancelled is not used up.
    @Test(arguments: Backend.all)
    func cancelledTokenIsFree(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let guarded = [
                table.action(.put(item: Self.item(1)), if: "attribute_not_exists(pk)"),
                table.action(.conditionCheck(key: Self.key(2)), if: "attribute_exists(pk)"),
            ]
            try await expectRefused(table, .transactionCanceled) { try await table.transact(guarded, token: "token") }
            try await table.put(Self.item(2))
            _ = try await table.transact(guarded, token: "token")
            #expect(try await table.get(Self.key(1)) == Self.item(1))
            _ = try await table.transact(guarded, token: "token")
        }
    }

    // A token has 1 to 36 characters.
    @Test(arguments: Backend.all)
    func tokenLength(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let put = [table.action(.put(item: Self.item(1)))]
            _ = try await table.transact(put, token: String(repeating: "t", count: 36))
            for token in ["", String(repeating: "t", count: 37)] {
                await expectError(.validation) { try await table.transact(put, token: token) }
            }
        }
    }

    // The indexes follow a transaction, and stay as they were when it is cancelled.
    @Test(arguments: Backend.all)
    func indexesFollow(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let keys: Item = ["gpk": "g", "gsk": 1, "ln": 1, "a": 1]
            _ = try await table.transact((0..<10).map { table.action(.put(item: Self.item($0).merging(keys))) })
            try await expectIndexesMatch(table)
            let changes = [
                table.action(.delete(key: Self.key(0))),
                table.action(
                    .update(key: Self.key(1), updateExpression: "SET gpk = :g REMOVE ln"), values: [":g": "h"]),
                table.action(.put(item: Self.item(2))),
            ]
            try await expectRefused(table, .transactionCanceled) {
                try await table.transact(
                    changes + [table.action(.delete(key: Self.key(99)), if: "attribute_exists(pk)")])
            }
            _ = try await table.transact(changes)
            try await expectIndexesMatch(table)
            #expect(try await table.contents(index: "globalAll").count == 8)
        }
    }

    // A transaction can reach over several tables.
    @Test(arguments: Backend.all)
    func severalTables(_ backend: Backend) async throws {
        try await backend.run { db in
            let one = try await TestTable.make(db, TestTables.keyed())
            let two = try await TestTable.make(db, TestTables.hashOnly())
            let writes = [
                one.action(.put(item: Self.item(1))),
                two.action(.put(item: ["pk": "a"]), if: "attribute_not_exists(pk)"),
            ]
            _ = try await one.transact(writes)
            #expect(try await two.contents() == [["pk": "a"]])
            try await one.delete(Self.key(1))
            try await expectRefused(one, .transactionCanceled) { try await one.transact(writes) }
        }
    }

    // 1 to 100 actions are allowed.
    @Test(arguments: Backend.all)
    func limits(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            _ = try await table.transact((0..<100).map { table.action(.put(item: Self.item($0))) })
            #expect(try await table.contents().count == 100)
            try await expectRefused(table) {
                try await table.transact((0...100).map { table.action(.delete(key: Self.key($0))) })
            }
            await expectError(.validation) { try await table.transact([]) }
        }
    }

    // The request's items together have up to 4 MB; deleting more than that is allowed.
    @Test(arguments: Backend.all)
    func fourMegabytes(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let writes = (0..<12).map { table.action(.put(item: Self.item($0).filled(to: 400_000))) }
            await expectError(.validation) { try await table.transact(writes) }
            #expect(try await table.contents().isEmpty)
            _ = try await table.transact(Array(writes[..<6]))
            _ = try await table.transact(Array(writes[6...]))
            _ = try await table.transact((0..<12).map { table.action(.delete(key: Self.key($0))) })
            #expect(try await table.contents().isEmpty)
        }
    }
}
