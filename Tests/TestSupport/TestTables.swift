import DynamoModel

/// The tables that tests use.
public enum TestTables {
    /// A table whose primary key is `pk` alone.
    public static func hashOnly(_ type: ScalarAttributeType = .s, name: String = "HashOnly") -> CreateTableRequest {
        CreateTableRequest(
            tableName: name, attributeDefinitions: [AttributeDefinition("pk", type)],
            keySchema: [KeySchemaElement("pk", .hash)])
    }

    /// A table whose primary key is `pk` and `sk`, of any key types.
    public static func keyed(
        _ hash: ScalarAttributeType = .s, _ range: ScalarAttributeType = .s, name: String = "Keyed"
    ) -> CreateTableRequest {
        CreateTableRequest(
            tableName: name,
            attributeDefinitions: [AttributeDefinition("pk", hash), AttributeDefinition("sk", range)],
            keySchema: primaryKey)
    }

    /// A table with `pk`/`sk` (S), local indexes over `ln` (N) and global indexes over `gpk` (S) and `gsk` (N), one of
    /// each projection, all of them sparse:
    /// `localAll`, `localKeys`, `localInclude` · `globalAll`, `globalKeys`, `globalInclude` (`a` and `b`) ·
    /// `globalHash` (only `gpk`, ALL).
    public static func indexed(name: String = "Indexed") -> CreateTableRequest {
        let local = [KeySchemaElement("pk", .hash), KeySchemaElement("ln", .range)]
        let global = [KeySchemaElement("gpk", .hash), KeySchemaElement("gsk", .range)]
        return CreateTableRequest(
            tableName: name,
            attributeDefinitions: [
                AttributeDefinition("pk", .s), AttributeDefinition("sk", .s), AttributeDefinition("ln", .n),
                AttributeDefinition("gpk", .s), AttributeDefinition("gsk", .n),
            ],
            keySchema: primaryKey,
            localSecondaryIndexes: [
                SecondaryIndex(indexName: "localAll", keySchema: local),
                SecondaryIndex(indexName: "localKeys", keySchema: local, projection: .keysOnly),
                SecondaryIndex(indexName: "localInclude", keySchema: local, projection: .include(["a", "b"])),
            ],
            globalSecondaryIndexes: [
                SecondaryIndex(indexName: "globalAll", keySchema: global),
                SecondaryIndex(indexName: "globalKeys", keySchema: global, projection: .keysOnly),
                SecondaryIndex(indexName: "globalInclude", keySchema: global, projection: .include(["a", "b"])),
                SecondaryIndex(indexName: "globalHash", keySchema: [KeySchemaElement("gpk", .hash)]),
            ])
    }

    /// `pk` and `sk`.
    public static let primaryKey = [KeySchemaElement("pk", .hash), KeySchemaElement("sk", .range)]
}
