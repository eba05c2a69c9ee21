import DynamoModel

/// A table on a back end, with its operations in short.
public struct TestTable: Sendable {
    /// The service that has the table.
    public let db: any DynamoDB
    /// What the table was made with.
    public let definition: CreateTableRequest

    /// A table that is there already.
    public init(_ db: any DynamoDB, _ definition: CreateTableRequest) {
        self.db = db
        self.definition = definition
    }

    /// Makes a table and waits until it is ACTIVE.
    public static func make(_ db: any DynamoDB, _ definition: CreateTableRequest) async throws -> TestTable {
        _ = try await db.createTable(definition)
        try await waitUntilActive(db, tableName: definition.tableName)
        return TestTable(db, definition)
    }

    /// The table's name.
    public var name: String { definition.tableName }

    /// The primary key of an item.
    public func key(of item: Item) -> Item { item.projected(to: definition.keySchema.map(\.attributeName)) }

    // MARK: One item

    /// A consistent get.
    public func get(
        _ key: Item, projection: String? = nil, names: [String: String]? = nil
    ) async throws(DynamoDBError) -> Item? {
        try await db.getItem(
            GetItemRequest(
                tableName: name, key: key, consistentRead: true, projectionExpression: projection,
                parameters: ExpressionParameters(names: names))
        ).item
    }

    /// A put.
    @discardableResult
    public func put(
        _ item: Item, if condition: String? = nil, names: [String: String]? = nil,
        values: [String: AttributeValue]? = nil, returning: ReturnValues = .none,
        onFailure: ReturnValuesOnConditionCheckFailure = .none, capacity: ReturnConsumedCapacity = .none,
        metrics: ReturnItemCollectionMetrics = .none
    ) async throws(DynamoDBError) -> WriteItemResponse {
        try await db.putItem(
            PutItemRequest(
                tableName: name, item: item, conditionExpression: condition,
                parameters: ExpressionParameters(names: names, values: values), returnValues: returning,
                returnValuesOnConditionCheckFailure: onFailure, returnConsumedCapacity: capacity,
                returnItemCollectionMetrics: metrics))
    }

    /// An update.
    @discardableResult
    public func update(
        _ key: Item, _ expression: String? = nil, if condition: String? = nil, names: [String: String]? = nil,
        values: [String: AttributeValue]? = nil, returning: ReturnValues = .none,
        onFailure: ReturnValuesOnConditionCheckFailure = .none, capacity: ReturnConsumedCapacity = .none,
        metrics: ReturnItemCollectionMetrics = .none
    ) async throws(DynamoDBError) -> WriteItemResponse {
        try await db.updateItem(
            UpdateItemRequest(
                tableName: name, key: key, updateExpression: expression, conditionExpression: condition,
                parameters: ExpressionParameters(names: names, values: values), returnValues: returning,
                returnValuesOnConditionCheckFailure: onFailure, returnConsumedCapacity: capacity,
                returnItemCollectionMetrics: metrics))
    }

    /// A delete.
    @discardableResult
    public func delete(
        _ key: Item, if condition: String? = nil, names: [String: String]? = nil,
        values: [String: AttributeValue]? = nil, returning: ReturnValues = .none,
        onFailure: ReturnValuesOnConditionCheckFailure = .none, capacity: ReturnConsumedCapacity = .none,
        metrics: ReturnItemCollectionMetrics = .none
    ) async throws(DynamoDBError) -> WriteItemResponse {
        try await db.deleteItem(
            DeleteItemRequest(
                tableName: name, key: key, conditionExpression: condition,
                parameters: ExpressionParameters(names: names, values: values), returnValues: returning,
                returnValuesOnConditionCheckFailure: onFailure, returnConsumedCapacity: capacity,
                returnItemCollectionMetrics: metrics))
    }

    /// Puts all these items, 25 at a time.
    public func putAll(_ items: [Item]) async throws(DynamoDBError) {
        for start in stride(from: 0, to: items.count, by: DynamoLimits.batchWriteRequests) {
            let part = items[start..<min(start + DynamoLimits.batchWriteRequests, items.count)]
            var rest = [name: part.map { BatchWrite.put(item: $0) }]
            while !rest.isEmpty {
                rest = try await db.batchWriteItem(BatchWriteItemRequest(requestItems: rest)).unprocessedItems
            }
        }
    }
}
