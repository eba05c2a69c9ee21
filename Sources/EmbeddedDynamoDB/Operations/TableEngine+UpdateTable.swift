import DynamoModel
import TableStore

extension TableEngine {
    /// Changes a table; see ``DynamoDB/updateTable(_:)``.
    ///
    /// Everything has changed when the call returns, except for a new index: it is filled in steps between other
    /// writes, and is `CREATING` until it is full. As DynamoDB's, the answer reports throughput, billing mode and class
    /// as they were.
    func carryOut(_ request: UpdateTableRequest) async throws(DynamoDBError) -> TableDescription {
        let table = try answering { () throws(EngineFault) -> TableInfo in
            let table = try self.namedTable(request.tableName)
            try UpdateRules.check(request)
            return table
        }
        let (options, place) = (options, place)
        return try await write { (writer) throws(EngineFault) -> TableDescription in
            let now = options.clock()
            func describe(_ definition: TableDefinition) -> TableDescription {
                TableDescription(definition, writer.state.counters, place, now: now)
            }
            let before = try writer.current(table).definition
            guard before.restore?.isInProgress != true else {
                throw .request(
                    DynamoDBError(
                        .resourceInUse,
                        "Attempt to change a resource which is still in use: Table is being created: \(before.name)"))
            }
            let after = try TableUpdate(request, now: (now * 1000).rounded() / 1000, place).apply(to: before, writer)
            return UpdateAnswer(request, describe(before)).describe(describe(after))
        }
    }
}

/// A change of a table, carried out inside the writer's transaction.
private struct TableUpdate {
    let request: UpdateTableRequest
    let now: Double
    let place: ResourcePlace

    init(_ request: UpdateTableRequest, now: Double, _ place: ResourcePlace) {
        self.request = request
        self.now = now
        self.place = place
    }

    /// Checks everything, then changes.
    func apply(to before: TableDefinition, _ writer: Writer) throws(EngineFault) -> TableDefinition {
        var definition = before
        try UpdateRules.checkIndexes(request, before)
        try changeBilling(&definition)
        try changeStream(&definition, writer)
        try changeOthers(&definition, writer.options)
        // What can still be refused comes before the one change that makes or drops a storage.
        for case .update(let name, let throughput, let onDemand, let warm) in request.globalSecondaryIndexUpdates {
            try change(name, throughput, onDemand, warm, &definition)
        }
        for update in request.globalSecondaryIndexUpdates { try apply(update, &definition, writer) }
        dropUnusedDefinitions(&definition)
        try writer.save(definition)
        if request.streamViewType != nil {
            try writer.endStream(of: definition.id)
            try writer.startStream(definition)
        }
        return definition
    }

    // MARK: Settings

    private func changeBilling(_ definition: inout TableDefinition) throws(EngineFault) {
        let mode = request.billingMode ?? definition.billingMode
        try UpdateRules.checkBilling(request, definition, mode)
        if let throughput = request.provisionedThroughput {
            try ThroughputRules.check(throughput)
            if mode == definition.billingMode {
                try ThroughputRules.checkChanges(throughput, definition.throughput)
            }
            definition.throughputChanges = ThroughputRules.record(
                definition.throughputChanges, from: definition.throughput, to: throughput, now: now)
            definition.throughput = throughput
            definition.warmThroughput = ThroughputRules.grown(definition.warmThroughput, .provisioned, throughput)
        }
        guard mode != definition.billingMode else { return }
        definition.billingMode = mode
        // Limits of one mode have no meaning in the other.
        definition.onDemandThroughput = nil
        for position in definition.indexes.indices { definition.indexes[position].index.onDemandThroughput = nil }
        if mode == .payPerRequest { payPerRequest(&definition) }
    }

    private func payPerRequest(_ definition: inout TableDefinition) {
        definition.lastUpdateToPayPerRequest = now
        definition.throughput = ThroughputRules.none
        definition.warmThroughput = ThroughputRules.grown(definition.warmThroughput, .payPerRequest, nil)
        for position in definition.indexes.indices where !definition.indexes[position].isLocal {
            definition.indexes[position].index.provisionedThroughput = nil
            definition.indexes[position].warmThroughput = ThroughputRules.grown(
                definition.indexes[position].warmThroughput, .payPerRequest, nil)
        }
    }

    private func changeStream(_ definition: inout TableDefinition, _ writer: Writer) throws(EngineFault) {
        guard let change = request.streamViewType else { return }
        if change != nil && definition.streamViewType != nil {
            throw .validation("Table already has an enabled stream: TableName: \(definition.name)")
        }
        if change == nil && definition.streamViewType == nil {
            throw .validation("Table has no stream to disable: TableName: \(definition.name)")
        }
        definition.streamViewType = change
        if change != nil { definition.streamLabel = writer.streamLabel(of: definition.name, now: now) }
    }

    private func changeOthers(
        _ definition: inout TableDefinition, _ options: TableEngine.Options
    ) throws(EngineFault) {
        if let protection = request.deletionProtectionEnabled { definition.deletionProtection = protection }
        if let limits = request.onDemandThroughput {
            try ThroughputRules.check(limits, definition.billingMode, canClear: true)
            definition.onDemandThroughput = ThroughputRules.merge(limits, into: definition.onDemandThroughput)
        }
        if let warm = request.warmThroughput {
            definition.warmThroughput = try ThroughputRules.raisedWarm(definition.warmThroughput, by: warm)
        }
        // The standard class of a table that never had another is no change.
        if let tableClass = request.tableClass, tableClass != .standard || definition.tableClass != nil {
            definition.tableClass = TableClassSummary(tableClass: tableClass, lastUpdate: now)
        }
        if let encryption = request.sseSpecification {
            definition.kmsMasterKeyArn = try EncryptionRules.change(
                encryption, from: definition.kmsMasterKeyArn, place, newKey: options.uuid)
        }
    }

    // MARK: Indexes

    private func apply(
        _ update: GlobalSecondaryIndexUpdate, _ definition: inout TableDefinition, _ writer: Writer
    ) throws(EngineFault) {
        switch update {
        case .create(let index): try create(index, &definition, writer)
        case .update: break
        case .delete(let name):
            guard let position = UpdateRules.position(of: name, definition) else { return }
            try writer.dropStorage(definition.indexes[position].id)
            definition.indexes.remove(at: position)
        }
    }

    private func change(
        _ name: String, _ throughput: ProvisionedThroughput?, _ onDemand: OnDemandThroughput?,
        _ warm: WarmThroughput?, _ definition: inout TableDefinition
    ) throws(EngineFault) {
        guard let position = UpdateRules.position(of: name, definition) else { return }
        var index = definition.indexes[position]
        if let throughput {
            try ThroughputRules.check(throughput, index: name)
            let before = index.index.provisionedThroughput ?? ThroughputRules.none
            try ThroughputRules.checkChanges(throughput, before, index: name)
            index.throughputChanges = ThroughputRules.record(
                index.throughputChanges, from: before, to: throughput, now: now)
            index.index.provisionedThroughput = throughput
            index.warmThroughput = ThroughputRules.grown(index.warmThroughput, .provisioned, throughput)
        }
        if let onDemand {
            try ThroughputRules.check(onDemand, definition.billingMode, index: name, canClear: true)
            index.index.onDemandThroughput = ThroughputRules.merge(onDemand, into: index.index.onDemandThroughput)
        }
        if let warm, let before = index.warmThroughput {
            index.warmThroughput = try ThroughputRules.raisedWarm(before, by: warm, index: name)
        }
        definition.indexes[position] = index
    }

    private func create(
        _ index: SecondaryIndex, _ definition: inout TableDefinition, _ writer: Writer
    ) throws(EngineFault) {
        try UpdateRules.checkThroughput(ofNew: index, definition.billingMode)
        try mergeDefinitions(&definition, index)
        try SchemaRules.checkProjected(definition.indexes.map(\.index) + [index])
        let made = try writer.makeIndex(index, definition.billingMode, isActive: false)
        definition.indexes.append(made)
        try writer.startFilling(made.id)
    }

    /// Adds the definitions of the new index's key.
    ///
    /// The request has to define each of its attributes, also one that the table defines, and with the same type. What
    /// it defines beyond them changes nothing, whatever the type.
    private func mergeDefinitions(_ definition: inout TableDefinition, _ index: SecondaryIndex) throws(EngineFault) {
        guard !request.attributeDefinitions.isEmpty else {
            throw .invalid("AttributeDefinitions is not specified for index: \(index.indexName)")
        }
        let added = Set(request.attributeDefinitions.map { ByteKey($0.attributeName) })
        try SchemaRules.checkGlobal(index, request.attributeDefinitions, added)
        try UpdateRules.checkTypesStay(index, request.attributeDefinitions, definition)
        for added in request.attributeDefinitions
        where !definition.attributeDefinitions.contains(where: {
            $0.attributeName.hasSameBytes(as: added.attributeName)
        }) {
            definition.attributeDefinitions.append(added)
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

/// What the answer to a change reports: it speaks of the moment when the change begins.
private struct UpdateAnswer {
    let request: UpdateTableRequest
    let before: TableDescription

    init(_ request: UpdateTableRequest, _ before: TableDescription) {
        self.request = request
        self.before = before
    }

    func describe(_ after: TableDescription) -> TableDescription {
        var answer = after
        let changesCapacity = request.billingMode != nil || request.provisionedThroughput != nil
        if changesCapacity || request.streamViewType != nil || request.tableClass != nil {
            answer.tableStatus = .updating
        }
        if changesCapacity {
            answer.billingMode = before.billingMode
            answer.lastUpdateToPayPerRequest = before.lastUpdateToPayPerRequest
            answer.provisionedThroughput = before.provisionedThroughput
            answer.throughputChanges.decreasesToday = before.throughputChanges.decreasesToday
        }
        answer.tableClass = before.tableClass
        answer.warmThroughput = before.warmThroughput
        answer.isWarming = request.warmThroughput != nil
        if request.sseSpecification != nil {
            answer.tableStatus = .updating
            answer.isChangingEncryption = true
            answer.kmsMasterKeyArn = answer.kmsMasterKeyArn ?? before.kmsMasterKeyArn
        }
        for update in request.globalSecondaryIndexUpdates { describe(update, &answer) }
        return answer
    }

    private func describe(_ update: GlobalSecondaryIndexUpdate, _ answer: inout TableDescription) {
        let old = before.globalSecondaryIndexes.first { $0.index.indexName.hasSameBytes(as: update.indexName) }
        let position = answer.globalSecondaryIndexes.firstIndex {
            $0.index.indexName.hasSameBytes(as: update.indexName)
        }
        switch update {
        case .create:
            answer.tableStatus = .updating
            if let position { answer.globalSecondaryIndexes[position].backfilling = false }
        case .delete:
            answer.tableStatus = .updating
            guard var old else { return }
            old.indexStatus = .deleting
            old.backfilling = nil
            answer.globalSecondaryIndexes.append(old)
        case .update:
            guard let position, let old else { return }
            answer.globalSecondaryIndexes[position].indexStatus = .updating
            answer.globalSecondaryIndexes[position].index.provisionedThroughput = old.index.provisionedThroughput
            answer.globalSecondaryIndexes[position].warmThroughput = old.warmThroughput
        }
    }
}
