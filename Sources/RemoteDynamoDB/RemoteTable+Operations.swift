import DynamoModel
import DynamoWire
import Synchronization

// The operations of the protocol.
extension RemoteTable {
    /// Reads one item.
    public func getItem(_ request: GetItemRequest) async throws(DynamoDBError) -> GetItemResponse {
        guard case .getItem(let answer) = try await call(.getItem(request)) else { throw .otherAnswer }
        return answer
    }

    /// Puts a whole item, if its condition holds.
    public func putItem(_ request: PutItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        guard case .putItem(let answer) = try await call(.putItem(request)) else { throw .otherAnswer }
        return answer
    }

    /// Changes an item, if the condition holds.
    public func updateItem(_ request: UpdateItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        guard case .updateItem(let answer) = try await call(.updateItem(request)) else { throw .otherAnswer }
        return answer
    }

    /// Removes an item, if the condition holds.
    public func deleteItem(_ request: DeleteItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        guard case .deleteItem(let answer) = try await call(.deleteItem(request)) else { throw .otherAnswer }
        return answer
    }

    /// Reads a page of one partition.
    public func query(_ request: QueryRequest) async throws(DynamoDBError) -> PageResponse {
        guard case .query(let answer) = try await call(.query(request)) else { throw .otherAnswer }
        return answer
    }

    /// Reads a page of the table or of a segment.
    public func scan(_ request: ScanRequest) async throws(DynamoDBError) -> PageResponse {
        guard case .scan(let answer) = try await call(.scan(request)) else { throw .otherAnswer }
        return answer
    }

    /// Reads items as they are at one moment.
    public func transactGetItems(
        _ request: TransactGetItemsRequest
    ) async throws(DynamoDBError) -> TransactGetItemsResponse {
        guard case .transactGetItems(let answer) = try await call(.transactGetItems(request)) else {
            throw .otherAnswer
        }
        return answer
    }

    /// Carries out a transaction, under a token of the client's when the request has none.
    public func transactWriteItems(
        _ request: TransactWriteItemsRequest
    ) async throws(DynamoDBError) -> TransactWriteItemsResponse {
        var request = request
        if request.clientRequestToken == nil { request.clientRequestToken = Self.newToken() }
        guard case .transactWriteItems(let answer) = try await call(.transactWriteItems(request)) else {
            throw .otherAnswer
        }
        return answer
    }

    /// Carries out a statement. One that is no `SELECT` is not sent again when its outcome is unknown.
    public func executeStatement(
        _ request: ExecuteStatementRequest
    ) async throws(DynamoDBError) -> ExecuteStatementResponse {
        guard case .executeStatement(let answer) = try await call(.executeStatement(request)) else {
            throw .otherAnswer
        }
        return answer
    }

    /// Carries out statements, each on its own. Throttled ones come back with their errors.
    public func batchExecuteStatement(
        _ request: BatchExecuteStatementRequest
    ) async throws(DynamoDBError) -> BatchExecuteStatementResponse {
        guard case .batchExecuteStatement(let answer) = try await call(.batchExecuteStatement(request)) else {
            throw .otherAnswer
        }
        return answer
    }

    /// Carries out statements, all or none, under a token of the client's when the request has none.
    public func executeTransaction(
        _ request: ExecuteTransactionRequest
    ) async throws(DynamoDBError) -> ExecuteTransactionResponse {
        var request = request
        if request.clientRequestToken == nil { request.clientRequestToken = Self.newToken() }
        guard case .executeTransaction(let answer) = try await call(.executeTransaction(request)) else {
            throw .otherAnswer
        }
        return answer
    }

    /// 32 random digits.
    private static func newToken() -> String {
        var digits = ""
        for _ in 0..<2 {
            let half = String(UInt64.random(in: .min ... .max), radix: 16)
            digits += String(repeating: "0", count: 16 - half.utf8.count) + half
        }
        return digits
    }
}

// Tables.
extension RemoteTable {
    /// Makes a table.
    public func createTable(_ request: CreateTableRequest) async throws(DynamoDBError) -> TableDescription {
        guard case .createTable(let answer) = try await call(.createTable(request)) else { throw .otherAnswer }
        return answer
    }

    /// Describes a table.
    public func describeTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        guard case .describeTable(let answer) = try await call(.describeTable(tableName: tableName)) else {
            throw .otherAnswer
        }
        return answer
    }

    /// Changes a table's settings or indexes.
    public func updateTable(_ request: UpdateTableRequest) async throws(DynamoDBError) -> TableDescription {
        guard case .updateTable(let answer) = try await call(.updateTable(request)) else { throw .otherAnswer }
        return answer
    }

    /// Removes a table.
    public func deleteTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        guard case .deleteTable(let answer) = try await call(.deleteTable(tableName: tableName)) else {
            throw .otherAnswer
        }
        // A new table of this name may have another key.
        keyAttributes.withLock { $0[tableName] = nil }
        return answer
    }

    /// Lists table names.
    public func listTables(
        exclusiveStartTableName: String?, limit: Int?
    ) async throws(DynamoDBError) -> ListTablesResponse {
        let request = DynamoRequest.listTables(exclusiveStartTableName: exclusiveStartTableName, limit: limit)
        guard case .listTables(let answer) = try await call(request) else { throw .otherAnswer }
        return answer
    }

    /// Sets the attribute by which items expire.
    public func updateTimeToLive(
        tableName: String, _ timeToLive: TimeToLive
    ) async throws(DynamoDBError) -> TimeToLive {
        guard case .updateTimeToLive(let answer) = try await call(.updateTimeToLive(tableName: tableName, timeToLive))
        else { throw .otherAnswer }
        return answer
    }

    /// Returns the attribute by which items expire.
    public func describeTimeToLive(tableName: String) async throws(DynamoDBError) -> TimeToLive {
        guard case .describeTimeToLive(let answer) = try await call(.describeTimeToLive(tableName: tableName)) else {
            throw .otherAnswer
        }
        return answer
    }

    /// Sets labels of a table.
    public func tagResource(arn: String, tags: [Tag]) async throws(DynamoDBError) {
        _ = try await call(.tagResource(arn: arn, tags: tags))
    }

    /// Removes labels of a table.
    public func untagResource(arn: String, tagKeys: [String]) async throws(DynamoDBError) {
        _ = try await call(.untagResource(arn: arn, tagKeys: tagKeys))
    }

    /// Lists the labels of a table.
    public func listTagsOfResource(arn: String) async throws(DynamoDBError) -> [Tag] {
        guard case .listTagsOfResource(let answer) = try await call(.listTagsOfResource(arn: arn)) else {
            throw .otherAnswer
        }
        return answer
    }
}

extension DynamoDBError {
    /// An answer is decoded as that of its operation, so that no other can come.
    static let otherAnswer = DynamoDBError(.internalServerError, "The answer is of another operation")
}
