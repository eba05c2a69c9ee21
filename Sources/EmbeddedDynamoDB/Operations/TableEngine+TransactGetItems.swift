import DynamoExpressions
import DynamoModel
import DynamoWire
import TableStore

extension TableEngine {
    /// Reads several items at one moment; see ``DynamoDB/transactGetItems(_:)``.
    func carryOut(_ request: TransactGetItemsRequest) async throws(DynamoDBError) -> TransactGetItemsResponse {
        try await reading { () throws(EngineFault) in
            try EngineFault.refuse(
                ServiceModel.transactGetItemList.violated(length: request.transactItems.count), at: "transactItems")
            let gets = try self.prepare(request.transactItems)
            try Self.checkDistinct(gets.map { ($0.table.id, $0.key) })
            let answer = Result { () throws(EngineFault) in
                try self.read { (connection) throws(EngineFault) in
                    try Self.transactGet(gets, connection, request.returnConsumedCapacity)
                }
            }
            for get in gets { try self.checkPresent(get.table) }
            return try answer.get()
        }
    }

    private func prepare(
        _ items: [TransactGet]
    ) throws(EngineFault) -> [(table: TableInfo, key: KeyBytes, projection: ProjectionPaths?)] {
        // Expressions are checked before any table is read.
        var projections: [ProjectionPaths?] = []
        projections.reserveCapacity(items.count)
        for item in items {
            let parameters = ExpressionParameters(names: item.expressionAttributeNames)
            projections.append(try Self.projection(item.projectionExpression, parameters))
        }
        var gets: [(table: TableInfo, key: KeyBytes, projection: ProjectionPaths?)] = []
        gets.reserveCapacity(items.count)
        var reasons = [CancellationReason](repeating: .none, count: items.count)
        for (position, item) in items.enumerated() {
            let table = try table(item.tableName)
            do throws(EngineFault) {
                if let nested = projections[position]?.nestedAttributes { try KeyRules.check(nested: nested, table) }
                gets.append((table, try KeyRules.rowKey(item.key, table.layout), projections[position]))
            } catch {
                reasons[position] = try error.reason()
            }
        }
        if gets.count < items.count { throw .request(.transactionCanceled(reasons)) }
        return gets
    }

    private static func transactGet(
        _ gets: [(table: TableInfo, key: KeyBytes, projection: ProjectionPaths?)], _ connection: StoreConnection,
        _ returned: ReturnConsumedCapacity
    ) throws(EngineFault) -> TransactGetItemsResponse {
        var items: [Item?] = []
        var capacities = CapacityByTable()
        var room = TransactionRoom()
        for (table, key, projection) in gets {
            let found = try connection.item(table, key)
            let item = found.map { found in projection?.project(found.item) ?? found.item }
            try room.add(item, size: found?.size ?? 0, earlier: items)
            items.append(item)
            let units = CapacityUnits.read(bytes: found?.size ?? 0, .transactional)
            capacities.add(ConsumedCapacity(reading: units, table, nil))
        }
        return TransactGetItemsResponse(
            items: items, consumedCapacity: returned == .none ? nil : capacities.list)
    }
}
