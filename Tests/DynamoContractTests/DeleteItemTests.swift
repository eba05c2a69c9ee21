import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct DeleteItemTests {
    static let item: Item = ["pk": "a", "sk": "b", "x": 1, "gpk": "g", "gsk": 2, "ln": 3]
    static let key: Item = ["pk": "a", "sk": "b"]

    // A delete removes the item with the key and no other, and its index entries with it.
    @Test(arguments: Backend.all)
    func removesTheItemAndItsEntries(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let other = Self.item.merging(["sk": "c"])
            try await table.putAll([Self.item, other])
            try await table.delete(Self.key)
            #expect(try await table.get(Self.key) == nil)
            #expect(try await table.contents() == [other])
            try await expectIndexesMatch(table)
        }
    }

    // Deleting what is not there is no error, as often as it is done.
    @Test(arguments: Backend.all)
    func isIdempotent(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            try await table.delete(Self.key)
            try await table.put(Self.item)
            try await table.delete(Self.key)
            #expect(try await table.delete(Self.key) == WriteItemResponse())
        }
    }

    // ReturnValues of a delete is NONE or ALL_OLD.
    @Test(arguments: Backend.all)
    func returnsTheOldItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            try await table.put(Self.item)
            for values in [ReturnValues.allNew, .updatedNew, .updatedOld] {
                try await expectRefused(
                    table, .validation, "1 validation error detected: ReturnValues can only be ALL_OLD or NONE"
                ) {
                    try await table.delete(Self.key, returning: values)
                }
            }
            #expect(try await table.delete(Self.key, returning: .allOld).attributes == Self.item)
            #expect(try await table.delete(Self.key, returning: .allOld).attributes == nil)
        }
    }

    // A condition that does not hold leaves the item; on an absent item conditions see no attributes.
    @Test(arguments: Backend.all)
    func conditionsDecide(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            try await table.put(Self.item)
            try await expectRefused(table, .conditionalCheckFailed, "The conditional request failed") {
                try await table.delete(Self.key, if: "x = :x", values: [":x": 2])
            }
            try await table.delete(Self.key, if: "x = :x", values: [":x": 1])
            #expect(try await table.get(Self.key) == nil)
            await expectError(.conditionalCheckFailed) { try await table.delete(Self.key, if: "attribute_exists(pk)") }
            try await table.delete(Self.key, if: "attribute_not_exists(pk)")
        }
    }

    // With ReturnValuesOnConditionCheckFailure ALL_OLD the error holds the item.
    @Test(arguments: Backend.all)
    func failedConditionReturnsTheItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            try await table.put(Self.item)
            let error = try await expectRefused(table, .conditionalCheckFailed) {
                try await table.delete(Self.key, if: "x > :x", values: [":x": 5], onFailure: .allOld)
            }
            #expect(error?.item == Self.item)
        }
    }

    // The key must have exactly the attributes of the primary key, with their types and limits.
    @Test(arguments: Backend.all)
    func keyMustMatchTheSchema(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            try await table.put(Self.item)
            for key: Item in [[:], ["pk": "a"], Self.item, ["pk": 1, "sk": "b"], ["pk": "a", "SK": "b"]] {
                try await expectRefused(table, .validation, "The provided key element does not match the schema") {
                    try await table.delete(key)
                }
            }
            for key: Item in [
                ["pk": "", "sk": "b"], ["pk": .filler(2049), "sk": "b"], ["pk": "a", "sk": .filler(1025)],
            ] {
                try await expectRefused(table) { try await table.delete(key) }
            }
        }
    }

    // A table that is not there is said to be not found.
    @Test(arguments: Backend.all)
    func missingTable(_ backend: Backend) async throws {
        try await backend.run { db in
            let table = TestTable(db, TestTables.keyed())
            await expectError(.resourceNotFound) { try await table.delete(Self.key) }
        }
    }

    // A key can be used again after its item was deleted, and nothing of the old item comes back.
    @Test(arguments: Backend.all)
    func keyCanBeUsedAgain(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            try await table.put(Self.item)
            try await table.delete(Self.key)
            try await table.update(Self.key, "ADD x :one", values: [":one": 1])
            #expect(try await table.get(Self.key) == Self.key.merging(["x": 1]))
            try await expectIndexesMatch(table)
        }
    }
}
