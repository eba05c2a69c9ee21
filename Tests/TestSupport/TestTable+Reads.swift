import DynamoModel

extension TestTable {
    /// A page of a query.
    public func query(
        _ condition: String?, index: String? = nil, names: [String: String]? = nil,
        values: [String: AttributeValue]? = nil, filter: String? = nil, projection: String? = nil,
        select: Select? = nil, forward: Bool = true, limit: Int? = nil, after start: Item? = nil,
        consistent: Bool = false, capacity: ReturnConsumedCapacity = .none
    ) async throws(DynamoDBError) -> PageResponse {
        try await db.query(
            QueryRequest(
                tableName: name, indexName: index, keyConditionExpression: condition, filterExpression: filter,
                projectionExpression: projection, parameters: ExpressionParameters(names: names, values: values),
                select: select, scanIndexForward: forward, limit: limit, exclusiveStartKey: start,
                consistentRead: consistent, returnConsumedCapacity: capacity))
    }

    /// A page of a scan.
    public func scan(
        index: String? = nil, names: [String: String]? = nil, values: [String: AttributeValue]? = nil,
        filter: String? = nil, projection: String? = nil, select: Select? = nil, limit: Int? = nil,
        after start: Item? = nil, segment: Int? = nil, of totalSegments: Int? = nil, consistent: Bool = false,
        capacity: ReturnConsumedCapacity = .none
    ) async throws(DynamoDBError) -> PageResponse {
        try await db.scan(
            ScanRequest(
                tableName: name, indexName: index, filterExpression: filter, projectionExpression: projection,
                parameters: ExpressionParameters(names: names, values: values), select: select, limit: limit,
                exclusiveStartKey: start, segment: segment, totalSegments: totalSegments,
                consistentRead: consistent, returnConsumedCapacity: capacity))
    }

    /// All pages of a query, following `lastEvaluatedKey` to the end.
    public func queryPages(
        _ condition: String, index: String? = nil, values: [String: AttributeValue], filter: String? = nil,
        forward: Bool = true, limit: Int? = nil
    ) async throws(DynamoDBError) -> [PageResponse] {
        var pages: [PageResponse] = []
        repeat {
            pages.append(
                try await query(
                    condition, index: index, values: values, filter: filter, forward: forward, limit: limit,
                    after: pages.last?.lastEvaluatedKey))
        } while pages.last?.lastEvaluatedKey != nil
        return pages
    }

    /// All pages of a scan, following `lastEvaluatedKey` to the end.
    public func scanPages(
        index: String? = nil, limit: Int? = nil, segment: Int? = nil, of totalSegments: Int? = nil
    ) async throws(DynamoDBError) -> [PageResponse] {
        var pages: [PageResponse] = []
        repeat {
            pages.append(
                try await scan(
                    index: index, limit: limit, after: pages.last?.lastEvaluatedKey, segment: segment,
                    of: totalSegments))
        } while pages.last?.lastEvaluatedKey != nil
        return pages
    }

    /// All items of the table or of an index, without order.
    public func contents(index: String? = nil) async throws(DynamoDBError) -> Set<Item> {
        Set(try await scanPages(index: index).flatMap(\.items))
    }

    /// The contents of the table and of each of its indexes, to compare before and after a refused request.
    public func everything() async throws(DynamoDBError) -> [String: Set<Item>] {
        var all = ["": try await contents()]
        for index in definition.localSecondaryIndexes + definition.globalSecondaryIndexes {
            all[index.indexName] = try await contents(index: index.indexName)
        }
        return all
    }

    /// What an index should hold by the items of the table: those with all of its key attributes, projected.
    public func expectedContents(of index: SecondaryIndex, _ items: some Sequence<Item>) -> Set<Item> {
        let keyNames = index.keySchema.map(\.attributeName)
        let entries = items.filter { item in keyNames.allSatisfy { item[$0] != nil } }
        return Set(entries.map { projected($0, by: index) })
    }

    /// What an index holds of an item.
    public func projected(_ item: Item, by index: SecondaryIndex) -> Item {
        let keys = definition.keySchema.map(\.attributeName) + index.keySchema.map(\.attributeName)
        switch index.projection {
        case .all: return item
        case .keysOnly: return item.projected(to: keys)
        case .include(let names): return item.projected(to: keys + names)
        }
    }
}
