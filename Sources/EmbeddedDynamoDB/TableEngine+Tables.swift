import DynamoModel

extension TableEngine {
    /// Makes a table; see ``DynamoDB/createTable(_:)``. It is ready when the call returns; the answer says `CREATING`, as DynamoDB's.
    public func createTable(_ request: CreateTableRequest) async throws(DynamoDBError) -> TableDescription {
        try answering { () throws(EngineFault) in try SchemaRules.check(request) }
        let options = options
        let definition = try await write { (writer) throws(EngineFault) -> TableDefinition in
            guard writer.state.catalog.byName[request.tableName] == nil else {
                throw .request(DynamoDBError(.resourceInUse, "Table already exists: \(request.tableName)"))
            }
            let definition = try writer.definition(of: request)
            try writer.save(definition)
            return definition
        }
        var description = TableDescription(definition, [:], options)
        description.tableStatus = .creating
        return description
    }

    /// Describes a table; see ``DynamoDB/describeTable(tableName:)``.
    public func describeTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        try answering { () throws(EngineFault) in try describe(try namedTable(tableName)) }
    }

    /// The counters are those of one snapshot.
    private func describe(_ table: TableInfo) throws(EngineFault) -> TableDescription {
        let storages = [table.id] + table.indexes.map(\.id)
        let counters = try read { (connection) throws(EngineFault) in
            try storage { () throws(SQLiteFault) in try Counter.load(storages, connection.sqlite) }
        }
        return TableDescription(table.definition, counters, options)
    }

    /// Removes a table; see ``DynamoDB/deleteTable(tableName:)``. It is gone when the call returns; its pages are freed in steps.
    public func deleteTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        let table = try answering { () throws(EngineFault) -> TableInfo in try self.namedTable(tableName) }
        var description = try answering { () throws(EngineFault) in try describe(table) }
        try await write { (writer) throws(EngineFault) -> Void in
            let table = try writer.current(table)
            guard !table.definition.deletionProtection else {
                throw .validation(
                    "Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
                        + "protection first.")
            }
            guard table.indexes.allSatisfy(\.isActive) else {
                throw .request(
                    DynamoDBError(
                        .resourceInUse,
                        "Attempt to change a resource which is still in use: Table is being updated: \(table.name)"))
            }
            for id in [table.id] + table.indexes.map(\.id) { try writer.dropStorage(id) }
            try storage { () throws(SQLiteFault) in try CatalogRows.remove(table.id, writer.sqlite) }
            writer.state.catalog.remove(table)
            writer.state.catalogChanged = true
        }
        description.tableStatus = .deleting
        return description
    }

    /// Lists table names; see ``DynamoDB/listTables(exclusiveStartTableName:limit:)``.
    public func listTables(
        exclusiveStartTableName: String?, limit: Int?
    ) async throws(DynamoDBError) -> ListTablesResponse {
        let most = limit ?? Self.tablesPerPage
        guard (1...Self.tablesPerPage).contains(most) else {
            throw .validation(
                "1 validation error detected: Value '\(most)' at 'limit' failed to satisfy constraint: Member must "
                    + "have value between 1 and \(Self.tablesPerPage)")
        }
        if let start = exclusiveStartTableName {
            try answering { () throws(EngineFault) in try SchemaRules.checkName(start, "exclusiveStartTableName") }
        }
        let names = store.catalog.byName.keys.sorted { $0.compareBytes(with: $1) < 0 }
        let rest = names.filter { name in
            exclusiveStartTableName.map { name.compareBytes(with: $0) > 0 } ?? true
        }
        let page = Array(rest.prefix(most))
        return ListTablesResponse(tableNames: page, lastEvaluatedTableName: rest.count > most ? page.last : nil)
    }

    /// Table names in one answer.
    private static let tablesPerPage = 100

    // MARK: Settings

    /// Sets the expiry attribute; see ``DynamoDB/updateTimeToLive(tableName:_:)``.
    public func updateTimeToLive(
        tableName: String, _ timeToLive: TimeToLive
    ) async throws(DynamoDBError) -> TimeToLive {
        guard let attribute = timeToLive.attributeName, (1...255).contains(attribute.unicodeScalars.count) else {
            throw .validation(
                "1 validation error detected: Value at 'timeToLiveSpecification.attributeName' failed to satisfy "
                    + "constraint: Member must have length between 1 and 255")
        }
        try await change(tableName) { (definition) throws(EngineFault) in
            let now = definition.timeToLive
            if timeToLive.isEnabled == now.isEnabled {
                throw .validation("TimeToLive is already \(now.isEnabled ? "enabled" : "disabled")")
            }
            if now.isEnabled, let set = now.attributeName, !set.hasSameBytes(as: attribute) {
                throw .validation(
                    "TimeToLive is active on a different AttributeName: current AttributeName is \(set)")
            }
            definition.timeToLive = timeToLive
        }
        return timeToLive
    }

    /// Tells the expiry attribute; see ``DynamoDB/describeTimeToLive(tableName:)``.
    public func describeTimeToLive(tableName: String) async throws(DynamoDBError) -> TimeToLive {
        let found = try answering { () throws(EngineFault) in try namedTable(tableName).definition.timeToLive }
        return found.isEnabled ? found : TimeToLive(attributeName: nil, isEnabled: false)
    }

    /// Sets labels; see ``DynamoDB/tagResource(arn:tags:)``.
    public func tagResource(arn: String, tags: [Tag]) async throws(DynamoDBError) {
        for tag in tags where !(1...128).contains(tag.key.unicodeScalars.count) || tag.value.unicodeScalars.count > 256
        {
            throw .validation("1 validation error detected: a tag's key has 1 to 128 characters, its value up to 256")
        }
        for tag in tags where tag.key.hasBytePrefix("aws:") {
            throw .validation("One or more parameter values were invalid: Tag keys must not begin with aws:")
        }
        try checkArn(arn)
        try await change(arn) { (definition) throws(EngineFault) in
            for tag in tags { definition.tags[tag.key] = tag.value }
            guard definition.tags.count <= SchemaRules.tags else {
                throw .validation("One or more parameter values were invalid: Too many tags: a table has at most 50")
            }
        }
    }

    /// Removes labels; see ``DynamoDB/untagResource(arn:tagKeys:)``.
    public func untagResource(arn: String, tagKeys: [String]) async throws(DynamoDBError) {
        try checkArn(arn)
        try await change(arn) { (definition) throws(EngineFault) in
            for key in tagKeys { definition.tags[key] = nil }
        }
    }

    /// Lists labels; see ``DynamoDB/listTagsOfResource(arn:)``.
    public func listTagsOfResource(arn: String) async throws(DynamoDBError) -> [Tag] {
        try checkArn(arn)
        let tags = try answering { () throws(EngineFault) in try table(arn).definition.tags }
        return tags.map { Tag(key: $0.key, value: $0.value) }.sorted { $0.key.compareBytes(with: $1.key) < 0 }
    }

    private func checkArn(_ arn: String) throws(DynamoDBError) {
        guard Arn.tableName(arn) == nil else { return }
        throw .validation("Invalid TableArn: Invalid ResourceArn provided as input \(arn)")
    }

    /// Changes a table's definition in one step.
    private func change(
        _ name: String, _ body: @escaping @Sendable (inout TableDefinition) throws(EngineFault) -> Void
    ) async throws(DynamoDBError) {
        let table = try answering { () throws(EngineFault) -> TableInfo in try self.table(name) }
        try await write { (writer) throws(EngineFault) -> Void in
            var definition = try writer.current(table).definition
            try body(&definition)
            try writer.save(definition)
        }
    }
}

extension Writer {
    /// The definition of a new table, with its storages made.
    fileprivate func definition(of request: CreateTableRequest) throws(EngineFault) -> TableDefinition {
        // Whole milliseconds, as they are stored.
        let now = (options.clock() * 1000).rounded() / 1000
        var definition = TableDefinition(
            name: request.tableName, id: try makeStorage(of: .items), tableId: options.uuid(), created: now,
            attributeDefinitions: request.attributeDefinitions, keySchema: request.keySchema, indexes: [],
            billingMode: request.billingMode,
            lastUpdateToPayPerRequest: request.billingMode == .payPerRequest ? now : nil,
            throughput: request.billingMode == .provisioned
                ? request.provisionedThroughput ?? SchemaRules.noThroughput : SchemaRules.noThroughput,
            streamViewType: request.streamViewType,
            streamLabel: request.streamViewType == nil ? nil : Timestamp.iso8601(now),
            deletionProtection: request.deletionProtectionEnabled,
            timeToLive: TimeToLive(attributeName: nil, isEnabled: false),
            tags: Dictionary(request.tags.map { ($0.key, $0.value) }) { _, last in last })
        for index in request.localSecondaryIndexes {
            definition.indexes.append(
                IndexDefinition(index: index, id: try makeStorage(of: .entries), isLocal: true, isActive: true))
        }
        for index in request.globalSecondaryIndexes {
            definition.indexes.append(
                IndexDefinition(index: index, id: try makeStorage(of: .entries), isLocal: false, isActive: true))
        }
        return definition
    }
}

extension Counter {
    /// Reads the counters of some storages.
    static func load(_ storages: [Int], _ sqlite: SQLiteConnection) throws(SQLiteFault) -> [Int: Counter] {
        let statement = try sqlite.prepare("SELECT items, bytes FROM counters WHERE id = ?")
        defer { statement.finalize() }
        var counters: [Int: Counter] = [:]
        for storage in storages {
            statement.bind(1, storage)
            if try statement.step() { counters[storage] = Counter(items: statement.int(0), bytes: statement.int(1)) }
            statement.reset()
        }
        return counters
    }
}
