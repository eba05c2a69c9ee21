import DynamoExpressions
import DynamoModel

extension TableEngine {
    /// Reads several items; see ``DynamoDB/batchGetItem(_:)``.
    public func batchGetItem(_ request: BatchGetItemRequest) async throws(DynamoDBError) -> BatchGetItemResponse {
        try answering { () throws(EngineFault) in
            let gets = try prepare(request)
            return try read { (connection) throws(EngineFault) in
                try Self.batchGet(gets, connection, request.returnConsumedCapacity)
            }
        }
    }

    private struct BatchGet {
        let name: String
        let table: TableInfo
        let asked: KeysAndAttributes
        let keys: [KeyBytes]
        let projection: ProjectionPaths?
    }

    private func prepare(_ request: BatchGetItemRequest) throws(EngineFault) -> [BatchGet] {
        let count = request.requestItems.values.reduce(0) { $0 + $1.keys.count }
        guard count > 0 else {
            throw .validation(
                "1 validation error detected: Value at 'requestItems' failed to satisfy constraint: Member must have "
                    + "length greater than or equal to 1")
        }
        guard count <= DynamoLimits.batchGetKeys else {
            throw .validation("Too many items requested for the BatchGetItem call")
        }
        // Expressions and repetitions are looked at before any table is.
        let tables = request.requestItems.sorted(by: { $0.key.compareBytes(with: $1.key) < 0 })
        var projections: [ProjectionPaths?] = []
        for (_, asked) in tables {
            let parameters = ExpressionParameters(names: asked.expressionAttributeNames)
            projections.append(try Self.projection(asked.projectionExpression, parameters))
            if asked.keys.count > 1, Set(asked.keys).count < asked.keys.count { throw Self.repeatedKeys }
        }
        var gets: [BatchGet] = []
        for ((name, asked), projection) in zip(tables, projections) {
            let table = try table(name)
            if let projection { try KeyRules.check(nested: projection.nestedAttributes, table) }
            var keys: [KeyBytes] = []
            for key in asked.keys { keys.append(try KeyRules.rowKey(key, table.layout)) }
            gets.append(BatchGet(name: name, table: table, asked: asked, keys: keys, projection: projection))
        }
        // A table can be named twice: by its name and by its ARN.
        if gets.count > 1, Self.hasDuplicates(gets.flatMap { get in get.keys.map { (get.table.id, $0) } }) {
            throw Self.repeatedKeys
        }
        return gets
    }

    private static let repeatedKeys = EngineFault.validation("Provided list of item keys contains duplicates")

    private static func batchGet(
        _ gets: [BatchGet], _ connection: StoreConnection, _ returned: ReturnConsumedCapacity
    ) throws(EngineFault) -> BatchGetItemResponse {
        var response = BatchGetItemResponse(responses: [:])
        var capacities = CapacityByTable()
        var total = 0
        for get in gets {
            var items: [Item] = []
            var units = CapacityUnits()
            let kind = CapacityUnits.ReadKind(consistent: get.asked.consistentRead)
            for (position, key) in get.keys.enumerated() {
                // The answer may be a little larger than DynamoDB's limit only when its first item alone is.
                guard total < DynamoLimits.batchGetSize else {
                    var rest = get.asked
                    rest.keys = Array(get.asked.keys[position...])
                    response.unprocessedKeys[get.name] = rest
                    break
                }
                let found = try connection.item(get.table, key)
                if let found, total + found.size > DynamoLimits.batchGetSize {
                    var rest = get.asked
                    rest.keys = Array(get.asked.keys[position...])
                    response.unprocessedKeys[get.name] = rest
                    total = DynamoLimits.batchGetSize
                    break
                }
                units = units + .read(bytes: found?.size ?? 0, kind)
                guard let found else { continue }
                total += found.size
                items.append(get.projection?.project(found.item) ?? found.item)
            }
            response.responses[get.name] = items
            capacities.add(ConsumedCapacity(reading: units, get.table, nil))
        }
        if returned != .none { response.consumedCapacity = capacities.list }
        return response
    }

    /// Puts and removes several items; see ``DynamoDB/batchWriteItem(_:)``.
    ///
    /// The writes share one commit: either all are done, or the request failed and none is. Nothing is left unprocessed.
    public func batchWriteItem(
        _ request: BatchWriteItemRequest
    ) async throws(DynamoDBError) -> BatchWriteItemResponse {
        let writes = try answering { () throws(EngineFault) in try prepare(request) }
        let returned = request.returnConsumedCapacity
        let metrics = request.returnItemCollectionMetrics
        return try await write { (writer) throws(EngineFault) -> BatchWriteItemResponse in
            var changes: [ItemChange] = []
            for write in writes { changes.append(try writer.plan(write)) }
            for change in changes { try writer.apply(change) }
            var response = BatchWriteItemResponse()
            if returned != .none {
                var capacities = CapacityByTable()
                for change in changes { capacities.add(change.capacity()) }
                response.consumedCapacity = capacities.list
            }
            if metrics == .size { response.itemCollectionMetrics = try writer.collectionMetrics(writes) }
            return response
        }
    }

    private func prepare(_ request: BatchWriteItemRequest) throws(EngineFault) -> [PreparedWrite] {
        let count = request.requestItems.values.reduce(0) { $0 + $1.count }
        guard count > 0 else {
            throw .validation(
                "1 validation error detected: Value at 'requestItems' failed to satisfy constraint: Member must have "
                    + "length greater than or equal to 1")
        }
        guard count <= DynamoLimits.batchWriteRequests else {
            throw .validation("Too many items requested for the BatchWriteItem call")
        }
        var writes: [PreparedWrite] = []
        for (name, batch) in request.requestItems.sorted(by: { $0.key.compareBytes(with: $1.key) < 0 }) {
            let table = try table(name)
            for write in batch {
                switch write {
                case .put(let item): writes.append(try .put(item, table))
                case .delete(let key): writes.append(try .keyed(key, table, .delete))
                }
            }
        }
        if Self.hasDuplicates(writes.map { ($0.table.id, $0.key) }) {
            throw Self.repeatedKeys
        }
        return writes
    }
}
