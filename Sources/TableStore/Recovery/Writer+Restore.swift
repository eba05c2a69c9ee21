import DynamoModel

extension Writer {
    /// The consumer that holds the changes which a restore takes back.
    private static func restoreConsumer(_ table: Int) -> String { "restore:\(table)" }

    /// Lets a new table be filled from another one of the file, as that was after a change.
    ///
    /// - Parameter sequence: the last change that it is to show.
    package func startRestoring(
        _ table: TableDefinition, from source: Int, to sequence: Int
    ) throws(EngineFault) {
        // The source may be a removed table, of which no change comes any more.
        try hold(source, after: sequence, for: table.id)
        try startRestoring(table, at: .copying(source: source, to: sequence, after: []))
    }

    /// Lets a new table be filled from a backup's file, which was verified.
    package func startRestoring(
        _ table: TableDefinition, fromBackup path: String, names: BackupFile.Place
    ) throws(EngineFault) {
        try startRestoring(table, at: .reading(file: path, offset: BackupFile.magic.count, checksum: 0, names: names))
    }

    /// - Throws: `backupNotFound` when a backup's file is not there any more.
    package func checkIsThere(backup path: String) throws(EngineFault) {
        guard PlainFile.size(of: path) == nil else { return }
        throw .request(DynamoDBError(.backupNotFound, "Backup not found: \(path) was removed"))
    }

    /// Lets a new table be filled by ``put(imported:size:at:of:)``, until ``endImport(into:)``.
    package func startImport(into table: TableDefinition, _ id: String) throws(EngineFault) {
        try startRestoring(table, at: .importing(id: id))
    }

    /// Puts an item into a table that is being imported. The table's file has it with the next commit.
    package func put(imported item: Item, size: Int, at key: KeyBytes, of table: TableInfo) throws(EngineFault) {
        let row = ItemCodec.encode(item, size: size, key: key, names: connection.names, for: table.id)
        try restore(row, at: key, of: table, cause: .bulkImport)
    }

    /// Says that all items of an import are there: the indexes follow.
    package func endImport(into table: Int) throws(EngineFault) {
        let task = TableRestoring(table).id
        guard state.tasks[task] != nil else { return }
        try saveTask(task, position: RestorePosition.filling.bytes)
    }

    private func startRestoring(_ table: TableDefinition, at position: RestorePosition) throws(EngineFault) {
        for index in table.indexes { try startFilling(index.id) }
        try saveTask(TableRestoring(table.id).id, position: position.bytes)
        try save(table)
    }

    /// Keeps the changes of a table after a sequence number in the log.
    private func hold(_ source: Int, after sequence: Int, for table: Int) throws(EngineFault) {
        try keep(source, for: Self.restoreConsumer(table), images: .old, after: sequence)
    }

    /// Lets go of the changes that a restore needed.
    func stopHolding(for table: Int) throws(EngineFault) {
        let consumer = Self.restoreConsumer(table)
        for source in Array(state.recordings.keys) { try stopRecording(source, for: consumer) }
    }

    /// Whether a restore is reading a table of the file.
    package func isRestoring(from source: Int) -> Bool {
        state.tasks.contains { id, position in
            id.kind == .restoring && RestorePosition(position)?.source == source
        }
    }

    /// Whether a restore is reading a backup's file.
    package func isRestoring(fromBackup file: String) -> Bool {
        state.tasks.contains { id, position in
            guard id.kind == .restoring, case .reading(let path, _, _, _)? = RestorePosition(position) else {
                return false
            }
            return path.hasSameBytes(as: file)
        }
    }

    /// The backups whose tables are recorded.
    package var recordedBackups: Set<String> {
        let consumers = state.recordings.values.flatMap(\.keys).filter { $0.hasBytePrefix(TableBackup.consumerPrefix) }
        return Set(consumers.map { String($0.dropFirst(TableBackup.consumerPrefix.count)) })
    }

    /// - Throws: `resourceInUse` as long as a backup, an export or a restore reads a table.
    package func checkIsNotBackedUp(_ table: TableInfo) throws(EngineFault) {
        let consumers = state.recordings[table.id, default: [:]].keys
        let isRead = consumers.contains {
            $0.hasBytePrefix(TableBackup.consumerPrefix) || $0.hasBytePrefix(Self.exportPrefix)
        }
        guard isRead || isRestoring(from: table.id) else { return }
        throw .request(
            DynamoDBError(
                .resourceInUse,
                "Attempt to change a resource which is still in use: Table is being backed up, exported or restored from: "
                    + table.name))
    }

    /// The last change that the log need not hold for the recovery of a table; nil when that is off.
    package func recoveryPosition(of table: Int) -> Int? {
        state.recordings[table]?[Self.recoveryConsumer]?.position
    }

    /// Whether the items of a table are not all there yet.
    func isReceivingItems(_ table: Int) -> Bool {
        guard let position = state.tasks[TableRestoring(table).id] else { return false }
        return RestorePosition(position) != .filling
    }

    // MARK: Rows

    /// Writes a row of a table that is being restored or imported, or removes it. Its indexes are filled later.
    /// The row may be damaged, and stays so: ``apply(_:cause:)`` needs an item.
    ///
    /// - Parameter isNew: whether the table certainly has no row of this key.
    func restore(
        _ row: [UInt8]?, at key: KeyBytes, of table: TableInfo, isNew: Bool = false,
        cause: ChangeCause = .restore
    ) throws(EngineFault) {
        let old = isNew ? nil : try connection.unreadableRow(table, key)
        try storage { () throws(SQLiteFault) in
            let rows = try connection.rows(table.id)
            switch (old, row) {
            case (nil, nil): return
            case (nil, let row?): try run(rows.insert(), key, row)
            case (let old?, let row?): try run(rows.updateItem(), old.id, row)
            case (let old?, nil): try run(rows.deleteItem(), old.id)
            }
            noteChange(table.id, key)
            let size = row.map { UnreadableRow.size(of: $0) } ?? 0
            count(table.id, items: (row == nil ? 0 : 1) - (old == nil ? 0 : 1), bytes: size - (old?.size ?? 0))
            try note(
                table.id, key, row == nil ? .remove : old == nil ? .insert : .modify, old: nil, new: row, cause)
        }
    }

    /// A row of a backup with the numbers that this file has for its names. A damaged row stays as it is, and so
    /// damaged.
    func recoded(
        _ row: [UInt8], key: KeyBytes, _ names: NameTable, _ table: TableInfo
    ) -> [UInt8] {
        let read = row.withUnsafeBytes { row in
            key.withUnsafeBytes { key -> (item: Item, size: Int)? in
                guard let stored = try? StoredItem(row: row, key: key), let item = try? stored.item(names: names) else {
                    return nil
                }
                return (item, stored.size)
            }
        }
        guard let read else { return row }
        return ItemCodec.encode(read.item, size: read.size, key: key, names: connection.names, for: table.id)
    }

    /// The names of a backup's rows, which are read once.
    func namesOfBackup(_ path: String, at place: BackupFile.Place?) throws(EngineFault) -> NameTable {
        if let known = backupNames, known.path == path { return known.names }
        let found = try backingUp { () throws(BackupFault) in try BackupFile.names(of: path, at: place) }
        let names = NameTable(fixed: found)
        backupNames = (path, names)
        return names
    }
}
