import DynamoModel

/// Fills an index from its table, in the order of the table's keys.
///
/// Its position is a key: all rows of the table up to it are in the index, and writes keep them there; later ones are
/// left alone.
struct IndexFilling: MaintenanceTask {
    let id: MaintenanceID

    init(_ index: Int) { id = MaintenanceID(kind: .filling, subject: index) }

    /// How long it waits for a table that is being restored before it looks again, in milliseconds.
    private static let restWithoutItems = 20

    func step(_ writer: Writer, _ budget: inout StepBudget) throws(EngineFault) -> StepOutcome {
        guard let (table, index) = writer.state.catalog.index(id.subject), let position = writer.state.tasks[id] else {
            try writer.removeTask(id)
            return .done
        }
        // Its position would be at the end before all items are there.
        guard !writer.isReceivingItems(table.id) else { return .idle(milliseconds: Self.restWithoutItems) }
        var last: KeyBytes?
        var isAtEnd = true
        try writer.connection.forEachItem(table, from: position + [0], to: KeyLayout.end) {
            (key, row, number) throws(EngineFault) in
            let (base, bytes) = (KeyBytes(key), row.count)
            let (item, size) = try decode(row, key, table, writer)
            try add(item, size, at: base, row: number, to: index, writer)
            last = base
            isAtEnd = budget.take(bytes: bytes)
            return isAtEnd
        }
        if isAtEnd { return try finish(table, writer) }
        if let last { try writer.saveTask(id, position: last) }
        return .more
    }

    private func decode(
        _ row: UnsafeRawBufferPointer, _ key: UnsafeRawBufferPointer, _ table: TableInfo, _ writer: Writer
    ) throws(EngineFault) -> (item: Item, size: Int) {
        do throws(DamagedRow) {
            let stored = try StoredItem(row: row, key: key)
            return (try stored.item(names: writer.connection.names), stored.size)
        } catch {
            throw error.fault(in: table.name)
        }
    }

    private func add(
        _ item: Item, _ size: Int, at key: KeyBytes, row: Int, to index: IndexInfo, _ writer: Writer
    ) throws(EngineFault) {
        guard let entryKey = index.entryKey(of: item, baseKey: key) else { return }
        try storage { () throws(SQLiteFault) in
            let value = IndexEntry.value(entryKey: entryKey, baseKeySize: key.count, row: row)
            try writer.run(try writer.connection.rows(id.subject).insert(), entryKey, value)
        }
        writer.count(id.subject, items: 1, bytes: index.entrySize(of: item, itemSize: size))
    }

    private func finish(_ table: TableInfo, _ writer: Writer) throws(EngineFault) -> StepOutcome {
        try writer.removeTask(id)
        var definition = table.definition
        for position in definition.indexes.indices where definition.indexes[position].id == id.subject {
            definition.indexes[position].isActive = true
        }
        try writer.save(definition)
        return .done
    }
}
