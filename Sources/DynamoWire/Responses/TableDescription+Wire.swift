import DynamoModel
import JSONText

extension JSONWriter {
    mutating func tableDescription(_ table: TableDescription) {
        object { writer in
            writer.member("AttributeDefinitions", table.attributeDefinitions) { $0.attributeDefinition($1) }
            writer.member("TableName", table.tableName)
            writer.member("KeySchema", table.keySchema) { $0.keySchemaElement($1) }
            writer.member("TableStatus", table.tableStatus.rawValue)
            writer.member("CreationDateTime", table.creationDateTime)
            writer.throughputDescription(table.provisionedThroughput)
            writer.member("TableSizeBytes", table.tableSizeBytes)
            writer.member("ItemCount", table.itemCount)
            writer.member("TableArn", table.tableArn)
            writer.member("TableId", table.tableId)
            writer.billingModeSummary(table)
            if !table.localSecondaryIndexes.isEmpty {
                writer.member("LocalSecondaryIndexes", table.localSecondaryIndexes) { $0.localIndexDescription($1) }
            }
            if !table.globalSecondaryIndexes.isEmpty {
                writer.member("GlobalSecondaryIndexes", table.globalSecondaryIndexes) { $0.globalIndexDescription($1) }
            }
            writer.stream(table)
            writer.member("DeletionProtectionEnabled", table.deletionProtectionEnabled)
        }
    }

    /// Told of a table that is paid by request, and of one that was.
    private mutating func billingModeSummary(_ table: TableDescription) {
        guard table.billingMode == .payPerRequest || table.lastUpdateToPayPerRequest != nil else { return }
        name("BillingModeSummary")
        object { writer in
            writer.member("BillingMode", table.billingMode.rawValue)
            writer.member("LastUpdateToPayPerRequestDateTime", table.lastUpdateToPayPerRequest)
        }
    }

    private mutating func stream(_ table: TableDescription) {
        if let type = table.streamViewType { streamSpecification(type) }
        guard let label = table.latestStreamLabel else { return }
        member("LatestStreamLabel", label)
        member("LatestStreamArn", "\(table.tableArn)/stream/\(label)")
    }

    private mutating func throughputDescription(_ throughput: ProvisionedThroughput) {
        name("ProvisionedThroughput")
        object { writer in
            writer.member("NumberOfDecreasesToday", 0)
            writer.member("ReadCapacityUnits", throughput.readCapacityUnits)
            writer.member("WriteCapacityUnits", throughput.writeCapacityUnits)
        }
    }

    private mutating func localIndexDescription(_ description: SecondaryIndexDescription) {
        object { writer in
            writer.indexDescription(description)
        }
    }

    private mutating func globalIndexDescription(_ description: SecondaryIndexDescription) {
        object { writer in
            writer.indexDescription(description)
            writer.member("IndexStatus", description.indexStatus.rawValue)
            if description.indexStatus == .creating { writer.member("Backfilling", description.backfilling) }
            writer.throughputDescription(
                description.index.provisionedThroughput
                    ?? ProvisionedThroughput(readCapacityUnits: 0, writeCapacityUnits: 0))
        }
    }

    private mutating func indexDescription(_ description: SecondaryIndexDescription) {
        var index = description.index
        index.provisionedThroughput = nil
        indexMembers(index)
        member("IndexSizeBytes", description.indexSizeBytes)
        member("ItemCount", description.itemCount)
        member("IndexArn", description.indexArn)
    }
}

extension TableDescription {
    init(wire object: WireObject) throws(DynamoDBError) {
        var local: [SecondaryIndexDescription] = []
        for index in object.objects("LocalSecondaryIndexes") ?? [] {
            local.append(try SecondaryIndexDescription(wire: index))
        }
        var global: [SecondaryIndexDescription] = []
        for index in object.objects("GlobalSecondaryIndexes") ?? [] {
            global.append(try SecondaryIndexDescription(wire: index))
        }
        let billing = object.object("BillingModeSummary")
        let throughput = try object.object("ProvisionedThroughput").map { value throws(DynamoDBError) in
            try ProvisionedThroughput(wire: value)
        }
        self.init(
            tableName: try object.required("TableName", object.string("TableName")),
            tableStatus: try object.required("TableStatus", object.choice("TableStatus")),
            tableId: object.string("TableId") ?? "", tableArn: object.string("TableArn") ?? "",
            creationDateTime: object.double("CreationDateTime") ?? 0,
            attributeDefinitions: try object.attributeDefinitions(), keySchema: try object.keySchema(),
            localSecondaryIndexes: local, globalSecondaryIndexes: global,
            billingMode: billing?.choice("BillingMode") ?? .provisioned,
            lastUpdateToPayPerRequest: billing?.double("LastUpdateToPayPerRequestDateTime"),
            provisionedThroughput: throughput ?? ProvisionedThroughput(readCapacityUnits: 0, writeCapacityUnits: 0),
            streamViewType: object.object("StreamSpecification")?.choice("StreamViewType"),
            latestStreamLabel: object.string("LatestStreamLabel"),
            deletionProtectionEnabled: object.bool("DeletionProtectionEnabled") ?? false,
            itemCount: object.int("ItemCount") ?? 0, tableSizeBytes: object.int("TableSizeBytes") ?? 0)
    }
}

extension SecondaryIndexDescription {
    init(wire object: WireObject) throws(DynamoDBError) {
        self.init(
            index: try SecondaryIndex(wire: object), indexStatus: object.choice("IndexStatus") ?? .active,
            backfilling: object.bool("Backfilling") ?? false, itemCount: object.int("ItemCount") ?? 0,
            indexSizeBytes: object.int("IndexSizeBytes") ?? 0, indexArn: object.string("IndexArn") ?? "")
    }
}
