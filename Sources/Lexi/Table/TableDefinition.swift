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

    /// The attribute by which items expire, set by a separate request.
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
            differences += self.differences(of: found.index, from: index)
        }
        for attribute in wanted.attributeDefinitions {
            let found = table.attributeDefinitions.first { $0.attributeName == attribute.attributeName }
            if let found, found.attributeType != attribute.attributeType {
                differences.append("The attribute \(attribute.attributeName) must have type S.")
            }
        }
        return differences
    }

    private static func differences(of index: SecondaryIndex, from wanted: SecondaryIndex) -> [String] {
        var differences: [String] = []
        if index.keySchema != wanted.keySchema {
            let keys = wanted.keySchema.map(\.attributeName).joined(separator: " and ")
            differences.append("The keys of the index \(index.indexName) are not \(keys).")
        }
        if !isSame(index.projection, wanted.projection) {
            differences.append("The index \(index.indexName) has another projection.")
        }
        return differences
    }

    /// Services list the attributes in different orders.
    private static func isSame(_ left: Projection, _ right: Projection) -> Bool {
        guard case .include(let some) = left, case .include(let others) = right else { return left == right }
        return Set(some) == Set(others)
    }
}
