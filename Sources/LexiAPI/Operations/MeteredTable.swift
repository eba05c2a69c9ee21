import DynamoModel

/// A table whose calls are counted, by operation and by failure; it changes nothing else.
struct MeteredTable: DynamoDB {
    private let table: any DynamoDB
    private let counts: [Counter]
    private let failures = Counter()

    private enum Operation: Int, CaseIterable {
        case getItem, putItem, updateItem, deleteItem, query, scan, batchGetItem, batchWriteItem, transactGetItems
        case transactWriteItems, control
    }

    init(_ table: any DynamoDB) {
        self.table = table
        counts = Operation.allCases.map { _ in Counter() }
    }

    /// What `/metrics` tells of the table.
    var gauges: [Gauge] {
        let calls = Operation.allCases.map { operation in
            let counter = counts[operation.rawValue]
            return Gauge(
                "lexi_table_\(operation)_total", "Calls of the table's operation \(operation).", isCounter: true
            ) { Double(counter.current) }
        }
        let failures = failures
        return calls + [
            Gauge("lexi_table_failures_total", "Table operations that the service failed.", isCounter: true) {
                Double(failures.current)
            }
        ]
    }

    @inline(__always)
    private func count<Result>(
        _ operation: Operation, _ body: () async throws(DynamoDBError) -> Result
    ) async throws(DynamoDBError) -> Result {
        counts[operation.rawValue].add()
        do throws(DynamoDBError) {
            return try await body()
        } catch {
            if error.code.isServerFault { failures.add() }
            throw error
        }
    }
}

extension MeteredTable {
    func getItem(_ request: GetItemRequest) async throws(DynamoDBError) -> GetItemResponse {
        try await count(.getItem) { () async throws(DynamoDBError) in try await table.getItem(request) }
    }

    func putItem(_ request: PutItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        try await count(.putItem) { () async throws(DynamoDBError) in try await table.putItem(request) }
    }

    func updateItem(_ request: UpdateItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        try await count(.updateItem) { () async throws(DynamoDBError) in try await table.updateItem(request) }
    }

    func deleteItem(_ request: DeleteItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        try await count(.deleteItem) { () async throws(DynamoDBError) in try await table.deleteItem(request) }
    }

    func query(_ request: QueryRequest) async throws(DynamoDBError) -> PageResponse {
        try await count(.query) { () async throws(DynamoDBError) in try await table.query(request) }
    }

    func scan(_ request: ScanRequest) async throws(DynamoDBError) -> PageResponse {
        try await count(.scan) { () async throws(DynamoDBError) in try await table.scan(request) }
    }

    func batchGetItem(_ request: BatchGetItemRequest) async throws(DynamoDBError) -> BatchGetItemResponse {
        try await count(.batchGetItem) { () async throws(DynamoDBError) in try await table.batchGetItem(request) }
    }

    func batchWriteItem(_ request: BatchWriteItemRequest) async throws(DynamoDBError) -> BatchWriteItemResponse {
        try await count(.batchWriteItem) { () async throws(DynamoDBError) in try await table.batchWriteItem(request) }
    }

    func transactGetItems(_ request: TransactGetItemsRequest) async throws(DynamoDBError) -> TransactGetItemsResponse {
        try await count(.transactGetItems) { () async throws(DynamoDBError) in
            try await table.transactGetItems(request)
        }
    }

    func transactWriteItems(_ request: TransactWriteItemsRequest) async throws(DynamoDBError)
        -> TransactWriteItemsResponse
    {
        try await count(.transactWriteItems) { () async throws(DynamoDBError) in
            try await table.transactWriteItems(request)
        }
    }
}

extension MeteredTable {
    func createTable(_ request: CreateTableRequest) async throws(DynamoDBError) -> TableDescription {
        try await count(.control) { () async throws(DynamoDBError) in try await table.createTable(request) }
    }

    func describeTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        try await count(.control) { () async throws(DynamoDBError) in
            try await table.describeTable(tableName: tableName)
        }
    }

    func updateTable(_ request: UpdateTableRequest) async throws(DynamoDBError) -> TableDescription {
        try await count(.control) { () async throws(DynamoDBError) in try await table.updateTable(request) }
    }

    func deleteTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        try await count(.control) { () async throws(DynamoDBError) in try await table.deleteTable(tableName: tableName)
        }
    }

    func listTables(exclusiveStartTableName: String?, limit: Int?) async throws(DynamoDBError) -> ListTablesResponse {
        try await count(.control) { () async throws(DynamoDBError) in
            try await table.listTables(exclusiveStartTableName: exclusiveStartTableName, limit: limit)
        }
    }

    func updateTimeToLive(tableName: String, _ timeToLive: TimeToLive) async throws(DynamoDBError) -> TimeToLive {
        try await count(.control) { () async throws(DynamoDBError) in
            try await table.updateTimeToLive(tableName: tableName, timeToLive)
        }
    }

    func describeTimeToLive(tableName: String) async throws(DynamoDBError) -> TimeToLive {
        try await count(.control) { () async throws(DynamoDBError) in
            try await table.describeTimeToLive(tableName: tableName)
        }
    }

    func tagResource(arn: String, tags: [Tag]) async throws(DynamoDBError) {
        try await count(.control) { () async throws(DynamoDBError) in try await table.tagResource(arn: arn, tags: tags)
        }
    }

    func untagResource(arn: String, tagKeys: [String]) async throws(DynamoDBError) {
        try await count(.control) { () async throws(DynamoDBError) in
            try await table.untagResource(arn: arn, tagKeys: tagKeys)
        }
    }

    func listTagsOfResource(arn: String) async throws(DynamoDBError) -> [Tag] {
        try await count(.control) { () async throws(DynamoDBError) in try await table.listTagsOfResource(arn: arn) }
    }
}
