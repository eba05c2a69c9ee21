import DynamoModel

extension TableDescription {
    /// What there is to tell of a table.
    ///
    /// A table is `ACTIVE` while an index is filled, as on DynamoDB after it has found room for the index. Attribute definitions and the
    /// attributes that an index includes come in the order of their names.
    init(_ definition: TableDefinition, _ counters: [Int: Counter], _ options: TableEngine.Options) {
        let now = options.clock()
        func describe(_ index: IndexDefinition) -> SecondaryIndexDescription {
            SecondaryIndexDescription(
                index, counters[index.id] ?? Counter(), Arn.index(index.index.indexName, of: definition.name, options),
                now: now)
        }
        let counter = counters[definition.id] ?? Counter()
        self.init(
            tableName: definition.name, tableStatus: .active,
            tableId: definition.tableId, tableArn: Arn.table(definition.name, options),
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

/// Times as text.
enum Timestamp {
    /// `2026-05-02T10:20:30.123`, in UTC: the form of stream labels.
    static func iso8601(_ seconds: Double) -> String {
        let milliseconds = Int((seconds * 1000).rounded(.down))
        let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let (year, month, day) = civil(days)
        func pad(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: Swift.max(0, width - text.utf8.count)) + text
        }
        let date = "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
        let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { pad($0, 2) }
        return "\(date)T\(time.joined(separator: ":")).\(pad(rest % 1000, 3))"
    }

    /// The date of a day since 1970 in the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
