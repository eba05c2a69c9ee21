import DynamoModel

/// Fills the index of times of a table whose items expire from now on, in the order of the table's keys.
///
/// Its position is a key, as that of ``IndexFilling``: rows up to it are in the index, and writes keep them there.
struct ExpiryFilling: MaintenanceTask {
    let id: MaintenanceID

    init(_ storage: Int) { id = MaintenanceID(kind: .expiryFilling, subject: storage) }

    /// How long it rests after a step when writes come, in milliseconds.
    private static let restBetweenWrites = 20

    func step(_ writer: Writer, _ budget: inout StepBudget) throws(EngineFault) -> StepOutcome {
        let owner = writer.state.catalog.byId.values.first { $0.definition.expiry?.id == id.subject }
        guard let table = owner, let position = writer.state.tasks[id] else {
            try writer.removeTask(id)
            return .done
        }
        var (last, isAtEnd): (KeyBytes?, Bool) = (nil, true)
        try writer.connection.forEachItem(table, from: position + [0], to: KeyLayout.end) {
            (key, row, number) throws(EngineFault) in
            let base = KeyBytes(key)
            try add(row, key, base, number, table, writer)
            last = base
            isAtEnd = budget.take(bytes: row.count)
            return isAtEnd
        }
        if isAtEnd { return try finish(table, writer) }
        if let last { try writer.saveTask(id, position: last) }
        return writer.isBusy ? .idle(milliseconds: Self.restBetweenWrites) : .more
    }

    /// A damaged item has no time that could be known: it stays, and the check reports it.
    private func add(
        _ row: UnsafeRawBufferPointer, _ key: UnsafeRawBufferPointer, _ base: KeyBytes, _ number: Int,
        _ table: TableInfo, _ writer: Writer
    ) throws(EngineFault) {
        guard let expiry = table.definition.expiry, let attribute = table.definition.timeToLive.attributeName,
            let item = try? StoredItem(row: row, key: key).item(names: writer.connection.names),
            let entry = expiry.entryKey(of: item, attribute: attribute, baseKey: base)
        else { return }
        try storage { () throws(SQLiteFault) in
            let value = IndexEntry.value(entryKey: entry, baseKeySize: base.count, row: number)
            try writer.run(try writer.connection.rows(id.subject).replace(), entry, value)
        }
    }

    private func finish(_ table: TableInfo, _ writer: Writer) throws(EngineFault) -> StepOutcome {
        try writer.removeTask(id)
        var definition = table.definition
        definition.expiry?.isActive = true
        try writer.save(definition)
        return .done
    }
}

extension Writer {
    /// Has the items of a table expire from now on, or no more, as its definition says. The definition is changed, and
    /// to be saved by the caller.
    package func changeExpiry(of definition: inout TableDefinition) throws(EngineFault) {
        if let expiry = definition.expiry {
            try dropStorage(expiry.id)
            definition.expiry = nil
        }
        guard definition.timeToLive.isEnabled else { return }
        let id = try makeStorage(of: .entries)
        definition.expiry = ExpiryIndex(id: id, isActive: false)
        try saveTask(ExpiryFilling(id).id, position: [])
    }
}
