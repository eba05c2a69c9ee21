import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct TransactGetItemsTests {
    static func get(_ table: TestTable, _ keys: [Item]) async throws(DynamoDBError) -> [Item?] {
        let gets = keys.map { TransactGet(tableName: table.name, key: $0) }
        return try await table.db.transactGetItems(TransactGetItemsRequest(transactItems: gets)).items
    }

    // The items come in the order of the request; where none is, the entry is empty.
    @Test(arguments: Backend.all)
    func orderOfTheRequest(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            let items: [Item] = (0..<100).map { ["pk": .s("p\($0)"), "x": .int($0)] }
            try await table.putAll(items.enumerated().filter { $0.offset % 3 != 0 }.map(\.element))
            let keys = items.map { table.key(of: $0) }
            let found = try await Self.get(table, keys)
            #expect(found == items.enumerated().map { $0.offset % 3 == 0 ? nil : $0.element })
        }
    }

    // Several tables can be read at one moment, each read with its projection.
    @Test(arguments: Backend.all)
    func tablesAndProjections(_ backend: Backend) async throws {
        try await backend.run { db in
            let one = try await TestTable.make(db, TestTables.keyed())
            let two = try await TestTable.make(db, TestTables.hashOnly())
            try await one.put(["pk": "a", "sk": "b", "m": ["x": 1, "y": 2], "name": "n"])
            try await two.put(["pk": "a", "z": 1])
            let answer = try await db.transactGetItems(
                TransactGetItemsRequest(transactItems: [
                    TransactGet(tableName: two.name, key: ["pk": "a"], projectionExpression: "absent"),
                    TransactGet(
                        tableName: one.name, key: ["pk": "a", "sk": "b"], projectionExpression: "m.y, #n",
                        expressionAttributeNames: ["#n": "name"]),
                    TransactGet(tableName: two.name, key: ["pk": "b"]),
                ]))
            #expect(answer.items == [[:], ["m": ["y": 2], "name": "n"], nil])
        }
    }

    // 1 to 100 reads are allowed.
    @Test(arguments: Backend.all)
    func limits(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            await expectError(.validation) { try await Self.get(table, []) }
            await expectError(.validation) { try await Self.get(table, (0...100).map { ["pk": .s("\($0)")] }) }
        }
    }

    // The items together have up to 4 MB.
    @Test(arguments: Backend.all)
    func fourMegabytes(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            let keys: [Item] = (0..<12).map { ["pk": .s("p\($0)")] }
            for key in keys { try await table.put(key.filled(to: 400_000)) }
            #expect(try await Self.get(table, Array(keys[..<10])).compactMap { $0 }.count == 10)
            do throws(DynamoDBError) {
                _ = try await Self.get(table, keys)
                Issue.record("4.8 MB were read in one transaction")
            } catch {
                #expect(error.code == .validation || error.code == .transactionCanceled)
            }
        }
    }

    // An item must not be read twice.
    @Test(arguments: Backend.all)
    func duplicates(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            await expectError(.validation, "Transaction request cannot include multiple operations on one item") {
                try await Self.get(table, [["pk": "a"], ["pk": "b"], ["pk": "a"]])
            }
        }
    }

    // A key that does not match the schema is the reason of a cancelled transaction. An empty value of a key refuses
    // the request, as does a projection that cannot be read.
    @Test(arguments: Backend.all)
    func wrongReads(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            for key: Item in [[:], ["pk": 1], ["pk": "a", "x": 1]] {
                let error = await expectError(.transactionCanceled) {
                    try await Self.get(table, [["pk": "fine"], key, ["pk": "other"]])
                }
                #expect(error?.cancellationReasons.map(\.code) == [.none, .validationError, .none])
                #expect(
                    error?.cancellationReasons.compactMap(\.message)
                        == ["The provided key element does not match the schema"])
            }
            await expectError(
                .validation,
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                    + "empty string value. Key: pk"
            ) { try await Self.get(table, [["pk": "fine"], ["pk": ""]]) }
            for (projection, names): (String, [String: String]?) in [("x,", nil), ("#x", nil), ("x", ["#y": "y"])] {
                await expectError(.validation) {
                    try await table.db.transactGetItems(
                        TransactGetItemsRequest(transactItems: [
                            TransactGet(
                                tableName: table.name, key: ["pk": "a"], projectionExpression: projection,
                                expressionAttributeNames: names)
                        ]))
                }
            }
        }
    }

    // A table that is not there is said to be not found.
    @Test(arguments: Backend.all)
    func missingTable(_ backend: Backend) async throws {
        try await backend.run { db in
            let table = TestTable(db, TestTables.hashOnly())
            await expectError(.resourceNotFound) { try await Self.get(table, [["pk": "a"]]) }
        }
    }
}
