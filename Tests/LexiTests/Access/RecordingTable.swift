import DynamoModel
import Synchronization

@testable import Lexi

/// Hands every call on to a table, and notes what the service must never do: a scan, a filter, or a query that no access
/// pattern declares. It also adds up the units that were consumed.
final class RecordingTable: DynamoDB {
    struct Notes: Sendable {
        var faults: [String] = []
        var units = CapacityUnits()
        var calls: [String] = []
        /// Errors that the next calls of an operation throw before the table sees them.
        var injected: [String: [DynamoDBError]] = [:]
        /// How many keys of a batch are read at most; the others come back unprocessed.
        var batchLimit: Int?
    }

    let table: any DynamoDB
    private let state = Mutex(Notes())

    init(_ table: any DynamoDB) { self.table = table }

    /// What was noted so far.
    var notes: Notes { state.withLock { $0 } }
    /// Forgets calls and units; faults stay.
    func reset() {
        state.withLock {
            $0.units = CapacityUnits()
            $0.calls = []
        }
    }

    /// Makes the next calls of an operation fail, as a busy or broken table does.
    func fail(_ call: String, _ error: DynamoDBError, times: Int = 1) {
        state.withLock { $0.injected[call, default: []] += [DynamoDBError](repeating: error, count: times) }
    }

    /// Lets batches read so many keys at a time.
    func limitBatches(to count: Int) { state.withLock { $0.batchLimit = count } }

    private func failIfTold(_ call: String) throws(DynamoDBError) {
        let error = state.withLock { state -> DynamoDBError? in
            guard let errors = state.injected[call], let first = errors.first else { return nil }
            state.injected[call] = Array(errors.dropFirst())
            return first
        }
        if let error { throw error }
    }

    private func note(_ call: String, _ consumed: [ConsumedCapacity], fault: String? = nil) {
        state.withLock {
            $0.calls.append(call)
            for capacity in consumed { $0.units = $0.units + capacity.total }
            if let fault { $0.faults.append(fault) }
        }
    }

    private func cut(_ request: inout BatchGetItemRequest) -> [String: KeysAndAttributes]? {
        guard let limit = notes.batchLimit else { return nil }
        var rest: [String: KeysAndAttributes] = [:]
        for (name, wanted) in request.requestItems where wanted.keys.count > limit {
            request.requestItems[name]?.keys = Array(wanted.keys[..<limit])
            rest[name] = KeysAndAttributes(
                keys: Array(wanted.keys[limit...]), consistentRead: wanted.consistentRead)
        }
        return rest
    }

    private func judge(_ request: QueryRequest) -> String? {
        if request.filterExpression != nil { return "A query filters: \(request)" }
        return AccessPatterns.declaring(request) == nil ? "No pattern declares \(request)" : nil
    }

    func getItem(_ request: GetItemRequest) async throws(DynamoDBError) -> GetItemResponse {
        var request = request
        request.returnConsumedCapacity = .total
        try failIfTold("getItem")
        let response = try await table.getItem(request)
        note("getItem", [response.consumedCapacity].compactMap { $0 })
        return response
    }

    func putItem(_ request: PutItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        var request = request
        request.returnConsumedCapacity = .total
        let response = try await table.putItem(request)
        note("putItem", [response.consumedCapacity].compactMap { $0 })
        return response
    }

    func updateItem(_ request: UpdateItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        var request = request
        request.returnConsumedCapacity = .total
        let response = try await table.updateItem(request)
        note("updateItem", [response.consumedCapacity].compactMap { $0 })
        return response
    }

    func deleteItem(_ request: DeleteItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        var request = request
        request.returnConsumedCapacity = .total
        let response = try await table.deleteItem(request)
        note("deleteItem", [response.consumedCapacity].compactMap { $0 })
        return response
    }

    func query(_ request: QueryRequest) async throws(DynamoDBError) -> PageResponse {
        var request = request
        request.returnConsumedCapacity = .total
        try failIfTold("query")
        let response = try await table.query(request)
        note("query", [response.consumedCapacity].compactMap { $0 }, fault: judge(request))
        return response
    }

    func scan(_ request: ScanRequest) async throws(DynamoDBError) -> PageResponse {
        var request = request
        request.returnConsumedCapacity = .total
        let response = try await table.scan(request)
        note("scan", [response.consumedCapacity].compactMap { $0 }, fault: "A scan")
        return response
    }

    func batchGetItem(_ request: BatchGetItemRequest) async throws(DynamoDBError) -> BatchGetItemResponse {
        var request = request
        request.returnConsumedCapacity = .total
        try failIfTold("batchGetItem")
        let rest = cut(&request)
        var response = try await table.batchGetItem(request)
        if let rest { response.unprocessedKeys = rest }
        note("batchGetItem", response.consumedCapacity ?? [])
        return response
    }

    func batchWriteItem(_ request: BatchWriteItemRequest) async throws(DynamoDBError) -> BatchWriteItemResponse {
        var request = request
        request.returnConsumedCapacity = .total
        let response = try await table.batchWriteItem(request)
        note("batchWriteItem", response.consumedCapacity ?? [])
        return response
    }

    func transactGetItems(_ request: TransactGetItemsRequest) async throws(DynamoDBError) -> TransactGetItemsResponse {
        var request = request
        request.returnConsumedCapacity = .total
        let response = try await table.transactGetItems(request)
        note("transactGetItems", response.consumedCapacity ?? [])
        return response
    }

    func transactWriteItems(_ request: TransactWriteItemsRequest) async throws(DynamoDBError)
        -> TransactWriteItemsResponse
    {
        var request = request
        request.returnConsumedCapacity = .total
        try failIfTold("transactWriteItems")
        let response = try await table.transactWriteItems(request)
        note("transactWriteItems \(request.transactItems.count)", response.consumedCapacity ?? [])
        return response
    }

    func createTable(_ request: CreateTableRequest) async throws(DynamoDBError) -> TableDescription {
        try await table.createTable(request)
    }

    func describeTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        try await table.describeTable(tableName: tableName)
    }

    func updateTable(_ request: UpdateTableRequest) async throws(DynamoDBError) -> TableDescription {
        try await table.updateTable(request)
    }

    func deleteTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        try await table.deleteTable(tableName: tableName)
    }

    func listTables(exclusiveStartTableName: String?, limit: Int?) async throws(DynamoDBError) -> ListTablesResponse {
        try await table.listTables(exclusiveStartTableName: exclusiveStartTableName, limit: limit)
    }

    func updateTimeToLive(tableName: String, _ timeToLive: TimeToLive) async throws(DynamoDBError) -> TimeToLive {
        try await table.updateTimeToLive(tableName: tableName, timeToLive)
    }

    func describeTimeToLive(tableName: String) async throws(DynamoDBError) -> TimeToLive {
        try await table.describeTimeToLive(tableName: tableName)
    }

    func tagResource(arn: String, tags: [Tag]) async throws(DynamoDBError) {
        try await table.tagResource(arn: arn, tags: tags)
    }

    func untagResource(arn: String, tagKeys: [String]) async throws(DynamoDBError) {
        try await table.untagResource(arn: arn, tagKeys: tagKeys)
    }

    func listTagsOfResource(arn: String) async throws(DynamoDBError) -> [Tag] {
        try await table.listTagsOfResource(arn: arn)
    }
}
