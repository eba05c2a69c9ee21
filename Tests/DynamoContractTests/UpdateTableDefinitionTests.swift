import DynamoModel
import TestSupport
import Testing

/// The attribute definitions of a change that adds an index.
@Suite(.tables) struct UpdateTableDefinitionTests {
    private static let invalid = "One or more parameter values were invalid: "

    private func add(
        _ table: TestTable, _ key: [KeySchemaElement], _ definitions: [AttributeDefinition]
    ) -> UpdateTableRequest {
        UpdateTableRequest(
            tableName: table.name, attributeDefinitions: definitions,
            globalSecondaryIndexUpdates: [.create(SecondaryIndex(indexName: "added", keySchema: key))])
    }

    private func definitions(_ table: TestTable) async throws -> Set<AttributeDefinition> {
        Set(try await table.db.describeTable(tableName: table.name).attributeDefinitions)
    }

    // What the new index does not use changes nothing: not the types of the table's key, and no definition is left
    // behind.
    @Test(arguments: Backend.all)
    func othersAreIgnored(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let before = try await definitions(table)
            let new = [AttributeDefinition("pk", .n), AttributeDefinition("g", .s), AttributeDefinition("unused", .b)]
            _ = try await table.db.updateTable(add(table, [KeySchemaElement("g", .hash)], new))
            try await waitUntilActive(table.db, tableName: table.name)
            #expect(try await definitions(table) == before.union([AttributeDefinition("g", .s)]))
        }
    }

    // An attribute of another key keeps its type.
    @Test(arguments: Backend.all)
    func typesStay(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            for (name, type, existing) in [
                ("gpk", ScalarAttributeType.n, "SchemaElement: key{gpk:S:HASH}, SchemaElement: key{gsk:N:RANGE}"),
                ("sk", .b, "SchemaElement: key{pk:S:HASH}, SchemaElement: key{sk:S:RANGE}"),
                ("ln", .s, "SchemaElement: key{pk:S:HASH}, SchemaElement: key{ln:N:RANGE}"),
            ] {
                let request = add(table, [KeySchemaElement(name, .hash)], [AttributeDefinition(name, type)])
                await expectError(
                    .validation,
                    Self.invalid
                        + "Attributes cannot be redefined. Please check that your attribute has the same type as previously "
                        + "defined. Existing schema: Schema:[\(existing)] New schema: "
                        + "Schema:[SchemaElement: key{\(name):\(type.rawValue):HASH}]"
                ) { try await table.db.updateTable(request) }
            }
        }
    }

    // The request itself defines the key of its index, also where the table does.
    @Test(arguments: Backend.all)
    func knownAttributesAreDefinedAgain(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let key = [KeySchemaElement("sk", .hash), KeySchemaElement("g", .range)]
            await expectError(
                .validation,
                Self.invalid + "Some index key attributes are not defined in AttributeDefinitions. Keys: [sk, g], "
                    + "AttributeDefinitions: [g]"
            ) { try await table.db.updateTable(add(table, key, [AttributeDefinition("g", .n)])) }
            await expectError(.validation, Self.invalid + "AttributeDefinitions is not specified for index: added") {
                try await table.db.updateTable(add(table, [KeySchemaElement("sk", .hash)], []))
            }
            let both = [AttributeDefinition("g", .n), AttributeDefinition("sk", .s)]
            _ = try await table.db.updateTable(add(table, key, both))
            try await waitUntilActive(table.db, tableName: table.name)
        }
    }
}
