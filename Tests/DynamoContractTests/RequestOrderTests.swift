import DynamoModel
import TestSupport
import Testing

/// Of several mistakes in a request, the one that DynamoDB tells.
@Suite(.tables) struct RequestOrderTests {
    // Expressions are checked before the table: a mistake in one is reported even when the table is not there.
    @Test(arguments: Backend.all)
    func expressionsBeforeTables(_ backend: Backend) async throws {
        try await backend.run { db in
            let table = TestTable(db, TestTables.keyed(name: "Missing"))
            let key: Item = ["pk": "a", "sk": "b"]
            await expectError(.validation) { try await table.query("pk = ", values: [":p": "p"]) }
            await expectError(.validation) { try await table.scan(filter: "a = ") }
            await expectError(.validation) { try await table.update(key, "SET") }
            await expectError(.validation) { try await table.update(key, "SET a = :a") }
            await expectError(.validation) {
                try await db.getItem(GetItemRequest(tableName: "Missing", key: key, projectionExpression: "a,"))
            }
            await expectError(.resourceNotFound) { try await table.update(key, "SET pk = :a", values: [":a": 1]) }
        }
    }

    // So are the expressions of batches and transactions, all of them, and keys that come twice in a batch.
    @Test(arguments: Backend.all)
    func expressionsOfSeveralItems(_ backend: Backend) async throws {
        try await backend.run { db in
            let key: Item = ["pk": "a", "sk": "b"]
            await expectError(.validation, "Provided list of item keys contains duplicates") {
                try await db.batchGetItem(
                    BatchGetItemRequest(requestItems: ["Missing": KeysAndAttributes(keys: [key, ["pk": "b"], key])]))
            }
            await expectError(.validation) {
                try await db.batchGetItem(
                    BatchGetItemRequest(requestItems: [
                        "Absent": KeysAndAttributes(keys: [key]),
                        "Missing": KeysAndAttributes(keys: [key], projectionExpression: "a,"),
                    ]))
            }
            await expectError(.validation) {
                try await db.transactWriteItems(
                    TransactWriteItemsRequest(transactItems: [
                        TransactWrite(tableName: "Absent", .delete(key: key)),
                        TransactWrite(tableName: "Missing", .delete(key: key), conditionExpression: "a = "),
                    ]))
            }
        }
    }

    // The key condition, the filter and the projection are read in this order; what a key condition cannot hold comes
    // after all three.
    @Test(arguments: Backend.all)
    func expressionsOfAQuery(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for (condition, filter, projection, message) in [
                ("", "", "", "Invalid KeyConditionExpression: The expression can not be empty;"),
                ("attribute_exists(a)", "", "", "Invalid FilterExpression: The expression can not be empty;"),
                ("attribute_exists(a)", "a > b", "", "Invalid ProjectionExpression: The expression can not be empty;"),
                (
                    "attribute_exists(a)", "a > b", "a",
                    "Invalid operator used in KeyConditionExpression: attribute_exists"
                ),
            ] {
                await expectError(.validation, message) {
                    try await table.query(condition, filter: filter, projection: projection)
                }
            }
        }
    }

    // Key attributes are no maps or lists, and no expression looks into them.
    @Test(arguments: Backend.all)
    func pathsIntoKeys(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let key: Item = ["pk": "a", "sk": "b"]
            let start = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
            await expectError(.validation, start + "Key: pk") { try await table.scan(filter: "pk.x = pk.y") }
            await expectError(.validation, start + "IndexKey: gpk") { try await table.scan(projection: "gpk[0]") }
            await expectError(.validation, start + "Key: sk") {
                try await table.put(["pk": "a", "sk": "b"], if: "attribute_exists(sk.a)")
            }
            await expectError(.validation, start + "IndexKey: gsk") { try await table.update(key, "REMOVE gsk.a") }
        }
    }

    // A start key of another segment is refused.
    @Test(arguments: Backend.all)
    func startKeyOfAnotherSegment(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            try await table.putAll((0..<20).map { ["pk": .s("\($0)")] })
            let other = try #require(try await table.scan(segment: 1, of: 2).items.first)
            await expectError(
                .validation,
                "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with "
                    + "correct Segment. TotalSegments: 2 Segment: 0"
            ) { try await table.scan(after: other, segment: 0, of: 2) }
        }
    }

    // Of several indexes that a value offends, the first in the order of their names is reported, local or global.
    @Test(arguments: Backend.all)
    func indexesByName(_ backend: Backend) async throws {
        var definition = TestTables.keyed()
        definition.attributeDefinitions.append(AttributeDefinition("x", .s))
        let range = [KeySchemaElement("pk", .hash), KeySchemaElement("x", .range)]
        definition.localSecondaryIndexes = [SecondaryIndex(indexName: "mmm", keySchema: range)]
        definition.globalSecondaryIndexes = ["zzz", "aaa"].map { SecondaryIndex(indexName: $0, keySchema: range) }
        try await backend.withTable(definition) { table in
            let message =
                "One or more parameter values were invalid: Type mismatch for Index Key x Expected: S Actual: N "
            await expectError(.validation, message + "IndexName: aaa") {
                try await table.put(["pk": "p", "sk": "s", "x": 1])
            }
            await expectError(.validation, message + "IndexName: aaa") {
                try await table.update(["pk": "p", "sk": "s"], "SET x = :x", values: [":x": 1])
            }
        }
    }

    // Of an update, a change of the table's key is reported before a wrong type of an index's key, and that before a
    // path into a key.
    @Test(arguments: Backend.all)
    func keysInUpdates(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let key: Item = ["pk": "a", "sk": "b"]
            let invalid = "One or more parameter values were invalid: "
            await expectError(
                .validation, invalid + "Cannot update attribute pk. This attribute is part of the key"
            ) { try await table.update(key, "SET pk.x = :v, gpk = :v", values: [":v": 1]) }
            let error = await expectError(.validation) {
                try await table.update(key, "SET gsk.a = x ADD gpk :v", values: [":v": 1])
            }
            #expect(
                error?.message.hasPrefix(
                    invalid + "Type mismatch for Index Key gpk Expected: S Actual: N IndexName: global") == true)
            await expectError(
                .validation,
                "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: gsk"
            ) { try await table.update(key, "SET x = gsk.a") }
        }
    }
}
