import DynamoExpressions
import DynamoModel
import DynamoWire
import TableStore

extension TableEngine {
    /// Reads several items; see ``DynamoDB/batchGetItem(_:)``.
    func carryOut(_ request: BatchGetItemRequest) async throws(DynamoDBError) -> BatchGetItemResponse {
        let gets = try answering { () throws(EngineFault) in try prepare(request) }
        var progress = try await reading { () throws(EngineFault) in try self.advanced(BatchReading(gets)) }
        if !progress.isAtEnd {
            // The first megabyte is read where the caller runs; more would keep others on its event loop waiting.
            progress = try await inSlices(progress) { (progress) throws(DynamoDBError) in
                progress = try self.answering { () throws(EngineFault) in try self.advanced(progress) }
                return progress.isAtEnd
            }
        }
        if request.returnConsumedCapacity != .none { progress.response.consumedCapacity = progress.capacities.list }
        return progress.response
    }

    private func advanced(_ progress: BatchReading) throws(EngineFault) -> BatchReading {
        let answer = Result { () throws(EngineFault) in
            try read { (connection) throws(EngineFault) in
                var progress = progress
                try progress.advance(connection)
                return progress
            }
        }
        for get in progress.gets { try checkPresent(get.table) }
        return try answer.get()
    }

    /// How far the reading of a batch is: each item is read on its own, so that it can be done in slices.
    private struct BatchReading: Sendable {
        /// So many bytes of items are read at a time.
        private static let slice = 1 << 20

        let gets: [BatchGet]
        /// The next key: which of the tables, which of its keys.
        private var next = (table: 0, key: 0)
        private var total = 0
        private var items: [Item] = []
        private var memory: AnswerMemory
        var response = BatchGetItemResponse(responses: [:])
        var capacities = CapacityByTable()

        init(_ gets: [BatchGet]) {
            self.gets = gets
            memory = AnswerMemory(limit: AnswerMemory.batch(keys: gets.reduce(0) { $0 + $1.keys.count }))
            for get in gets { response.responses[get.name] = [] }
        }

        var isAtEnd: Bool { next.table == gets.count }

        mutating func advance(_ connection: StoreConnection) throws(EngineFault) {
            let limit = total + Self.slice
            while !isAtEnd, total < limit {
                let get = gets[next.table]
                guard next.key < get.keys.count else {
                    next = (next.table + 1, 0)
                    continue
                }
                let found = try connection.item(get.table, get.keys[next.key])
                // An item is never larger than the limit, so that at least one is answered.
                guard total + (found?.size ?? 0) <= DynamoLimits.batchGetSize, !memory.isExceeded else {
                    return leaveTheRest()
                }
                let kind = CapacityUnits.ReadKind(consistent: get.asked.consistentRead)
                capacities.add(
                    ConsumedCapacity(reading: .read(bytes: found?.size ?? 0, kind), get.table, nil))
                next.key += 1
                guard let found else { continue }
                total += found.size
                let item = get.projection?.project(found.item) ?? found.item
                memory.add(item, size: found.size, earlier: items)
                items.append(item)
                response.responses[get.name]?.append(item)
            }
        }

        private mutating func leaveTheRest() {
            while !isAtEnd {
                let get = gets[next.table]
                var rest = get.asked
                rest.keys = Array(get.asked.keys[next.key...])
                if !rest.keys.isEmpty { response.unprocessedKeys[get.name] = rest }
                next = (next.table + 1, 0)
            }
        }
    }

    private struct BatchGet: Sendable {
        let name: String
        let table: TableInfo
        let asked: KeysAndAttributes
        let keys: [KeyBytes]
        let projection: ProjectionPaths?
    }

    private func prepare(_ request: BatchGetItemRequest) throws(EngineFault) -> [BatchGet] {
        let count = request.requestItems.values.reduce(0) { $0 + $1.keys.count }
        guard count > 0 else { throw .violation(.lengthAtLeast(1), at: "RequestItems") }
        for (name, asked) in request.requestItems where !asked.keys.isEmpty {
            try EngineFault.refuse(
                ServiceModel.keyList.violated(length: asked.keys.count), at: "RequestItems.\(name).member.Keys")
        }
        guard count <= DynamoLimits.batchGetKeys else {
            throw .validation("Too many items requested for the BatchGetItem call")
        }
        // Expressions and repetitions are checked before any table is read.
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

    /// Puts and removes several items; see ``DynamoDB/batchWriteItem(_:)``.
    ///
    /// The writes share one commit: either all are done, or the request failed and none is. Nothing is left
    /// unprocessed.
    func carryOut(
        _ request: BatchWriteItemRequest, _ note: WriteNote? = nil
    ) async throws(DynamoDBError) -> BatchWriteItemResponse {
        let writes = try answering { () throws(EngineFault) in try prepare(request) }
        let returned = request.returnConsumedCapacity
        var response = try await write(writes) {
            (writer, writes, budget) throws(EngineFault) -> BatchWriteItemResponse in
            var changes: [RowChange] = []
            for write in writes { changes.append(try writer.plan(write, &budget)) }
            note?.set(changes)
            for change in changes { try writer.apply(change) }
            var response = BatchWriteItemResponse()
            if returned != .none {
                var capacities = CapacityByTable()
                for change in changes { capacities.add(change.capacity()) }
                response.consumedCapacity = capacities.list
            }
            return response
        }
        if request.returnItemCollectionMetrics == .size {
            response.itemCollectionMetrics = await collectionMetrics(writes)
        }
        return response
    }

    private func prepare(_ request: BatchWriteItemRequest) throws(EngineFault) -> [PreparedWrite] {
        let count = request.requestItems.values.reduce(0) { $0 + $1.count }
        guard count > 0 else { throw .validation("The requestItems parameter is required for BatchWriteItem") }
        guard count <= DynamoLimits.batchWriteRequests else {
            throw .validation("Too many items requested for the BatchWriteItem call")
        }
        var writes: [PreparedWrite] = []
        for (name, batch) in request.requestItems.sorted(by: { $0.key.compareBytes(with: $1.key) < 0 }) {
            let table = try table(name)
            for write in batch {
                switch write {
                case .put(let item):
                    try KeyRules.checkTypes(ofBatched: item, table.layout)
                    writes.append(try .put(item, table))
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
