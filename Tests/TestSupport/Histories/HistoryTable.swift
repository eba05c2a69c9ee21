import DynamoModel

/// The operations that recorded histories consist of. A test puts one that breaks its promises in place of the table's
/// own to see that the checkers find it.
public struct HistoryTable: Sendable {
    /// Reads one item.
    public var get: @Sendable (GetItemRequest) async throws -> GetItemResponse
    /// Reads a partition.
    public var query: @Sendable (QueryRequest) async throws -> PageResponse
    /// Puts one item.
    public var put: @Sendable (PutItemRequest) async throws -> WriteItemResponse
    /// Changes one item.
    public var update: @Sendable (UpdateItemRequest) async throws -> WriteItemResponse
    /// Reads at one moment.
    public var transactGet: @Sendable (TransactGetItemsRequest) async throws -> TransactGetItemsResponse
    /// Writes all or nothing.
    public var transactWrite: @Sendable (TransactWriteItemsRequest) async throws -> TransactWriteItemsResponse

    /// The operations as the table has them.
    public init(_ db: any DynamoDB) {
        get = { try await db.getItem($0) }
        query = { try await db.query($0) }
        put = { try await db.putItem($0) }
        update = { try await db.updateItem($0) }
        transactGet = { try await db.transactGetItems($0) }
        transactWrite = { try await db.transactWriteItems($0) }
    }
}
