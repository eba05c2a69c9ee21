import DynamoModel
import TestSupport
import Testing

/// What transactions take of a table and its indexes, as it was recorded from DynamoDB.
@Suite(.tables) struct TransactionCapacityTests {
    private static let large = AttributeValue.s(String(repeating: "x", count: 9_000))

    private func capacity(
        _ table: TestTable, _ action: TransactWrite.Action, token: String? = nil
    ) async throws -> ConsumedCapacity? {
        let condition: String? = if case .conditionCheck = action { "attribute_exists(pk)" } else { nil }
        return try await table.transact([table.action(action, if: condition)], token: token, capacity: .indexes)
            .consumedCapacity?.first
    }

    // The table is charged twice, an index once, also for an entry that moves.
    @Test(arguments: Backend.all)
    func indexesCostOnce(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let key: Item = ["pk": "a", "sk": "1"]
            let put = try await capacity(table, .put(item: key.merging(["gpk": "g", "gsk": 1, "ln": 1])))
            #expect(put?.table == CapacityUnits(write: 2))
            #expect(put?.localIndexes["localAll"] == CapacityUnits(write: 1))
            #expect(put?.globalIndexes["globalAll"] == CapacityUnits(write: 1))
            let moved = try await capacity(table, .put(item: key.merging(["gpk": "g", "gsk": 2, "ln": 1])))
            #expect(moved?.table == CapacityUnits(write: 2))
            #expect(moved?.globalIndexes["globalKeys"] == CapacityUnits(write: 2))
            #expect(moved?.localIndexes["localKeys"] == nil)
            let removed = try await capacity(table, .delete(key: key))
            #expect(removed?.globalIndexes["globalKeys"] == CapacityUnits(write: 1))
        }
    }

    // A check is charged as a write of what it looked at, of the table alone.
    @Test(arguments: Backend.all)
    func checksCostWrites(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let key: Item = ["pk": "a", "sk": "1"]
            try await table.put(key.merging(["gpk": "g", "gsk": 1, "x": Self.large]))
            let check = try await capacity(table, .conditionCheck(key: key))
            #expect(check?.total == CapacityUnits(write: 18) && check?.globalIndexes.isEmpty == true)
        }
    }

    // A repeated transaction is charged for reading what the first one looked at, whatever is there by now.
    @Test(arguments: Backend.all)
    func repetitionsCostReads(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let key: Item = ["pk": "a", "sk": "1"]
            let medium = key.merging(["x": .s(String(repeating: "x", count: 1_500))])
            let put = TransactWrite.Action.put(item: medium)
            #expect(try await capacity(table, put, token: "one")?.total == CapacityUnits(write: 4))
            #expect(try await capacity(table, put, token: "one")?.total == CapacityUnits(read: 2))
            try await table.put(key.merging(["x": Self.large]))
            #expect(try await capacity(table, put, token: "one")?.total == CapacityUnits(read: 2))
            #expect(try await capacity(table, .delete(key: key), token: "two")?.total == CapacityUnits(write: 18))
            #expect(try await capacity(table, .delete(key: key), token: "two")?.total == CapacityUnits(read: 6))
            #expect(try await capacity(table, .delete(key: key), token: "three")?.total == CapacityUnits(write: 2))
        }
    }
}
