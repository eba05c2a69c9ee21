import DynamoModel
import JSONText

extension JSONWriter {
    /// A table that is being removed is described without its schema, as the service does.
    mutating func tableDescription(_ table: TableDescription) {
        object { writer in
            let isComplete = table.tableStatus != .deleting
            if isComplete {
                writer.member("AttributeDefinitions", table.attributeDefinitions) { $0.attributeDefinition($1) }
            }
            writer.member("TableName", table.tableName)
            if isComplete { writer.member("KeySchema", table.keySchema) { $0.keySchemaElement($1) } }
            writer.member("TableStatus", table.tableStatus.rawValue)
            if isComplete { writer.member("CreationDateTime", table.creationDateTime) }
            writer.throughputDescription(table.provisionedThroughput, table.throughputChanges)
            writer.member("TableSizeBytes", table.tableSizeBytes)
            writer.member("ItemCount", table.itemCount)
            writer.member("TableArn", table.tableArn)
            writer.member("TableId", table.tableId)
            if isComplete { writer.settings(table) } else { writer.billingModeSummary(table) }
            writer.member("DeletionProtectionEnabled", table.deletionProtectionEnabled)
        }
    }

    private mutating func settings(_ table: TableDescription) {
        billingModeSummary(table)
        if !table.localSecondaryIndexes.isEmpty {
            member("LocalSecondaryIndexes", table.localSecondaryIndexes) { $0.localIndexDescription($1) }
        }
        if !table.globalSecondaryIndexes.isEmpty {
            member("GlobalSecondaryIndexes", table.globalSecondaryIndexes) { $0.globalIndexDescription($1) }
        }
        stream(table)
        sseDescription(table)
        restoreSummary(table)
        if let summary = table.tableClass {
            name("TableClassSummary")
            object { writer in
                writer.member("TableClass", summary.tableClass.rawValue)
                writer.member("LastUpdateDateTime", summary.lastUpdate)
            }
        }
        onDemandThroughput(table.onDemandThroughput)
        warmThroughput(table.warmThroughput, status: table.isWarming ? "UPDATING" : "ACTIVE")
    }

    mutating func sseDescription(_ table: TableDescription) {
        guard let key = table.kmsMasterKeyArn else { return }
        name("SSEDescription")
        object { writer in
            writer.member("Status", table.isChangingEncryption ? "UPDATING" : "ENABLED")
            writer.member("SSEType", "KMS")
            writer.member("KMSMasterKeyArn", key)
        }
    }

    private mutating func restoreSummary(_ table: TableDescription) {
        guard let summary = table.restoreSummary else { return }
        name("RestoreSummary")
        object { writer in
            writer.member("SourceBackupArn", summary.sourceBackupArn)
            writer.member("SourceTableArn", summary.sourceTableArn)
            writer.member("RestoreDateTime", summary.restoreDateTime)
            writer.member("RestoreInProgress", summary.isInProgress)
        }
    }

    /// Shown of a table that is paid by request, and of one that was.
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

    private mutating func throughputDescription(_ throughput: ProvisionedThroughput, _ changes: ThroughputChanges) {
        name("ProvisionedThroughput")
        object { writer in
            writer.member("LastIncreaseDateTime", changes.lastIncrease)
            writer.member("LastDecreaseDateTime", changes.lastDecrease)
            writer.member("NumberOfDecreasesToday", changes.decreasesToday)
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
            writer.member("Backfilling", description.backfilling)
            writer.throughputDescription(
                description.index.provisionedThroughput
                    ?? ProvisionedThroughput(readCapacityUnits: 0, writeCapacityUnits: 0),
                description.throughputChanges)
            writer.warmThroughput(description.warmThroughput, status: "ACTIVE")
        }
    }

    private mutating func indexDescription(_ description: SecondaryIndexDescription) {
        var index = description.index
        index.provisionedThroughput = nil
        index.warmThroughput = nil
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
        let tableClass = object.object("TableClassSummary")
        self.init(
            tableName: try object.required("TableName", object.string("TableName")),
            tableStatus: try object.required("TableStatus", object.choice("TableStatus")),
            tableId: object.string("TableId") ?? "", tableArn: object.string("TableArn") ?? "",
            creationDateTime: object.double("CreationDateTime") ?? 0,
            attributeDefinitions: try object.attributeDefinitions(), keySchema: try object.keySchema(),
            localSecondaryIndexes: local, globalSecondaryIndexes: global,
            billingMode: billing?.choice("BillingMode") ?? .provisioned,
            lastUpdateToPayPerRequest: billing?.double("LastUpdateToPayPerRequestDateTime"),
            provisionedThroughput: try object.provisionedThroughput()
                ?? ProvisionedThroughput(readCapacityUnits: 0, writeCapacityUnits: 0),
            streamViewType: object.object("StreamSpecification")?.choice("StreamViewType"),
            latestStreamLabel: object.string("LatestStreamLabel"),
            deletionProtectionEnabled: object.bool("DeletionProtectionEnabled") ?? false,
            itemCount: object.count("ItemCount") ?? 0, tableSizeBytes: object.count("TableSizeBytes") ?? 0,
            throughputChanges: ThroughputChanges(wire: object.object("ProvisionedThroughput")),
            onDemandThroughput: object.onDemandThroughput(), warmThroughput: object.warmThroughput(),
            isWarming: object.object("WarmThroughput")?.string("Status") == "UPDATING",
            tableClass: tableClass?.choice("TableClass").map {
                TableClassSummary(tableClass: $0, lastUpdate: tableClass?.double("LastUpdateDateTime"))
            },
            kmsMasterKeyArn: object.object("SSEDescription")?.string("KMSMasterKeyArn"))
        isChangingEncryption = object.object("SSEDescription")?.string("Status") == "UPDATING"
        restoreSummary = object.object("RestoreSummary").flatMap(RestoreSummary.init(wire:))
    }
}

extension RestoreSummary {
    fileprivate init?(wire object: WireObject) {
        guard let time = object.double("RestoreDateTime"), let isInProgress = object.bool("RestoreInProgress") else {
            return nil
        }
        self.init(
            sourceBackupArn: object.string("SourceBackupArn"), sourceTableArn: object.string("SourceTableArn") ?? "",
            restoreDateTime: time, isInProgress: isInProgress)
    }
}

extension ThroughputChanges {
    fileprivate init(wire object: WireObject?) {
        self.init(
            lastIncrease: object?.double("LastIncreaseDateTime"), lastDecrease: object?.double("LastDecreaseDateTime"),
            decreasesToday: object?.count("NumberOfDecreasesToday") ?? 0)
    }
}

extension SecondaryIndexDescription {
    init(wire object: WireObject) throws(DynamoDBError) {
        var index = try SecondaryIndex(wire: object)
        let warm = index.warmThroughput
        index.warmThroughput = nil
        // Zero units are reported of an index that is paid by request.
        if index.provisionedThroughput?.readCapacityUnits == 0 { index.provisionedThroughput = nil }
        self.init(
            index: index, indexStatus: object.choice("IndexStatus") ?? .active,
            backfilling: object.bool("Backfilling"), itemCount: object.count("ItemCount") ?? 0,
            indexSizeBytes: object.count("IndexSizeBytes") ?? 0, indexArn: object.string("IndexArn") ?? "",
            throughputChanges: ThroughputChanges(wire: object.object("ProvisionedThroughput")), warmThroughput: warm)
    }
}
