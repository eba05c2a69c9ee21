import Digests
import DynamoModel
import Lexi

/// The table as a data model of NoSQL Workbench, in the format that it exports and imports (version 3.0).
enum WorkbenchDocument {
    static func text(samples: [Item]) -> String {
        let request = TableDefinition.lexiApp()
        let metadata: DocumentTree = [
            "Author": "Lexi", "DateCreated": "May 02, 2026, 12:00 PM", "DateLastModified": "May 02, 2026, 12:00 PM",
            "Description": .text(SchemaDocuments.origin), "AWSService": "Amazon DynamoDB", "Version": "3.0",
        ]
        let table: DocumentTree = [
            "TableName": .text(request.tableName), "KeyAttributes": keys(request.keySchema),
            "NonKeyAttributes": .list(attributes(request, samples).map(attribute)), "TableFacets": [],
            "GlobalSecondaryIndexes": .list(request.globalSecondaryIndexes.map(index)),
            "TableData": .list(samples.map { DocumentTree(item: $0) }), "DataAccess": ["MySql": [:]],
            "BillingMode": .text(request.billingMode.rawValue),
        ]
        return DocumentTree.object([
            ("ModelName", .text(request.tableName)), ("ModelMetadata", metadata), ("DataModel", [table]),
        ]).json
    }

    private static func index(_ index: SecondaryIndex) -> DocumentTree {
        [
            "IndexName": .text(index.indexName), "KeyAttributes": keys(index.keySchema),
            "Projection": ["ProjectionType": .text(index.projection.projectionType)],
        ]
    }

    private static func keys(_ schema: [KeySchemaElement]) -> DocumentTree {
        .object(
            schema.map { element in
                let name = element.keyType == .hash ? "PartitionKey" : "SortKey"
                return (name, attribute((element.attributeName, ScalarAttributeType.s.rawValue)))
            })
    }

    private static func attribute(_ attribute: (name: String, type: String)) -> DocumentTree {
        ["AttributeName": .text(attribute.name), "AttributeType": .text(attribute.type)]
    }

    /// The keys of the indexes, the attribute by which items expire, and those of the samples in the order of their
    /// names.
    private static func attributes(
        _ request: CreateTableRequest, _ samples: [Item]
    ) -> [(name: String, type: String)] {
        var attributes = request.attributeDefinitions.map { ($0.attributeName, $0.attributeType.rawValue) }
        attributes.append((TableAttribute.timeToLive, "N"))
        var known = Set(attributes.map(\.0))
        var others: [(String, String)] = []
        for sample in samples {
            for (name, value) in sample where known.insert(name).inserted { others.append((name, value.typeName)) }
        }
        let primary = Set(request.keySchema.map(\.attributeName))
        return attributes.filter { !primary.contains($0.0) } + others.sorted { $0.0 < $1.0 }
    }
}

extension DocumentTree {
    /// An item in DynamoDB's JSON, its attributes in the order of their names and the key first.
    fileprivate init(item: Item) {
        let primary = [TableAttribute.partition, TableAttribute.sort]
        let names = primary.filter { item[$0] != nil } + item.map(\.name).filter { !primary.contains($0) }
        self = .object(names.compactMap { name in item[name].map { (name, DocumentTree(value: $0)) } })
    }

    private init(value: AttributeValue) {
        self = .object([(value.typeName, Self.content(of: value))])
    }

    private static func content(of value: AttributeValue) -> DocumentTree {
        switch value {
        case .s(let text): .text(text)
        case .n(let number): .text(number.description)
        case .b(let bytes): .text(Base64.encode(bytes))
        case .bool(let flag): .flag(flag)
        case .null: true
        case .l(let list): .list(list.map { DocumentTree(value: $0) })
        case .m(let map): .object(map.map { ($0.name, DocumentTree(value: $0.value)) })
        case .ss(let set): .list(set.elements.map { .text($0) })
        case .ns(let set): .list(set.elements.map { .text($0.description) })
        case .bs(let set): .list(set.elements.map { .text(Base64.encode($0)) })
        }
    }
}
