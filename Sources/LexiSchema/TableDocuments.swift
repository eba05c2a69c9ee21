import DynamoModel
import Lexi

/// The requests that make and set up the table, as the aws CLI takes them with `--cli-input-json`.
enum TableDocuments {
    /// For `aws dynamodb create-table`.
    static let table = tree(TableDefinition.lexiApp()).json

    /// For `aws dynamodb update-time-to-live`.
    static let timeToLive = DocumentTree.object([
        ("TableName", .text(LexiTable.defaultName)), ("TimeToLiveSpecification", expiry),
    ]).json

    /// For `aws dynamodb update-continuous-backups`.
    static let recovery = DocumentTree.object([
        ("TableName", .text(LexiTable.defaultName)), ("PointInTimeRecoverySpecification", pointInTime),
    ]).json

    /// By which attribute items expire.
    static let expiry: DocumentTree = [
        "Enabled": .flag(TableDefinition.timeToLive.isEnabled),
        "AttributeName": .text(TableDefinition.timeToLive.attributeName ?? ""),
    ]

    /// That the table can be brought back as it was at any second of the last 35 days, which is the most there is.
    static let pointInTime: DocumentTree = ["PointInTimeRecoveryEnabled": true]

    private static func tree(_ request: CreateTableRequest) -> DocumentTree {
        .object([
            ("TableName", .text(request.tableName)), ("BillingMode", .text(request.billingMode.rawValue)),
            ("AttributeDefinitions", attributes(request)), ("KeySchema", keys(request.keySchema)),
            ("GlobalSecondaryIndexes", indexes(request)),
            ("StreamSpecification", ["StreamEnabled": true, "StreamViewType": .text(stream(request))]),
        ])
    }

    static func stream(_ request: CreateTableRequest) -> String {
        (request.streamViewType ?? .newAndOldImages).rawValue
    }

    static func attributes(_ request: CreateTableRequest) -> DocumentTree {
        .list(
            request.attributeDefinitions.map {
                ["AttributeName": .text($0.attributeName), "AttributeType": .text($0.attributeType.rawValue)]
            })
    }

    static func keys(_ schema: [KeySchemaElement]) -> DocumentTree {
        .list(schema.map { ["AttributeName": .text($0.attributeName), "KeyType": .text($0.keyType.rawValue)] })
    }

    static func indexes(_ request: CreateTableRequest) -> DocumentTree {
        .list(
            request.globalSecondaryIndexes.map { index in
                [
                    "IndexName": .text(index.indexName), "KeySchema": keys(index.keySchema),
                    "Projection": ["ProjectionType": .text(index.projection.projectionType)],
                ]
            })
    }
}
