import DynamoModel

/// What an operation adds to which metrics.
///
/// Source: DynamoDB's developer guide, "DynamoDB metrics and dimensions".
struct MetricValues {
    private(set) var all: [(MetricIdentity, Double)] = []

    init(_ record: OperationRecord) {
        if let failure = record.failure {
            addFailure(failure, record)
            return
        }
        for capacity in record.capacities { add(capacity) }
        guard let table = record.tableName.map(Self.plainName) else { return }
        let of: [MetricIdentity.Dimension] = [.init("TableName", table), .init("Operation", record.operation)]
        add("SuccessfulRequestLatency", of, record.duration / .milliseconds(1))
        switch record.operation {
        case "Query", "Scan", "ExecuteStatement": add("ReturnedItemCount", of, Double(record.items))
        case "GetRecords":
            add("ReturnedRecordsCount", of, Double(record.items))
            add("ReturnedBytes", of, Double(record.bytes))
        default: break
        }
    }

    private static func plainName(_ name: String) -> String { ResourceName(name)?.table ?? name }

    /// Local indexes have the table's units; global ones have their own.
    private mutating func add(_ capacity: ConsumedCapacity) {
        let table = MetricIdentity.Dimension("TableName", capacity.tableName)
        addUnits(capacity.localIndexes.values.reduce(capacity.table, +), [table])
        for (name, units) in capacity.globalIndexes {
            addUnits(units, [table, .init("GlobalSecondaryIndexName", name)])
        }
    }

    private mutating func addUnits(_ units: CapacityUnits, _ dimensions: [MetricIdentity.Dimension]) {
        if units.read > 0 { add("ConsumedReadCapacityUnits", dimensions, units.read) }
        if units.write > 0 { add("ConsumedWriteCapacityUnits", dimensions, units.write) }
    }

    private mutating func addFailure(_ failure: DynamoDBError.Code, _ record: OperationRecord) {
        let table = record.tableName.map { MetricIdentity.Dimension("TableName", Self.plainName($0)) }
        let ofTable = table.map { [$0] } ?? []
        let ofOperation = ofTable + [.init("Operation", record.operation)]
        switch failure {
        case .conditionalCheckFailed: add("ConditionalCheckFailedRequests", ofTable, 1)
        case .transactionConflict: add("TransactionConflict", ofTable, 1)
        case .provisionedThroughputExceeded, .requestLimitExceeded, .throttling:
            add("ThrottledRequests", ofOperation, 1)
            let isRead = ["GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"].contains(record.operation)
            add(isRead ? "ReadThrottleEvents" : "WriteThrottleEvents", ofTable, 1)
        case .internalServerError, .serviceUnavailable: add("SystemErrors", ofOperation, 1)
        // Of the account, whatever the table.
        default: add("UserErrors", [], 1)
        }
    }

    private mutating func add(_ name: String, _ dimensions: [MetricIdentity.Dimension], _ value: Double) {
        all.append((MetricIdentity(name, dimensions), value))
    }
}
