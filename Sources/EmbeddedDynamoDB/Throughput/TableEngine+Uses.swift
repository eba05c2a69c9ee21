import DynamoExpressions
import DynamoModel
import TableStore

// What requests are about to use, as far as it is known before they are carried out. A request that cannot be read
// throws here what it would throw anyway.

extension TableEngine {
    private func use(
        _ table: TableInfo, _ index: IndexInfo?, _ key: KeyBytes?, isWrite: Bool, isItem: Bool, _ units: CapacityUnits
    ) -> ThroughputUse {
        let global = index.flatMap { $0.isLocal ? nil : $0 }
        let layout = index?.layout ?? table.layout
        return ThroughputUse(
            table: table, index: global, accessed: index, partition: key.flatMap(layout.partition(of:)),
            item: isItem && !layout.range.isEmpty ? key : nil, isWrite: isWrite, units: units.total)
    }

    private func readUse(
        _ table: TableInfo, _ index: IndexInfo?, _ key: KeyBytes?, _ kind: CapacityUnits.ReadKind,
        isItem: Bool = true
    ) -> ThroughputUse {
        use(table, index, key, isWrite: false, isItem: isItem, .read(bytes: 0, kind))
    }

    /// - Parameter item: what is put; nil for other writes.
    private func writeUse(
        _ table: TableInfo, _ key: KeyBytes?, putting item: Item? = nil, isTransactional: Bool = false
    ) -> ThroughputUse {
        let units = CapacityUnits.write(bytes: item?.itemSize ?? 0)
        var use = use(table, nil, key, isWrite: true, isItem: true, isTransactional ? units.doubled : units)
        if let item { use.writtenIndexes = table.indexes.filter { !$0.isLocal && $0.layout.key(of: item) != nil } }
        return use
    }

    func uses(of request: GetItemRequest) throws(EngineFault) -> [ThroughputUse] {
        let table = try table(request.tableName)
        let key = try KeyRules.rowKey(request.key, table.layout)
        return [readUse(table, nil, key, .init(consistent: request.consistentRead))]
    }

    func uses(of request: PutItemRequest) throws(EngineFault) -> [ThroughputUse] {
        let table = try table(request.tableName)
        return [writeUse(table, try KeyRules.rowKey(ofItem: request.item, table.layout), putting: request.item)]
    }

    func uses(of request: UpdateItemRequest) throws(EngineFault) -> [ThroughputUse] {
        let table = try table(request.tableName)
        return [writeUse(table, try KeyRules.rowKey(request.key, table.layout))]
    }

    func uses(of request: DeleteItemRequest) throws(EngineFault) -> [ThroughputUse] {
        let table = try table(request.tableName)
        return [writeUse(table, try KeyRules.rowKey(request.key, table.layout))]
    }

    func uses(of request: QueryRequest) throws(EngineFault) -> [ThroughputUse] {
        let reader = try pageReader(request)
        return [
            readUse(
                reader.table, reader.index, reader.lower, .init(consistent: request.consistentRead), isItem: false)
        ]
    }

    func uses(of request: ScanRequest) throws(EngineFault) -> [ThroughputUse] {
        let table = try table(request.tableName)
        let index = request.indexName.flatMap { table.index(named: $0) }
        return [readUse(table, index, nil, .init(consistent: request.consistentRead))]
    }

    func uses(_ name: String, _ asked: KeysAndAttributes) throws(EngineFault) -> [ThroughputUse] {
        let table = try table(name)
        return try asked.keys.map { (key) throws(EngineFault) in
            readUse(table, nil, try KeyRules.rowKey(key, table.layout), .init(consistent: asked.consistentRead))
        }
    }

    func uses(_ name: String, _ writes: [BatchWrite]) throws(EngineFault) -> [ThroughputUse] {
        let table = try table(name)
        return try writes.map { (write) throws(EngineFault) in
            switch write {
            case .put(let item):
                return writeUse(table, try KeyRules.rowKey(ofItem: item, table.layout), putting: item)
            case .delete(let key): return writeUse(table, try KeyRules.rowKey(key, table.layout))
            }
        }
    }

    func uses(of request: TransactGetItemsRequest) throws(EngineFault) -> [ThroughputUse] {
        try request.transactItems.map { (get) throws(EngineFault) in
            let table = try table(get.tableName)
            return readUse(table, nil, try KeyRules.rowKey(get.key, table.layout), .transactional)
        }
    }

    func uses(of request: TransactWriteItemsRequest) throws(EngineFault) -> [ThroughputUse] {
        try request.transactItems.map { (item) throws(EngineFault) in
            let table = try table(item.tableName)
            switch item.action {
            case .put(let put):
                let key = try KeyRules.rowKey(ofItem: put, table.layout)
                return writeUse(table, key, putting: put, isTransactional: true)
            case .conditionCheck(let key), .delete(let key), .update(let key, _):
                return writeUse(table, try KeyRules.rowKey(key, table.layout), isTransactional: true)
            }
        }
    }

    // MARK: Statements

    /// Of a `SELECT` by key each partition that it reads; of a scan the table.
    func uses(of request: ExecuteStatementRequest) throws(EngineFault) -> [ThroughputUse] {
        let bound = try bind(request.statement, request.parameters)
        guard bound.statement.isRead else { return [try writeUse(bound)] }
        let table = try table(bound.statement.source.table)
        let index = bound.statement.source.index.flatMap { table.index(named: $0) }
        if let index { try Self.checkSingleAttributes(index) }
        let kind = CapacityUnits.ReadKind(consistent: request.consistentRead)
        let reads = try bound.statement.condition.flatMap { condition throws(EngineFault) in
            try StatementReads(index?.layout ?? table.layout, bound.bindings).of(condition)
        }
        guard let reads else { return [readUse(table, index, nil, kind)] }
        return reads.map { readUse(table, index, $0.lower, kind, isItem: $0.isPoint && index == nil) }
    }

    func use(of statement: BatchStatement) throws(EngineFault) -> ThroughputUse {
        let bound = try bind(statement.statement, statement.parameters)
        guard bound.statement.isRead else { return try writeUse(bound) }
        return try readUse(bound, .init(consistent: statement.consistentRead))
    }

    func uses(of request: ExecuteTransactionRequest) throws(EngineFault) -> [ThroughputUse] {
        try request.transactStatements.map { (part) throws(EngineFault) in
            let bound = try bind(part.statement, part.parameters)
            return bound.statement.isRead
                ? try readUse(bound, .transactional) : try writeUse(bound, isTransactional: true)
        }
    }

    /// A statement that reads one item.
    private func readUse(
        _ bound: BoundStatement, _ kind: CapacityUnits.ReadKind
    ) throws(EngineFault) -> ThroughputUse {
        let get = try prepareGet(bound, "")
        return readUse(get.table, nil, get.key, kind)
    }

    private func writeUse(
        _ bound: BoundStatement, isTransactional: Bool = false
    ) throws(EngineFault) -> ThroughputUse {
        let write = try prepareWrite(bound, returning: .none)
        guard case .put(let row) = write.action else {
            return writeUse(write.table, write.key, isTransactional: isTransactional)
        }
        return writeUse(write.table, write.key, putting: row.item, isTransactional: isTransactional)
    }
}
