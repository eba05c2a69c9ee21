import DynamoModel

/// No table at all: every call says so. For tests of what is decided before the table is asked.
struct NoTable: DynamoDB {
    private var missing: DynamoDBError { .resourceNotFound }

    func getItem(_ request: GetItemRequest) async throws(DynamoDBError) -> GetItemResponse { throw missing }
    func putItem(_ request: PutItemRequest) async throws(DynamoDBError) -> WriteItemResponse { throw missing }
    func updateItem(_ request: UpdateItemRequest) async throws(DynamoDBError) -> WriteItemResponse { throw missing }
    func deleteItem(_ request: DeleteItemRequest) async throws(DynamoDBError) -> WriteItemResponse { throw missing }
    func query(_ request: QueryRequest) async throws(DynamoDBError) -> PageResponse { throw missing }
    func scan(_ request: ScanRequest) async throws(DynamoDBError) -> PageResponse { throw missing }
    func batchGetItem(_ request: BatchGetItemRequest) async throws(DynamoDBError) -> BatchGetItemResponse {
        throw missing
    }
    func batchWriteItem(_ request: BatchWriteItemRequest) async throws(DynamoDBError) -> BatchWriteItemResponse {
        throw missing
    }
    func transactGetItems(_ request: TransactGetItemsRequest) async throws(DynamoDBError) -> TransactGetItemsResponse {
        throw missing
    }
    func transactWriteItems(_ request: TransactWriteItemsRequest) async throws(DynamoDBError)
        -> TransactWriteItemsResponse
    { throw missing }
    func createTable(_ request: CreateTableRequest) async throws(DynamoDBError) -> TableDescription { throw missing }
    func describeTable(tableName: String) async throws(DynamoDBError) -> TableDescription { throw missing }
    func updateTable(_ request: UpdateTableRequest) async throws(DynamoDBError) -> TableDescription { throw missing }
    func deleteTable(tableName: String) async throws(DynamoDBError) -> TableDescription { throw missing }
    func listTables(exclusiveStartTableName: String?, limit: Int?) async throws(DynamoDBError) -> ListTablesResponse {
        throw missing
    }
    func updateTimeToLive(tableName: String, _ timeToLive: TimeToLive) async throws(DynamoDBError) -> TimeToLive {
        throw missing
    }
    func describeTimeToLive(tableName: String) async throws(DynamoDBError) -> TimeToLive { throw missing }
    func tagResource(arn: String, tags: [Tag]) async throws(DynamoDBError) { throw missing }
    func untagResource(arn: String, tagKeys: [String]) async throws(DynamoDBError) { throw missing }
    func listTagsOfResource(arn: String) async throws(DynamoDBError) -> [Tag] { throw missing }
}
