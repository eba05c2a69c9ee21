import DynamoModel

extension TableEngine {
    /// Changes a table; see ``DynamoDB/updateTable(_:)``.
    ///
    /// A new index is filled in steps between other writes; until it is full its status is `CREATING` and the table's `UPDATING`.
    public func updateTable(_ request: UpdateTableRequest) async throws(DynamoDBError) -> TableDescription {
        let table = try answering { () throws(EngineFault) -> TableInfo in try self.namedTable(request.tableName) }
        let options = options
        let (definition, counters) = try await write {
            (writer) throws(EngineFault) -> (TableDefinition, [Int: Counter]) in
            let update = TableUpdate(request)
            return try update.apply(to: try writer.current(table), writer)
        }
        var description = TableDescription(definition, counters, options)
        description.tableStatus = .updating
        return description
    }
}

/// A change of a table, carried out inside the writer's transaction.
private struct TableUpdate {
    let request: UpdateTableRequest

    init(_ request: UpdateTableRequest) { self.request = request }

    /// Checks everything, then changes.
    func apply(to table: TableInfo, _ writer: Writer) throws(EngineFault) -> (TableDefinition, [Int: Counter]) {
        var definition = table.definition
        let changesSettings =
            request.billingMode != nil || request.provisionedThroughput != nil || request.streamViewType != nil
            || request.deletionProtectionEnabled != nil
        guard changesSettings || !request.globalSecondaryIndexUpdates.isEmpty else {
            throw .validation(
                "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates "
                    + "or SSESpecification or ReplicaUpdates is required")
        }
        try checkIndexUpdates(definition)
        try changeBilling(&definition, now: writer.options.clock())
        try changeStream(&definition, now: writer.options.clock())
        if let protection = request.deletionProtectionEnabled { definition.deletionProtection = protection }
        // What can still be refused comes before the one change that makes or drops a storage.
        for case .update(let name, let throughput) in request.globalSecondaryIndexUpdates {
            try change(name, throughput, &definition)
        }
        for update in request.globalSecondaryIndexUpdates { try apply(update, &definition, writer) }
        dropUnusedDefinitions(&definition)
        try writer.save(definition)
        return (definition, writer.state.counters)
    }

    // MARK: Settings

    private func changeBilling(_ definition: inout TableDefinition, now: Double) throws(EngineFault) {
        let mode = request.billingMode ?? definition.billingMode
        if let throughput = request.provisionedThroughput {
            guard mode == .provisioned else {
                throw .validation(
                    "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can "
                        + "be specified when BillingMode is PAY_PER_REQUEST")
            }
            try SchemaRules.check(throughput)
            guard throughput != definition.throughput || request.billingMode != nil else {
                throw .validation(
                    "The provisioned throughput for the table will not change. The requested value equals the current "
                        + "value.")
            }
            definition.throughput = throughput
        } else if mode == .provisioned && definition.billingMode != .provisioned {
            throw .validation(
                "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be "
                    + "specified when BillingMode is PROVISIONED")
        }
        if mode == .payPerRequest && definition.billingMode != .payPerRequest {
            definition.lastUpdateToPayPerRequest = (now * 1000).rounded() / 1000
            definition.throughput = SchemaRules.noThroughput
        }
        definition.billingMode = mode
    }

    private func changeStream(_ definition: inout TableDefinition, now: Double) throws(EngineFault) {
        guard let change = request.streamViewType else { return }
        if change != nil && definition.streamViewType != nil {
            throw .request(
                DynamoDBError(.resourceInUse, "Table already has an enabled stream: \(definition.name)"))
        }
        if change == nil && definition.streamViewType == nil {
            throw .validation("Table is already without a stream: \(definition.name)")
        }
        definition.streamViewType = change
        if change != nil { definition.streamLabel = Timestamp.iso8601(now) }
    }

    // MARK: Indexes

    private func checkIndexUpdates(_ definition: TableDefinition) throws(EngineFault) {
        let changes = request.globalSecondaryIndexUpdates.filter { update in
            if case .update = update { return false }
            return true
        }
        guard changes.count <= 1 else {
            throw .request(
                DynamoDBError(
                    .limitExceeded,
                    "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table"
                ))
        }
        let isDeletion = changes.contains { change in
            if case .delete = change { return true }
            return false
        }
        // A new index can be given up while it is being filled; nothing else can be changed then.
        guard definition.indexes.allSatisfy(\.isActive) || (isDeletion && changes.count == 1) else {
            throw .request(
                DynamoDBError(
                    .resourceInUse,
                    "Attempt to change a resource which is still in use: Table is being updated: \(definition.name)"))
        }
    }

    private func apply(
        _ update: GlobalSecondaryIndexUpdate, _ definition: inout TableDefinition, _ writer: Writer
    ) throws(EngineFault) {
        switch update {
        case .create(let index): try create(index, &definition, writer)
        case .update: break
        case .delete(let name):
            let position = try position(of: name, definition)
            try writer.dropStorage(definition.indexes[position].id)
            definition.indexes.remove(at: position)
        }
    }

    private func change(
        _ name: String, _ throughput: ProvisionedThroughput, _ definition: inout TableDefinition
    ) throws(EngineFault) {
        let position = try position(of: name, definition)
        try SchemaRules.check(throughput)
        definition.indexes[position].index.provisionedThroughput = throughput
    }

    private func position(of name: String, _ definition: TableDefinition) throws(EngineFault) -> Int {
        let position = definition.indexes.firstIndex { !$0.isLocal && $0.index.indexName.hasSameBytes(as: name) }
        guard let position else {
            throw .request(DynamoDBError(.resourceNotFound, "Requested resource not found"))
        }
        return position
    }

    private func create(
        _ index: SecondaryIndex, _ definition: inout TableDefinition, _ writer: Writer
    ) throws(EngineFault) {
        if definition.indexes.contains(where: { $0.index.indexName.hasSameBytes(as: index.indexName) }) {
            throw .validation(
                "One or more parameter values were invalid: An index with the name \(index.indexName) already exists")
        }
        guard definition.indexes.count(where: { !$0.isLocal }) < DynamoLimits.globalIndexes else {
            throw .request(
                DynamoDBError(
                    .limitExceeded,
                    "Number of GlobalSecondaryIndexes exceeds per-table limit of \(DynamoLimits.globalIndexes)"))
        }
        try mergeDefinitions(&definition)
        try SchemaRules.checkGlobal(index, definition.attributeDefinitions)
        if definition.billingMode == .payPerRequest, index.provisionedThroughput != nil {
            throw .validation(
                "One or more parameter values were invalid: ProvisionedThroughput should not be specified for index: "
                    + "\(index.indexName) when BillingMode is PAY_PER_REQUEST")
        }
        try SchemaRules.checkProjected(definition.indexes.map(\.index) + [index])
        let storage = try writer.makeStorage(of: .entries)
        definition.indexes.append(IndexDefinition(index: index, id: storage, isLocal: false, isActive: false))
        try writer.saveCursor(storage, [])
    }

    private func mergeDefinitions(_ definition: inout TableDefinition) throws(EngineFault) {
        for added in request.attributeDefinitions {
            let known = definition.attributeDefinitions.first {
                $0.attributeName.hasSameBytes(as: added.attributeName)
            }
            guard let known else {
                definition.attributeDefinitions.append(added)
                continue
            }
            guard known.attributeType == added.attributeType else {
                throw .validation(
                    "One or more parameter values were invalid: the type of attribute \(added.attributeName) is "
                        + "\(known.attributeType.rawValue) and cannot change")
            }
        }
    }

    /// Attributes that no key uses any more have no definition.
    private func dropUnusedDefinitions(_ definition: inout TableDefinition) {
        let used = definition.keySchema + definition.indexes.flatMap(\.index.keySchema)
        definition.attributeDefinitions.removeAll { attribute in
            !used.contains { $0.attributeName.hasSameBytes(as: attribute.attributeName) }
        }
    }
}
