import DynamoModel

/// What the operations of a minute add up to, by tables. Counting is what each operation waits for: the metrics' names
/// and dimensions are made when they are asked for.
///
/// Source: DynamoDB's developer guide, "DynamoDB metrics and dimensions".
struct MinuteTally: Sendable {
    /// The most tables, and the most operations or indexes of a table, that are counted in a minute.
    private static let most = 1_000

    private var tables: [String: TableTally] = [:]
    /// Of the account, whatever the table.
    private var userErrors: MetricSample?

    /// What one table's operations add up to.
    fileprivate struct TableTally: Sendable {
        /// By index; the empty name is the table's.
        var parts: [String: PartTally] = [:]
        var operations: [String: OperationTally] = [:]
        var failedConditions: MetricSample?
        var conflicts: MetricSample?
        var expired: MetricSample?
    }

    /// What a table or a global index gave.
    fileprivate struct PartTally: Sendable {
        var read: MetricSample?
        var write: MetricSample?
        var readThrottles: MetricSample?
        var writeThrottles: MetricSample?
    }

    /// What one operation on a table did.
    fileprivate struct OperationTally: Sendable {
        /// How long the operations of this kind took, in milliseconds.
        var latency: MetricSample?
        var latencies = RangeCounts()
        var returnedItems: MetricSample?
        var returnedRecords: MetricSample?
        var returnedBytes: MetricSample?
        var systemErrors: MetricSample?
        var throttled: MetricSample?
    }

    // MARK: Counting

    mutating func add(_ record: OperationRecord) {
        for refused in record.refusedParts { add(refused) }
        for capacity in record.capacities { add(capacity) }
        guard record.failure == nil else { return addFailure(of: record) }
        if let name = record.tableName {
            addSuccess(of: record, name)
        } else {
            for capacity in record.capacities { addSuccess(of: record, capacity.tableName) }
        }
    }

    mutating func add(_ refusal: ThroughputRefusal) {
        change(refusal.tableName) { table in
            let index = refusal.indexName ?? ""
            if refusal.isWrite {
                table.parts[index, default: PartTally()].writeThrottles.add(1)
            } else {
                table.parts[index, default: PartTally()].readThrottles.add(1)
            }
        }
    }

    mutating func addUserError() { userErrors.add(1) }

    mutating func addExpiry(of table: String, _ count: Int) { change(table) { $0.expired.add(Double(count)) } }

    private mutating func addSuccess(of record: OperationRecord, _ name: String) {
        change(name, record.operation) { operation in
            let latency = record.duration / .milliseconds(1)
            operation.latency.add(latency)
            operation.latencies.add(latency)
            switch record.operation {
            case "Query", "Scan", "ExecuteStatement": operation.returnedItems.add(Double(record.items))
            case "GetRecords":
                operation.returnedRecords.add(Double(record.items))
                operation.returnedBytes.add(Double(record.bytes))
            default: break
            }
        }
    }

    /// Local indexes have the table's units; global ones have their own.
    private mutating func add(_ capacity: ConsumedCapacity) {
        change(capacity.tableName) { table in
            var units = capacity.table
            for local in capacity.localIndexes.values { units = units + local }
            table.add(units, to: "")
            for (name, units) in capacity.globalIndexes { table.add(units, to: name) }
        }
    }

    private mutating func add(_ part: RefusedPart) {
        switch part.reason {
        case .conditionalCheckFailed: change(part.tableName) { $0.failedConditions.add(1) }
        case .transactionConflict: change(part.tableName) { $0.conflicts.add(1) }
        default: break
        }
    }

    private mutating func addFailure(of record: OperationRecord) {
        let tables = record.failedTables
        switch record.failure {
        case .conditionalCheckFailed: for table in tables { change(table) { $0.failedConditions.add(1) } }
        case .transactionConflict: for table in tables { change(table) { $0.conflicts.add(1) } }
        case .internalServerError, .serviceUnavailable:
            for table in tables { change(table, record.operation) { $0.systemErrors.add(1) } }
        case .provisionedThroughputExceeded, .requestLimitExceeded, .throttling:
            for table in tables { change(table, record.operation) { $0.throttled.add(1) } }
        default: addUserError()
        }
    }

    private mutating func change(_ name: String?, _ body: (inout TableTally) -> Void) {
        guard let name else { return }
        let plain = ResourceName.isMeant(by: name) ? ResourceName(name)?.table ?? name : name
        guard tables.count < Self.most || tables[plain] != nil else { return }
        body(&tables[plain, default: TableTally()])
    }

    private mutating func change(_ name: String?, _ operation: String, _ body: (inout OperationTally) -> Void) {
        change(name) { body(&$0.operations[operation, default: OperationTally()]) }
    }

    // MARK: As metrics

    /// The samples, by what they are of.
    var samples: [MetricIdentity: MetricSample] {
        var samples = MetricSamples()
        samples.add("UserErrors", [], userErrors)
        for (name, table) in tables { table.write(name, to: &samples) }
        return samples.all
    }
}

extension MinuteTally.TableTally {
    fileprivate mutating func add(_ units: CapacityUnits, to index: String) {
        if units.read > 0 { parts[index, default: MinuteTally.PartTally()].read.add(units.read) }
        if units.write > 0 { parts[index, default: MinuteTally.PartTally()].write.add(units.write) }
    }

    fileprivate func write(_ name: String, to samples: inout MetricSamples) {
        let table = MetricIdentity.Dimension("TableName", name)
        samples.add("ConditionalCheckFailedRequests", [table], failedConditions)
        samples.add("TransactionConflict", [table], conflicts)
        samples.add("TimeToLiveDeletedItemCount", [table], expired)
        for (index, part) in parts {
            let dimensions = index.isEmpty ? [table] : [table, .init("GlobalSecondaryIndexName", index)]
            samples.add("ConsumedReadCapacityUnits", dimensions, part.read)
            samples.add("ConsumedWriteCapacityUnits", dimensions, part.write)
            samples.add("ReadThrottleEvents", dimensions, part.readThrottles)
            samples.add("WriteThrottleEvents", dimensions, part.writeThrottles)
        }
        for (operation, tally) in operations {
            let dimensions = [table, .init("Operation", operation)]
            var latency = tally.latency
            latency?.distribution = tally.latencies.distribution
            samples.add("SuccessfulRequestLatency", dimensions, latency)
            samples.add("ReturnedItemCount", dimensions, tally.returnedItems)
            samples.add("ReturnedRecordsCount", dimensions, tally.returnedRecords)
            samples.add("ReturnedBytes", dimensions, tally.returnedBytes)
            samples.add("SystemErrors", dimensions, tally.systemErrors)
            samples.add("ThrottledRequests", dimensions, tally.throttled)
        }
    }
}

extension [MetricIdentity: MetricSample] {
    /// Adds a sample to what there is of the metric.
    mutating func add(_ sample: MetricSample, to metric: MetricIdentity) {
        if self[metric]?.add(sample) == nil { self[metric] = sample }
    }

    /// Adds all of these samples.
    mutating func add(_ other: [MetricIdentity: MetricSample]) {
        for (metric, sample) in other { add(sample, to: metric) }
    }
}

extension MetricSample? {
    /// Takes a value in.
    mutating func add(_ value: Double) {
        if self?.add(MetricSample(value)) == nil { self = MetricSample(value) }
    }
}
