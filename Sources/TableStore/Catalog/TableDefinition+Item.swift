import DynamoModel

// Definitions are stored as items, in the same checksummed form as the data.

extension TableDefinition {
    /// The definition as it is stored.
    var stored: Item {
        var item: Item = [
            "name": .s(name), "id": .int(id), "tableId": .s(tableId), "created": Stored.time(created),
            "billingMode": .s(billingMode.rawValue), "throughput": Stored.throughput(throughput),
            "deletionProtection": .bool(deletionProtection), "ttlEnabled": .bool(timeToLive.isEnabled),
            "keySchema": Stored.schema(keySchema),
            "attributes": .l(attributeDefinitions.map { [.s($0.attributeName), .s($0.attributeType.rawValue)] }),
            "indexes": .l(indexes.map { .m($0.stored) }),
            "tags": .m(AttributeMap(tags.map { ($0.key.text, .s($0.value)) })),
        ]
        item["ttlAttribute"] = timeToLive.attributeName.map { .s($0) }
        item["ttlIndex"] = expiry.map { .int($0.id) }
        item["ttlIndexActive"] = expiry.map { .bool($0.isActive) }
        item["payPerRequestSince"] = lastUpdateToPayPerRequest.map(Stored.time)
        item["streamViewType"] = streamViewType.map { .s($0.rawValue) }
        item["streamLabel"] = streamLabel.map { .s($0) }
        item["throughputChanges"] = Stored.changes(throughputChanges)
        item["onDemand"] = onDemandThroughput.map(Stored.onDemand)
        item["warm"] = Stored.warm(warmThroughput)
        item["tableClass"] = tableClass.map { .s($0.tableClass.rawValue) }
        item["tableClassSince"] = tableClass?.lastUpdate.map(Stored.time)
        item["kmsKey"] = kmsMasterKeyArn.map { .s($0) }
        item["policy"] = policy.map { .s($0.text) }
        item["policyRevision"] = policy.map { .s($0.revision) }
        if !insights.isEmpty {
            item["insights"] = .m(AttributeMap(insights.map { ($0.key, Stored.insights($0.value)) }))
        }
        item["recovery"] = recovery.map { [.int($0.days), .int($0.since)] }
        item["restore"] = restore.map(Stored.restore)
        return item
    }

    /// Reads the stored form; nil when it has another form.
    init?(stored item: Item) {
        guard let name = item["name"]?.string, let id = item["id"]?.int, let tableId = item["tableId"]?.string,
            let created = Stored.time(item["created"]), let schema = Stored.schema(item["keySchema"]),
            let attributes = item["attributes"]?.list, let indexes = item["indexes"]?.list,
            let billing = item["billingMode"]?.string.flatMap(BillingMode.init(rawValue:)),
            let throughput = Stored.throughput(item["throughput"]), let tags = item["tags"]?.map,
            let protection = item["deletionProtection"]?.bool, let ttlEnabled = item["ttlEnabled"]?.bool
        else { return nil }
        let definitions = attributes.compactMap { pair -> AttributeDefinition? in
            guard let pair = pair.list, pair.count == 2, let name = pair[0].string,
                let type = pair[1].string.flatMap(ScalarAttributeType.init(rawValue:))
            else { return nil }
            return AttributeDefinition(name, type)
        }
        let indexDefinitions = indexes.compactMap { $0.map.flatMap(IndexDefinition.init(stored:)) }
        guard definitions.count == attributes.count, indexDefinitions.count == indexes.count else { return nil }
        self.init(
            name: name, id: id, tableId: tableId, created: created, attributeDefinitions: definitions,
            keySchema: schema, indexes: indexDefinitions, billingMode: billing,
            lastUpdateToPayPerRequest: Stored.time(item["payPerRequestSince"]), throughput: throughput,
            streamViewType: item["streamViewType"]?.string.flatMap(StreamViewType.init(rawValue:)),
            streamLabel: item["streamLabel"]?.string, deletionProtection: protection,
            timeToLive: TimeToLive(attributeName: item["ttlAttribute"]?.string, isEnabled: ttlEnabled),
            tags: Dictionary(tags.map { (ByteKey($0.name), $0.value.string ?? "") }) { first, _ in first },
            throughputChanges: Stored.changes(item["throughputChanges"]),
            onDemandThroughput: Stored.onDemand(item["onDemand"]),
            // What was stored before these settings were kept has the values that a new table has.
            warmThroughput: Stored.warm(item["warm"]) ?? WarmThroughput.initial(billing, throughput),
            tableClass: item["tableClass"]?.string.flatMap(TableClass.init(rawValue:)).map {
                TableClassSummary(tableClass: $0, lastUpdate: Stored.time(item["tableClassSince"]))
            },
            kmsMasterKeyArn: item["kmsKey"]?.string)
        expiry = item["ttlIndex"]?.int.map {
            ExpiryIndex(id: $0, isActive: item["ttlIndexActive"]?.bool ?? false)
        }
        if let text = item["policy"]?.string, let revision = item["policyRevision"]?.string {
            policy = Policy(text: text, revision: revision)
        }
        for (index, value) in item["insights"]?.map ?? [:] { insights[index] = Stored.insights(value) }
        if let pair = item["recovery"]?.list, pair.count == 2, let days = pair[0].int, let since = pair[1].int {
            recovery = RecoveryWindow(days: days, since: since)
        }
        restore = Stored.restore(item["restore"])
    }
}

extension IndexDefinition {
    /// The definition as it is stored.
    var stored: Item {
        var item: Item = [
            "name": .s(index.indexName), "id": .int(id), "local": .bool(isLocal), "active": .bool(isActive),
            "keySchema": Stored.schema(index.keySchema), "projection": .s(index.projection.projectionType),
        ]
        if case .include(let names) = index.projection { item["included"] = .l(names.map { .s($0) }) }
        item["throughput"] = index.provisionedThroughput.map(Stored.throughput)
        item["throughputChanges"] = Stored.changes(throughputChanges)
        item["onDemand"] = index.onDemandThroughput.map(Stored.onDemand)
        item["warm"] = warmThroughput.map(Stored.warm)
        return item
    }

    /// Reads the stored form; nil when it has another form.
    init?(stored item: Item) {
        guard let name = item["name"]?.string, let id = item["id"]?.int, let local = item["local"]?.bool,
            let active = item["active"]?.bool, let schema = Stored.schema(item["keySchema"]),
            let type = item["projection"]?.string
        else { return nil }
        let included = (item["included"]?.list ?? []).compactMap(\.string)
        let projection: Projection = type == "ALL" ? .all : type == "KEYS_ONLY" ? .keysOnly : .include(included)
        let index = SecondaryIndex(
            indexName: name, keySchema: schema, projection: projection,
            provisionedThroughput: Stored.throughput(item["throughput"]),
            onDemandThroughput: Stored.onDemand(item["onDemand"]))
        let initialWarm = WarmThroughput.initial(
            index.provisionedThroughput == nil ? .payPerRequest : .provisioned, index.provisionedThroughput)
        self.init(
            index: index, id: id, isLocal: local, isActive: active,
            throughputChanges: Stored.changes(item["throughputChanges"]),
            warmThroughput: local ? nil : Stored.warm(item["warm"]) ?? initialWarm)
    }
}

/// The small pieces that definitions are made of, as attribute values.
private enum Stored {
    /// Milliseconds are exact and plenty.
    static func time(_ seconds: Double) -> AttributeValue { .int(Int((seconds * 1000).rounded())) }

    static func time(_ value: AttributeValue?) -> Double? { value?.int.map { Double($0) / 1000 } }

    static func throughput(_ value: ProvisionedThroughput) -> AttributeValue {
        [.int(value.readCapacityUnits), .int(value.writeCapacityUnits)]
    }

    static func throughput(_ value: AttributeValue?) -> ProvisionedThroughput? {
        guard let pair = value?.list, pair.count == 2, let read = pair[0].int, let write = pair[1].int else {
            return nil
        }
        return ProvisionedThroughput(readCapacityUnits: read, writeCapacityUnits: write)
    }

    /// Nil when nothing was ever changed.
    static func changes(_ changes: ThroughputChanges) -> AttributeValue? {
        guard changes != ThroughputChanges() else { return nil }
        var item: AttributeMap = ["decreases": .int(changes.decreasesToday)]
        item["increase"] = changes.lastIncrease.map(time)
        item["decrease"] = changes.lastDecrease.map(time)
        return .m(item)
    }

    static func changes(_ value: AttributeValue?) -> ThroughputChanges {
        let item = value?.map
        return ThroughputChanges(
            lastIncrease: time(item?["increase"]), lastDecrease: time(item?["decrease"]),
            decreasesToday: item?["decreases"]?.int ?? 0)
    }

    static func onDemand(_ value: OnDemandThroughput) -> AttributeValue {
        var item = AttributeMap()
        item["read"] = value.maxReadRequestUnits.map { .int($0) }
        item["write"] = value.maxWriteRequestUnits.map { .int($0) }
        return .m(item)
    }

    static func onDemand(_ value: AttributeValue?) -> OnDemandThroughput? {
        value?.map.map {
            OnDemandThroughput(maxReadRequestUnits: $0["read"]?.int, maxWriteRequestUnits: $0["write"]?.int)
        }
    }

    static func insights(_ value: TableDefinition.Insights) -> AttributeValue {
        [.bool(value.isEnabled), .s(value.mode), time(value.since)]
    }

    static func insights(_ value: AttributeValue) -> TableDefinition.Insights? {
        guard let list = value.list, list.count == 3, let isEnabled = list[0].bool, let mode = list[1].string,
            let since = time(list[2])
        else { return nil }
        return TableDefinition.Insights(isEnabled: isEnabled, mode: mode, since: since)
    }

    static func warm(_ value: WarmThroughput) -> AttributeValue {
        [.int(value.readUnitsPerSecond ?? 0), .int(value.writeUnitsPerSecond ?? 0)]
    }

    static func warm(_ value: AttributeValue?) -> WarmThroughput? {
        throughput(value).map {
            WarmThroughput(readUnitsPerSecond: $0.readCapacityUnits, writeUnitsPerSecond: $0.writeCapacityUnits)
        }
    }

    static func restore(_ origin: RestoreOrigin) -> AttributeValue {
        var item: AttributeMap = [
            "table": .s(origin.tableName), "time": .int(origin.time), "inProgress": .bool(origin.isInProgress),
        ]
        item["backup"] = origin.backupId.map { .s($0) }
        if origin.isImport { item["import"] = .bool(true) }
        item["settings"] = origin.settings.map(settings)
        return .m(item)
    }

    static func restore(_ value: AttributeValue?) -> RestoreOrigin? {
        guard let item = value?.map, let table = item["table"]?.string, let time = item["time"]?.int,
            let isInProgress = item["inProgress"]?.bool
        else { return nil }
        var origin = RestoreOrigin(
            tableName: table, backupId: item["backup"]?.string, time: time, isInProgress: isInProgress,
            isImport: item["import"]?.bool ?? false)
        origin.settings = item["settings"]?.map.map(settings)
        return origin
    }

    private static func settings(_ settings: RestoredSettings) -> AttributeValue {
        var item: AttributeMap = ["protected": .bool(settings.deletionProtection)]
        if settings.timeToLive.isEnabled { item["ttl"] = settings.timeToLive.attributeName.map { .s($0) } }
        item["stream"] = settings.streamViewType.map { .s($0.rawValue) }
        item["label"] = settings.streamLabel.map { .s($0) }
        return .m(item)
    }

    private static func settings(_ item: AttributeMap) -> RestoredSettings {
        let attribute = item["ttl"]?.string
        return RestoredSettings(
            timeToLive: TimeToLive(attributeName: attribute, isEnabled: attribute != nil),
            streamViewType: item["stream"]?.string.flatMap(StreamViewType.init(rawValue:)),
            streamLabel: item["label"]?.string, deletionProtection: item["protected"]?.bool ?? false)
    }

    static func schema(_ schema: [KeySchemaElement]) -> AttributeValue {
        .l(schema.map { [.s($0.attributeName), .s($0.keyType.rawValue)] })
    }

    static func schema(_ value: AttributeValue?) -> [KeySchemaElement]? {
        guard let list = value?.list else { return nil }
        let elements = list.compactMap { pair -> KeySchemaElement? in
            guard let pair = pair.list, pair.count == 2, let name = pair[0].string,
                let type = pair[1].string.flatMap(KeyType.init(rawValue:))
            else { return nil }
            return KeySchemaElement(name, type)
        }
        return elements.count == list.count ? elements : nil
    }
}
