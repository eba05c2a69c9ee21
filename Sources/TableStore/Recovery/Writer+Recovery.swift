import DynamoModel

// Point-in-time recovery: the log of changes holds what each change replaced, for as long as the table's window says.
// A table is restored by copying it as it is, and taking back the changes since the moment that is wanted.

extension Writer {
    /// Who records the changes of a table for its recovery.
    static let recoveryConsumer = "recovery"

    /// Milliseconds since 1970, never less than the time of the last change.
    package var now: Int { max(Int(options.clock() * 1000), state.lastTime) }

    /// Turns recovery on from now on, or changes its window.
    package func startRecovery(of table: TableInfo, days: Int) throws(EngineFault) {
        var definition = table.definition
        definition.recovery = RecoveryWindow(days: days, since: definition.recovery?.since ?? now)
        try record(table, for: Self.recoveryConsumer, images: .old)
        try save(definition)
    }

    /// Turns recovery off: what was recorded for it is given up.
    package func stopRecovery(of table: TableInfo) throws(EngineFault) {
        var definition = table.definition
        definition.recovery = nil
        try stopRecording(table.id, for: Self.recoveryConsumer)
        try save(definition)
    }

    /// Removes a table. One with recovery stays restorable.
    ///
    /// - Returns: what stays; nil for a table without recovery.
    @discardableResult
    package func remove(_ table: TableInfo, backupId: String) throws(EngineFault) -> DroppedTable? {
        guard table.definition.recovery != nil else {
            try drop(table)
            return nil
        }
        let dropped = DroppedTable(
            definition: table.definition, dropped: now, sequence: state.lastSequence, backupId: backupId)
        try drop(table, keepingItems: true, keepingRecordingsOf: [Self.recoveryConsumer])
        try save(dropped.stored, as: .droppedTable, dropped.name)
        state.catalog.set(dropped)
        return dropped
    }

    /// Gives up what was kept of a removed table.
    package func release(_ dropped: DroppedTable) throws(EngineFault) {
        guard state.catalog.dropped[dropped.id] != nil else { return }
        try remove(.droppedTable, dropped.name)
        try stopRecording(dropped.id, for: Self.recoveryConsumer)
        try dropStorage(dropped.id)
        state.catalog.removeDropped(dropped.id)
        state.catalogChanged = true
    }
}

extension Catalog {
    /// Reads what is kept of removed tables.
    mutating func loadDropped(_ sqlite: SQLiteConnection) throws(EngineFault) {
        for document in try Documents.load(.droppedTable, sqlite) {
            guard let dropped = DroppedTable(stored: document.item), dropped.name == document.name else {
                throw .damagedFile(table: FileTable.documents.name, what: "a removed table cannot be read")
            }
            set(dropped)
        }
    }
}
