import DynamoModel
import Synchronization

/// A table that is often too busy, as a remote one can be: it throttles, and leaves parts of batches undone. What it
/// does is done by the table behind it.
final class BusyTable: DynamoDB {
    private let table: any DynamoDB
    private let calls = Mutex(0)
    private let itemCount: Int?
    private let bytes: Int?

    /// - Parameters:
    ///   - itemCount: what is reported as the number of items, in place of the true one.
    ///   - bytes: what is reported as their size.
    init(_ table: any DynamoDB, tellingItems itemCount: Int? = nil, bytes: Int? = nil) {
        (self.table, self.itemCount, self.bytes) = (table, itemCount, bytes)
    }

    /// Every third call is refused.
    private func throttle() throws(DynamoDBError) -> Int {
        let call = calls.withLock { calls in
            calls += 1
            return calls
        }
        guard call % 3 != 0 else {
            throw DynamoDBError(call % 2 == 0 ? .throttling : .provisionedThroughputExceeded, "too busy")
        }
        return call
    }

    func batchWriteItem(_ request: BatchWriteItemRequest) async throws(DynamoDBError) -> BatchWriteItemResponse {
        let call = try throttle()
        var (now, later) = (request, [String: [BatchWrite]]())
        for (name, writes) in request.requestItems {
            // Sometimes nothing at all is done.
            let count = call % 5 == 0 ? 0 : (writes.count + 1) / 2
            now.requestItems[name] = Array(writes[..<count])
            if count < writes.count { later[name] = Array(writes[count...]) }
        }
        guard now.requestItems.values.contains(where: { !$0.isEmpty }) else {
            return BatchWriteItemResponse(unprocessedItems: request.requestItems)
        }
        var response = try await table.batchWriteItem(now)
        response.unprocessedItems.merge(later) { $0 + $1 }
        return response
    }

    func batchGetItem(_ request: BatchGetItemRequest) async throws(DynamoDBError) -> BatchGetItemResponse {
        _ = try throttle()
        var (now, later) = (request, [String: KeysAndAttributes]())
        for (name, asked) in request.requestItems where asked.keys.count > 1 {
            let count = asked.keys.count / 2
            now.requestItems[name]?.keys = Array(asked.keys[..<count])
            later[name] = asked
            later[name]?.keys = Array(asked.keys[count...])
        }
        var response = try await table.batchGetItem(now)
        response.unprocessedKeys.merge(later) { $1 }
        return response
    }

    func scan(_ request: ScanRequest) async throws(DynamoDBError) -> PageResponse {
        _ = try throttle()
        var small = request
        small.limit = min(request.limit ?? 40, 40)
        return try await table.scan(small)
    }

    func getItem(_ request: GetItemRequest) async throws(DynamoDBError) -> GetItemResponse {
        try await table.getItem(request)
    }
    func putItem(_ request: PutItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        try await table.putItem(request)
    }
    func updateItem(_ request: UpdateItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        try await table.updateItem(request)
    }
    func deleteItem(_ request: DeleteItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        try await table.deleteItem(request)
    }
    func query(_ request: QueryRequest) async throws(DynamoDBError) -> PageResponse { try await table.query(request) }
    func transactGetItems(_ request: TransactGetItemsRequest) async throws(DynamoDBError) -> TransactGetItemsResponse {
        try await table.transactGetItems(request)
    }
    func transactWriteItems(
        _ request: TransactWriteItemsRequest
    ) async throws(DynamoDBError) -> TransactWriteItemsResponse { try await table.transactWriteItems(request) }
    func executeStatement(_ request: ExecuteStatementRequest) async throws(DynamoDBError) -> ExecuteStatementResponse {
        try await table.executeStatement(request)
    }
    func batchExecuteStatement(
        _ request: BatchExecuteStatementRequest
    ) async throws(DynamoDBError) -> BatchExecuteStatementResponse { try await table.batchExecuteStatement(request) }
    func executeTransaction(
        _ request: ExecuteTransactionRequest
    ) async throws(DynamoDBError) -> ExecuteTransactionResponse { try await table.executeTransaction(request) }
    func createTable(_ request: CreateTableRequest) async throws(DynamoDBError) -> TableDescription {
        try await table.createTable(request)
    }
    func describeTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        var answer = try await table.describeTable(tableName: tableName)
        answer.itemCount = itemCount ?? answer.itemCount
        answer.tableSizeBytes = bytes ?? answer.tableSizeBytes
        return answer
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
