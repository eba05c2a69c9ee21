import DynamoModel

/// Changes of the catalog: tables and indexes come, change and go.
extension Writer {
    /// Writes a table's definition and makes it the present one.
    package func save(_ definition: TableDefinition) throws(EngineFault) {
        try TableStore.storage { () throws(SQLiteFault) in try CatalogRows.save(definition, sqlite) }
        state.catalog.set(TableInfo(definition))
        state.catalogChanged = true
    }

    /// Makes the storage of a table or index.
    package func makeStorage(of kind: RowKind) throws(EngineFault) -> Int {
        let id = state.nextId
        state.nextId += 1
        try TableStore.storage { () throws(SQLiteFault) in
            try sqlite.execute(Format.createRowTable(id, of: kind))
            try FileTable.meta.write([.text(Format.Meta.nextId), .int(id + 1)], sqlite)
        }
        state.counters[id] = Counter()
        state.changedCounters.insert(id)
        return id
    }

    /// Gives a storage up; it is emptied in steps.
    package func dropStorage(_ id: Int) throws(EngineFault) {
        try TableStore.storage { () throws(SQLiteFault) in
            try sqlite.execute("DELETE FROM counters WHERE id = \(id)")
        }
        state.counters[id] = nil
        state.changedCounters.remove(id)
        try removeTask(IndexFilling(id).id)
        try removeTask(ExpiryFilling(id).id)
        try saveTask(StorageEmptying(id).id, position: [])
    }

    /// Removes a table from the catalog and gives its storages up. Its recordings end, but for
    /// those that only keep what is there.
    ///
    /// - Parameters:
    ///   - keepsItems: whether the table's own storage stays, for who gives it up one day.
    ///   - consumers: those who go on reading what was recorded; each has to end its recording one day.
    package func drop(
        _ table: TableInfo, keepingItems keepsItems: Bool = false, keepingRecordingsOf consumers: Set<String> = []
    ) throws(EngineFault) {
        try endStream(of: table.id)
        for id in table.storages where !keepsItems || id != table.id { try dropStorage(id) }
        try stopHolding(for: table.id)
        if state.tasks[TableRestoring(table.id).id] != nil { try removeTask(TableRestoring(table.id).id) }
        for (consumer, recording) in state.recordings[table.id, default: [:]]
        where !consumers.contains(consumer) && !recording.images.contains(.ended) {
            try stopRecording(table.id, for: consumer)
        }
        try TableStore.storage { () throws(SQLiteFault) in try CatalogRows.remove(table.id, sqlite) }
        state.catalog.remove(table)
        state.catalogChanged = true
    }
}
