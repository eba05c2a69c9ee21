import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct TransactWriteValidationTests {
    static let fine: Item = ["pk": "fine", "sk": "s"]

    // A key or item that breaks a rule of its table cancels the transaction: its reason is a ValidationError, the
    // others have none; nothing is done.
    @Test(arguments: Backend.all)
    func wrongItems(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let wrong: [TransactWrite.Action] = [
                .put(item: ["pk": 1, "sk": "s"]), .put(item: ["pk": "a"]),
                .put(item: ["pk": "a", "sk": "s", "gpk": 1]), .put(item: ["pk": .filler(2049), "sk": "s"]),
                .update(key: ["pk": "a", "sk": "s"], updateExpression: "SET x = absent"),
                .update(key: ["pk": "a", "sk": "s"], updateExpression: "SET m.x = pk"),
                .delete(key: ["pk": "a", "sk": 1]),
            ]
            for action in wrong {
                let before = try await table.everything()
                do throws(DynamoDBError) {
                    _ = try await table.transact([
                        table.action(.put(item: Self.fine)), table.action(action),
                        table.action(.delete(key: ["pk": "other", "sk": "s"])),
                    ])
                    Issue.record("\(action) was accepted")
                } catch {
                    #expect(error.code == .transactionCanceled, "\(action): \(error)")
                    #expect(error.cancellationReasons.map(\.code) == [.none, .validationError, .none])
                    #expect(
                        error.cancellationReasons.count == 3 && error.cancellationReasons[1].message?.isEmpty == false)
                }
                #expect(try await table.everything() == before)
            }
        }
    }

    // An empty value of a key, and a put of more than 400 KB, refuse the whole request: they are known before it
    // begins.
    @Test(arguments: Backend.all)
    func wholeRequests(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let key: Item = ["pk": "a", "sk": "s"]
            let start = "One or more parameter values are not valid. "
            let empty = "The AttributeValue for a key attribute cannot contain an empty string value."
            let wrong: [(TransactWrite, String)] = [
                (table.action(.put(item: ["pk": "a", "sk": ""])), "\(start)\(empty) Key: sk"),
                (
                    table.action(
                        .update(key: ["pk": "a", "sk": ""], updateExpression: "SET x = :v"), values: [":v": 1]),
                    "\(start)\(empty) Key: sk"
                ),
                (table.action(.delete(key: ["pk": "", "sk": "s"])), "\(start)\(empty) Key: pk"),
                (
                    table.action(.conditionCheck(key: ["pk": "", "sk": "s"]), if: "attribute_exists(a)"),
                    "\(start)\(empty) Key: pk"
                ),
                (
                    table.action(.put(item: key.merging(["gpk": ""]))),
                    "\(start)A value specified for a secondary index key is not supported. \(empty) "
                        + "IndexName: globalAll, IndexKey: gpk"
                ),
                (
                    table.action(.update(key: key, updateExpression: "SET gpk = :v"), values: [":v": ""]),
                    "\(start)The update expression attempted to update a secondary index key to a value that is not "
                        + "supported. \(empty)"
                ),
                (
                    table.action(.put(item: key.filled(to: DynamoLimits.itemSize + 1))),
                    "Item size has exceeded the maximum allowed size"
                ),
            ]
            for (write, message) in wrong {
                try await expectRefused(table, .validation, message) {
                    try await table.transact([table.action(.put(item: Self.fine)), write])
                }
            }
        }
    }

    // An index's key that an update empties with what the item has is a reason: that is not known before.
    @Test(arguments: Backend.all)
    func emptiedFromTheItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let key: Item = ["pk": "a", "sk": "s"]
            try await table.put(key.merging(["x": ""]))
            let error = try await expectRefused(table, .transactionCanceled) {
                try await table.transact([
                    table.action(.put(item: Self.fine)),
                    table.action(.update(key: key, updateExpression: "SET gpk = x")),
                ])
            }
            #expect(error?.cancellationReasons.map(\.code) == [.none, .validationError])
        }
    }

    // An item above 400 KB, or too deep, refuses the whole request when it is put: its size is known before the
    // transaction. One that is made so by an update is a reason.
    @Test(arguments: Backend.all)
    func itemTooLarge(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table async throws in
            let key: Item = ["pk": "a", "sk": "s"]
            for item in [key.filled(to: DynamoLimits.itemSize + 1), key.merging(["x": .nested(32)])] {
                try await expectRefused(table) {
                    try await table.transact([table.action(.put(item: Self.fine)), table.action(.put(item: item))])
                }
            }
            for value in [.filler(DynamoLimits.itemSize - 6), AttributeValue.nested(32)] {
                let error = try await expectRefused(table, .transactionCanceled) {
                    try await table.transact([
                        table.action(.put(item: Self.fine)),
                        table.action(.update(key: key, updateExpression: "SET x = :x"), values: [":x": value]),
                    ])
                }
                #expect(error?.cancellationReasons.map(\.code) == [.none, .validationError])
            }
            // An update counts here for the item that it makes only, of a whole 400 KB.
            _ = try await table.transact([
                table.action(
                    .update(key: key, updateExpression: "SET x = :x"),
                    values: [":x": .filler(DynamoLimits.itemSize - key.itemSize - 1)])
            ])
            #expect(try await table.get(key)?.itemSize == DynamoLimits.itemSize)
        }
    }

    // A value that only a condition sees can be a level deeper than what an item holds.
    @Test(arguments: Backend.all)
    func deepCondition(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let error = try await expectRefused(table, .transactionCanceled) {
                try await table.transact([
                    table.action(.conditionCheck(key: Self.fine), if: "x = :x", values: [":x": .nested(32)])
                ])
            }
            #expect(error?.cancellationReasons.map(\.code) == [.conditionalCheckFailed])
        }
    }

    // An expression that cannot be read, and placeholders that are missing or unused, refuse the whole request.
    @Test(arguments: Backend.all)
    func wrongExpressions(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let wrong = [
                table.action(.put(item: Self.fine), if: "hello!"),
                table.action(.put(item: Self.fine), if: "pk = :absent"),
                table.action(.put(item: Self.fine), if: "attribute_exists(#absent)"),
                table.action(.put(item: Self.fine), if: "attribute_exists(pk)", values: [":unused": 1]),
                table.action(.update(key: Self.fine, updateExpression: "SET")),
                table.action(.update(key: Self.fine, updateExpression: "")),
                table.action(.update(key: Self.fine, updateExpression: "SET x = :a, x = :a"), values: [":a": 1]),
                table.action(.conditionCheck(key: Self.fine), if: ""), table.action(.conditionCheck(key: Self.fine)),
            ]
            for write in wrong {
                try await expectRefused(table) {
                    try await table.transact([table.action(.put(item: ["pk": "other", "sk": "s"])), write])
                }
            }
        }
    }

    // A table that is not there refuses the whole request.
    @Test(arguments: Backend.all)
    func missingTable(_ backend: Backend) async throws {
        try await backend.run { db in
            let table = try await TestTable.make(db, TestTables.keyed())
            let missing = TestTable(db, TestTables.keyed(name: "Missing"))
            try await expectRefused(table, .resourceNotFound) {
                try await table.transact([
                    table.action(.put(item: Self.fine)), missing.action(.put(item: Self.fine)),
                ])
            }
        }
    }
}
