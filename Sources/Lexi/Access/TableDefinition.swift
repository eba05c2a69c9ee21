import DynamoModel

/// The table that the service needs.
public enum TableDefinition {
    /// The table with its five indexes, as `CreateTable` takes it.
    public static func lexiApp(tableName: String = LexiTable.defaultName) -> CreateTableRequest {
        CreateTableRequest(
            tableName: tableName,
            attributeDefinitions: TableIndex.allCases.flatMap { index in
                [AttributeDefinition(index.partitionAttribute, .s), AttributeDefinition(index.sortAttribute, .s)]
            },
            keySchema: keySchema(.table),
            globalSecondaryIndexes: TableIndex.allCases.compactMap { index in
                index.name.map {
                    SecondaryIndex(indexName: $0, keySchema: keySchema(index), projection: index.projection)
                }
            },
            billingMode: .payPerRequest, streamViewType: .newAndOldImages)
    }

    /// The attribute by which items expire, set by a request of its own.
    public static let timeToLive = TimeToLive(attributeName: TableAttribute.timeToLive, isEnabled: true)

    private static func keySchema(_ index: TableIndex) -> [KeySchemaElement] {
        [KeySchemaElement(index.partitionAttribute, .hash), KeySchemaElement(index.sortAttribute, .range)]
    }

    /// Whether a table has the keys and indexes that the service needs.
    ///
    /// - Returns: what is missing or different, in sentences; empty when all is well.
    public static func differences(of table: TableDescription) -> [String] {
        let wanted = lexiApp(tableName: table.tableName)
        var differences: [String] = []
        if table.keySchema != wanted.keySchema { differences.append("The primary key is not PK and SK.") }
        for index in wanted.globalSecondaryIndexes {
            guard let found = table.globalSecondaryIndexes.first(where: { $0.index.indexName == index.indexName })
            else {
                differences.append("The index \(index.indexName) is missing.")
                continue
            }
            if found.index.keySchema != index.keySchema || found.index.projection != index.projection {
                differences.append("The index \(index.indexName) has other keys or another projection.")
            }
        }
        return differences
    }
}
