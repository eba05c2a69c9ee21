import CivilTime
import DynamoModel
import DynamoWire
import TableStore

extension TableEngine {
    /// Makes a table; see ``DynamoDB/createTable(_:)``. It is ready when the call returns; the answer says `CREATING`,
    /// as DynamoDB's.
    func carryOut(_ request: CreateTableRequest) async throws(DynamoDBError) -> TableDescription {
        try answering { () throws(EngineFault) in try SchemaRules.check(request) }
        let place = place
        let definition = try await write { (writer) throws(EngineFault) -> TableDefinition in
            guard writer.state.catalog.byName[request.tableName] == nil else {
                throw .request(DynamoDBError(.resourceInUse, "Table already exists: \(request.tableName)"))
            }
            let definition = try writer.definition(of: request, place)
            try writer.save(definition)
            try writer.startStream(definition)
            return definition
        }
        return TableDescription(definition, [:], place, now: options.clock()).beingMade(warm: request.warmThroughput)
    }

    /// Describes a table; see ``DynamoDB/describeTable(tableName:)``.
    func description(of tableName: String) throws(DynamoDBError) -> TableDescription {
        try answering { () throws(EngineFault) in try describe(try namedTable(tableName)) }
    }

    /// The counters are those of one snapshot.
    private func describe(_ table: TableInfo) throws(EngineFault) -> TableDescription {
        let storages = [table.id] + table.indexes.map(\.id)
        let counters = try read(table) { (connection) throws(EngineFault) in
            try connection.counters(storages)
        }
        return TableDescription(table.definition, counters, place, now: options.clock())
    }

    /// Removes a table; see ``DynamoDB/deleteTable(tableName:)``. It is gone when the call returns; its pages are freed
    /// in steps.
    func removeTable(named tableName: String) async throws(DynamoDBError) -> TableDescription {
        let table = try answering { () throws(EngineFault) -> TableInfo in try self.namedTable(tableName) }
        var description = try answering { () throws(EngineFault) in try describe(table) }
        let backupId = newBackupId()
        let dropped = try await write { (writer) throws(EngineFault) -> DroppedTable? in
            let table = try writer.current(table)
            guard !table.definition.deletionProtection else {
                throw .validation(
                    "Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
                        + "protection first.")
            }
            guard table.indexes.allSatisfy(\.isActive) || table.isBeingRestored else {
                throw .request(
                    DynamoDBError(
                        .resourceInUse,
                        "Attempt to change a resource which is still in use: Cannot delete table while indexes are being "
                            + "created, updated, or deleted."))
            }
            try writer.checkIsNotBackedUp(table)
            return try writer.remove(table, backupId: backupId)
        }
        if let dropped, let backups {
            // What fails here is tried again when the file is opened the next time: the items are kept.
            do throws(DynamoDBError) { try await backups.begin(BackupHeader(dropped, store)) } catch {
                options.onMaintenanceFailure?("backup \(backupId) of \(dropped.definition.name): \(error.message)")
            }
        }
        description.tableStatus = .deleting
        return description
    }

    /// Lists table names; see ``DynamoDB/listTables(exclusiveStartTableName:limit:)``.
    func tableNames(
        after exclusiveStartTableName: String?, limit: Int?
    ) throws(DynamoDBError) -> ListTablesResponse {
        let most = limit ?? DynamoLimits.tablesPerPage
        try answering { () throws(EngineFault) in
            try EngineFault.refuse(
                ServiceModel.listTablesInputLimit.violated(value: most), at: "limit", value: "\(most)")
            if let start = exclusiveStartTableName { try SchemaRules.checkName(start, "exclusiveStartTableName") }
        }
        let names = store.catalog.byName.keys.sorted { $0.compareBytes(with: $1) < 0 }
        let rest = names.filter { name in
            exclusiveStartTableName.map { name.compareBytes(with: $0) > 0 } ?? true
        }
        let page = Array(rest.prefix(most))
        return ListTablesResponse(tableNames: page, lastEvaluatedTableName: rest.count > most ? page.last : nil)
    }
}

extension TableDescription {
    /// The description of a table that is being made: what it can give only as far as the request named it.
    fileprivate func beingMade(warm: WarmThroughput?) -> TableDescription {
        var description = self
        description.tableStatus = .creating
        description.warmThroughput = warm
        description.lastUpdateToPayPerRequest = nil
        for position in description.globalSecondaryIndexes.indices {
            description.globalSecondaryIndexes[position].indexStatus = .creating
            description.globalSecondaryIndexes[position].warmThroughput = nil
        }
        return description
    }
}

extension Writer {
    /// The definition of a new table, with its storages made.
    func definition(
        of request: CreateTableRequest, _ place: ResourcePlace
    ) throws(EngineFault) -> TableDefinition {
        // Whole milliseconds, as they are stored.
        let now = (options.clock() * 1000).rounded() / 1000
        var definition = TableDefinition(
            name: request.tableName, id: try makeStorage(of: .items), tableId: options.uuid(), created: now,
            attributeDefinitions: request.attributeDefinitions, keySchema: request.keySchema, indexes: [],
            billingMode: request.billingMode,
            lastUpdateToPayPerRequest: request.billingMode == .payPerRequest ? now : nil,
            throughput: request.billingMode == .provisioned
                ? request.provisionedThroughput ?? ThroughputRules.none : ThroughputRules.none,
            streamViewType: request.streamViewType,
            streamLabel: request.streamViewType == nil ? nil : streamLabel(of: request.tableName, now: now),
            deletionProtection: request.deletionProtectionEnabled,
            timeToLive: TimeToLive(attributeName: nil, isEnabled: false),
            tags: Dictionary(request.tags.map { (ByteKey($0.key), $0.value) }) { _, last in last },
            onDemandThroughput: ThroughputRules.merge(request.onDemandThroughput, into: nil),
            warmThroughput: try ThroughputRules.requestedWarm(
                request.warmThroughput, request.billingMode, request.provisionedThroughput),
            tableClass: request.tableClass.map { TableClassSummary(tableClass: $0) },
            kmsMasterKeyArn: EncryptionRules.keyArn(request.sseSpecification, place, newKey: options.uuid))
        definition.policy = request.resourcePolicy.map { ResourcePolicy(text: $0, revision: String(Int(now * 1000))) }
        for index in request.localSecondaryIndexes {
            definition.indexes.append(
                IndexDefinition(index: index, id: try makeStorage(of: .entries), isLocal: true, isActive: true))
        }
        for index in request.globalSecondaryIndexes {
            definition.indexes.append(try makeIndex(index, request.billingMode, isActive: true))
        }
        return definition
    }

    /// The label of a stream that is turned on now: no other of a table of this name has it.
    func streamLabel(of tableName: String, now: Double) -> String {
        var milliseconds = Int((now * 1000).rounded())
        while true {
            let label = Timestamp.text(milliseconds: milliseconds)
            if state.catalog.streams[StreamDefinition.name(tableName, label)] == nil { return label }
            milliseconds += 1
        }
    }

    /// A global index with its storage.
    func makeIndex(
        _ index: SecondaryIndex, _ mode: BillingMode, isActive: Bool
    ) throws(EngineFault) -> IndexDefinition {
        // What can be refused comes first: a storage that is made stays.
        let warm = try ThroughputRules.requestedWarm(
            index.warmThroughput, mode, index.provisionedThroughput, index: index.indexName)
        var stored = index
        stored.warmThroughput = nil
        stored.onDemandThroughput = ThroughputRules.merge(index.onDemandThroughput, into: nil)
        return IndexDefinition(
            index: stored, id: try makeStorage(of: .entries), isLocal: false, isActive: isActive, warmThroughput: warm)
    }
}
