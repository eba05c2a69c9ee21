import CivilTime
import DynamoModel
import TableStore

extension TableEngine {
    /// Makes a table of a backup.
    func restore(backup arn: String, _ target: RestoreTarget) async throws(DynamoDBError) -> TableDescription {
        try checkTarget(target)
        let missing = DynamoDBError(.backupNotFound, "Backup not found: \(arn)")
        guard options.backupFolder != nil else { throw missing }
        let folder = try backupFolder()
        guard let (table, id) = ResourceName(arn)?.backup, let file = folder.file(id, of: table) else { throw missing }
        let entry = try await onDisk { () throws(DynamoDBError) in try folder.entry(id, of: table) }
        guard let entry else { throw missing }
        guard entry.isComplete else {
            throw DynamoDBError(.backupInUse, "Backup is being created and cannot be restored yet: \(arn)")
        }
        return try await restore(file: file, target)
    }

    /// Makes a table of a backup's file, wherever it lies.
    ///
    /// - Parameter keepsSettings: whether expiry, stream and deletion protection are on again as they were, in the
    ///   commit that makes the table ready; otherwise they are off, as the service leaves them.
    /// - Throws: also when the file is damaged; nothing was done then.
    public func restore(
        file: String, _ target: RestoreTarget, keepsSettings: Bool = false
    ) async throws(DynamoDBError) -> TableDescription {
        try checkTarget(target)
        let verified = try await inSlices(BackupVerification(file)) { (verification) throws(DynamoDBError) in
            do throws(BackupFault) { return try verification.step() } catch { throw error.answer }
        }
        guard let header = verified.header, let names = verified.names else {
            throw DynamoDBError(.internalServerError, "'\(file)' is not a whole backup")
        }
        let origin = RestoreOrigin(
            tableName: header.table.name, backupId: header.id, time: header.created, isInProgress: true)
        return try await restore(header.table, origin, target, keepsSettings) { (writer) throws(EngineFault) in
            // It may have been removed while it was verified.
            try writer.checkIsThere(backup: file)
            return { (writer, table) throws(EngineFault) in
                try writer.startRestoring(table, fromBackup: file, names: names)
            }
        }
    }

    /// Describes a backup by its file, wherever it lies.
    ///
    /// - Throws: when the file is not a backup, or its beginning is damaged.
    public func describe(backupFile file: String) throws(DynamoDBError) -> BackupDescription {
        let header: BackupHeader
        do throws(BackupFault) { header = try BackupFile.header(of: file) } catch { throw error.answer }
        return BackupDescription(
            details: BackupDetails(header, place, size: header.counter.bytes, .available),
            table: TableDescription(header.table, [header.table.id: header.counter], place, now: options.clock()),
            timeToLive: header.table.timeToLive)
    }

    /// Makes a table of another one as it was at a moment.
    func restore(_ point: PointInTime, _ target: RestoreTarget) async throws(DynamoDBError) -> TableDescription {
        let source = try point.source()
        guard (point.restoreDateTime != nil) != point.usesLatestRestorableTime else {
            throw .validation(
                "One or more parameter values were invalid: exactly one of RestoreDateTime and UseLatestRestorableTime "
                    + "must be specified")
        }
        try checkTarget(target)
        let found = try RestoreSource(source, point.restoreDateTime, store.catalog, now: options.clock())
        let origin = RestoreOrigin(tableName: found.definition.name, time: found.time, isInProgress: true)
        return try await restore(found.definition, origin, target, false) { (writer) throws(EngineFault) in
            let sequence = try writer.lastSequence(of: found.definition.id, until: found.time)
            return { (writer, table) throws(EngineFault) in
                try writer.startRestoring(table, from: found.definition.id, to: sequence)
            }
        }
    }

    private func checkTarget(_ target: RestoreTarget) throws(DynamoDBError) {
        try answering { () throws(EngineFault) in try SchemaRules.checkName(target.tableName, "targetTableName") }
        guard store.table(target.tableName) == nil else { throw .tableAlreadyExists(target.tableName) }
    }

    /// How the filling of a table that was made is begun.
    private typealias RestoreStart = (Writer, TableDefinition) throws(EngineFault) -> Void

    /// - Parameter prepare: refuses what cannot be restored, before anything is made.
    private func restore(
        _ source: TableDefinition, _ origin: RestoreOrigin, _ target: RestoreTarget, _ keepsSettings: Bool,
        _ prepare: @escaping @Sendable (Writer) throws(EngineFault) -> RestoreStart
    ) async throws(DynamoDBError) -> TableDescription {
        let (place, now) = (place, options.clock())
        let table = try await write { (writer) throws(EngineFault) -> TableDefinition in
            guard writer.state.catalog.byName[target.tableName] == nil else {
                throw .request(.tableAlreadyExists(target.tableName))
            }
            let start = try prepare(writer)
            var table = try writer.definition(of: target, like: source, origin, place)
            if keepsSettings {
                let settings = writer.settings(of: source, for: target.tableName, now: table.created)
                table.restore?.settings = settings
            }
            try start(writer, table)
            return table
        }
        return TableDescription(table, [:], place, now: now)
    }
}

extension PointInTime {
    /// The name of the table.
    fileprivate func source() throws(DynamoDBError) -> String {
        switch (sourceTableName, sourceTableArn) {
        case (let name?, nil): return name
        case (nil, let arn?): return ResourceName(arn)?.table ?? arn
        default:
            throw .validation(
                "One or more parameter values were invalid: exactly one of SourceTableName and SourceTableArn must be "
                    + "specified")
        }
    }
}

extension DynamoDBError {
    fileprivate static func tableAlreadyExists(_ name: String) -> DynamoDBError {
        DynamoDBError(.tableAlreadyExists, "Table already exists: \(name)")
    }
}

/// A table at a moment that can be restored: one with recovery, or one that had it when it was removed.
private struct RestoreSource: Sendable {
    let definition: TableDefinition
    /// The moment, in milliseconds since 1970.
    let time: Int

    /// - Parameter time: seconds since 1970; nil for the latest.
    init(_ name: String, _ time: Double?, _ catalog: Catalog, now: Double) throws(DynamoDBError) {
        let time = time.map(Timestamp.milliseconds)
        let present = catalog.byName[name].flatMap { $0.name.hasSameBytes(as: name) ? $0.definition : nil }
        let removed = catalog.dropped.values.filter { $0.definition.name.hasSameBytes(as: name) }
        guard present != nil || !removed.isEmpty else {
            throw DynamoDBError(.tableNotFound, "Table not found: \(name)")
        }
        var candidates = removed.sorted { $0.dropped > $1.dropped }.map { ($0.definition, $0.dropped) }
        // The present table comes first, and for the latest time it is the only one that is meant.
        if let present { candidates = [(present, Int(now * 1000))] + (time == nil ? [] : candidates) }
        let windows = candidates.compactMap { definition, latest in
            definition.recovery.map { (definition, $0.earliest(latest), max(latest, $0.since)) }
        }
        guard let first = windows.first else {
            throw DynamoDBError(
                .pointInTimeRecoveryUnavailable, "Point in time recovery is not enabled for table '\(name)'")
        }
        guard let time else {
            (definition, self.time) = (first.0, first.2)
            return
        }
        guard let found = windows.first(where: { $0.1 <= time && time <= $0.2 }) else {
            throw DynamoDBError(
                .invalidRestoreTime,
                "An invalid restore time was specified. RestoreDateTime must be between EarliestRestorableDateTime and "
                    + "LatestRestorableDateTime.")
        }
        (definition, self.time) = (found.0, time)
    }
}

extension Writer {
    /// The last change of a table that a moment shows.
    ///
    /// - Parameter time: milliseconds since 1970.
    fileprivate func lastSequence(of table: Int, until time: Int) throws(EngineFault) -> Int {
        // What is not in the log any more was before every moment that can be restored.
        guard let position = recoveryPosition(of: table) else {
            throw .request(
                DynamoDBError(.pointInTimeRecoveryUnavailable, "Point in time recovery is not enabled for the table"))
        }
        return try connection.lastSequence(before: time + 1, after: position, of: table)
    }

    /// The definition of a table like another one, with its storages made.
    fileprivate func definition(
        of target: RestoreTarget, like source: TableDefinition, _ origin: RestoreOrigin, _ place: ResourcePlace
    ) throws(EngineFault) -> TableDefinition {
        let mode = target.billingMode ?? source.billingMode
        let throughput = try target.throughput(mode, source)
        let (local, global) = try target.keptIndexes(of: source, mode, throughput)
        let now = (options.clock() * 1000).rounded() / 1000
        var definition = TableDefinition(
            name: target.tableName, id: try makeStorage(of: .items), tableId: options.uuid(), created: now,
            attributeDefinitions: source.attributeDefinitions, keySchema: source.keySchema, indexes: [],
            billingMode: mode, lastUpdateToPayPerRequest: mode == .payPerRequest ? now : nil, throughput: throughput,
            deletionProtection: false, timeToLive: TimeToLive(attributeName: nil, isEnabled: false), tags: [:],
            onDemandThroughput: target.onDemandThroughput ?? (mode == .payPerRequest ? source.onDemandThroughput : nil),
            warmThroughput: WarmThroughput.initial(mode, throughput), tableClass: source.tableClass,
            kmsMasterKeyArn: target.sseSpecification == nil
                ? source.kmsMasterKeyArn
                : EncryptionRules.keyArn(target.sseSpecification, place, newKey: options.uuid))
        for index in local {
            definition.indexes.append(
                IndexDefinition(index: index, id: try makeStorage(of: .entries), isLocal: true, isActive: false))
        }
        for index in global { definition.indexes.append(try makeIndex(index, mode, isActive: false)) }
        definition.attributeDefinitions.removeAll { attribute in
            !definition.keySchema.contains { $0.attributeName.hasSameBytes(as: attribute.attributeName) }
                && !definition.indexes.contains { index in
                    index.index.keySchema.contains { $0.attributeName.hasSameBytes(as: attribute.attributeName) }
                }
        }
        definition.restore = origin
        return definition
    }

    /// The settings of a table for one that is made of it. No other stream of the name begins until it is ready.
    fileprivate func settings(of source: TableDefinition, for name: String, now: Double) -> RestoredSettings {
        RestoredSettings(
            timeToLive: source.timeToLive, streamViewType: source.streamViewType,
            streamLabel: source.streamViewType == nil ? nil : streamLabel(of: name, now: now),
            deletionProtection: source.deletionProtection)
    }
}

extension RestoreTarget {
    fileprivate func throughput(
        _ mode: BillingMode, _ source: TableDefinition
    ) throws(EngineFault) -> ProvisionedThroughput {
        guard mode == .provisioned else {
            guard provisionedThroughput == nil else {
                throw .validation(
                    "One or more parameter values were invalid: ProvisionedThroughputOverride cannot be specified when "
                        + "the table is PAY_PER_REQUEST")
            }
            return ThroughputRules.none
        }
        let throughput = provisionedThroughput ?? source.throughput
        guard throughput.readCapacityUnits > 0, throughput.writeCapacityUnits > 0 else {
            throw .validation(
                "One or more parameter values were invalid: ProvisionedThroughputOverride must be specified when "
                    + "BillingModeOverride is PROVISIONED")
        }
        try ThroughputRules.check(throughput)
        return throughput
    }

    /// The indexes of the new table: those of the source, or of these the ones that are named.
    fileprivate func keptIndexes(
        of source: TableDefinition, _ mode: BillingMode, _ throughput: ProvisionedThroughput
    ) throws(EngineFault) -> (local: [SecondaryIndex], global: [SecondaryIndex]) {
        var (local, global): ([SecondaryIndex], [SecondaryIndex]) = ([], [])
        for definition in source.indexes where definition.isLocal { local.append(definition.index) }
        for definition in source.indexes where !definition.isLocal {
            var index = definition.index
            index.provisionedThroughput = mode == .provisioned ? index.provisionedThroughput ?? throughput : nil
            if mode == .provisioned { index.onDemandThroughput = nil }
            global.append(index)
        }
        return (
            try Self.chosen(localSecondaryIndexes, of: local, "LocalSecondaryIndexOverride"),
            try Self.chosen(globalSecondaryIndexes, of: global, "GlobalSecondaryIndexOverride")
        )
    }

    private static func chosen(
        _ wanted: [SecondaryIndex]?, of present: [SecondaryIndex], _ member: String
    ) throws(EngineFault) -> [SecondaryIndex] {
        guard let wanted else { return present }
        return try wanted.map { (index) throws(EngineFault) in
            guard let same = present.first(where: { $0.indexName.hasSameBytes(as: index.indexName) }),
                same.keySchema == index.keySchema, same.projection == index.projection
            else {
                throw .validation(
                    "One or more parameter values were invalid: \(member) must name indexes of the source: "
                        + index.indexName)
            }
            var kept = same
            kept.provisionedThroughput = index.provisionedThroughput ?? same.provisionedThroughput
            kept.onDemandThroughput = index.onDemandThroughput ?? same.onDemandThroughput
            return kept
        }
    }
}
