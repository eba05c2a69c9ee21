import DynamoModel
import TableStore

extension TableDescription {
    /// The description of a table.
    ///
    /// A table is `ACTIVE` while an index is filled, as on DynamoDB after it has found room for the index. Attribute
    /// definitions and the attributes that an index includes come in the order of their names.
    init(_ definition: TableDefinition, _ counters: [Int: Counter], _ place: ResourcePlace, now: Double) {
        func describe(_ index: IndexDefinition) -> SecondaryIndexDescription {
            SecondaryIndexDescription(
                index, counters[index.id] ?? Counter(), place.index(index.index.indexName, of: definition.name),
                now: now)
        }
        let counter = counters[definition.id] ?? Counter()
        self.init(
            tableName: definition.name,
            tableStatus: definition.restore?.isInProgress == true ? .creating : .active,
            tableId: definition.tableId, tableArn: place.table(definition.name),
            creationDateTime: definition.created,
            attributeDefinitions: definition.attributeDefinitions.sorted {
                $0.attributeName.compareBytes(with: $1.attributeName) < 0
            },
            keySchema: definition.keySchema,
            localSecondaryIndexes: definition.indexes.filter(\.isLocal).map(describe),
            globalSecondaryIndexes: definition.indexes.filter { !$0.isLocal }.map(describe),
            billingMode: definition.billingMode, lastUpdateToPayPerRequest: definition.lastUpdateToPayPerRequest,
            provisionedThroughput: definition.throughput, streamViewType: definition.streamViewType,
            latestStreamLabel: definition.streamLabel, deletionProtectionEnabled: definition.deletionProtection,
            itemCount: counter.items, tableSizeBytes: counter.bytes,
            throughputChanges: ThroughputRules.today(definition.throughputChanges, now: now),
            onDemandThroughput: definition.onDemandThroughput, warmThroughput: definition.warmThroughput,
            tableClass: definition.tableClass, kmsMasterKeyArn: definition.kmsMasterKeyArn)
        restoreSummary = definition.restore.flatMap { $0.isImport ? nil : RestoreSummary($0, place) }
    }
}

extension RestoreSummary {
    fileprivate init(_ origin: RestoreOrigin, _ place: ResourcePlace) {
        self.init(
            sourceBackupArn: origin.backupId.map { place.backup($0, of: origin.tableName) },
            sourceTableArn: place.table(origin.tableName), restoreDateTime: Double(origin.time) / 1000,
            isInProgress: origin.isInProgress)
    }
}

extension SecondaryIndexDescription {
    fileprivate init(_ definition: IndexDefinition, _ counter: Counter, _ arn: String, now: Double) {
        var index = definition.index
        if case .include(let names) = index.projection {
            index.projection = .include(names.sorted { $0.compareBytes(with: $1) < 0 })
        }
        self.init(
            index: index, indexStatus: definition.isActive ? .active : .creating,
            backfilling: definition.isActive ? nil : true, itemCount: counter.items, indexSizeBytes: counter.bytes,
            indexArn: arn, throughputChanges: ThroughputRules.today(definition.throughputChanges, now: now),
            warmThroughput: definition.warmThroughput)
    }
}
