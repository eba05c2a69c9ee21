import DynamoModel

/// Removes the entries of an index that lead to no item: what is left of items that could not be read any more and were
/// replaced or removed all the same.
///
/// Until it is done, reads that meet such an entry fail, as they did while the item was damaged. Its position is the
/// key of the last entry that was looked at.
struct EntrySweeping: MaintenanceTask {
    let id: MaintenanceID

    init(_ index: Int) { id = MaintenanceID(kind: .sweeping, subject: index) }

    func step(_ writer: Writer, _ budget: inout StepBudget) throws(EngineFault) -> StepOutcome {
        guard let (table, index) = writer.state.catalog.index(id.subject), let position = writer.state.tasks[id] else {
            try writer.removeTask(id)
            return .done
        }
        var (last, isAtEnd): (KeyBytes?, Bool) = (nil, true)
        var orphans: [KeyBytes] = []
        try writer.connection.forEachRow(index.id, from: position + [0], to: KeyLayout.end, forward: true) {
            (key, value) throws(EngineFault) in
            if try !leads(key, value, to: table, writer) { orphans.append(KeyBytes(key)) }
            last = KeyBytes(key)
            isAtEnd = budget.take(bytes: key.count + value.count)
            return isAtEnd
        }
        for orphan in orphans { try remove(orphan, of: index, table, writer) }
        if isAtEnd {
            try writer.removeTask(id)
            return .done
        }
        if let last { try writer.saveTask(id, position: last) }
        return .more
    }

    /// Whether an entry leads to an item. One that is damaged itself stays, for the check to report.
    private func leads(
        _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, to table: TableInfo, _ writer: Writer
    ) throws(EngineFault) -> Bool {
        guard let (offset, number) = try? IndexEntry.verify(key: key, value: value) else { return true }
        let base = UnsafeRawBufferPointer(rebasing: key[offset...])
        if let number, try !writer.connection.hasRow(table.id, number: number, key: base) { return false }
        return try holds(KeyBytes(key), KeyBytes(base), table, writer)
    }

    /// Whether the item with a key asks for an entry.
    private func holds(
        _ entry: KeyBytes, _ base: KeyBytes, _ table: TableInfo, _ writer: Writer
    ) throws(EngineFault) -> Bool {
        do throws(EngineFault) {
            guard let row = try writer.connection.row(table, base) else { return false }
            let index = table.indexes.first { $0.id == id.subject }
            return index?.entryKey(of: row.item, baseKey: base) == entry
        } catch {
            guard case .damaged = error else { throw error }
            return true
        }
    }

    private func remove(
        _ entry: KeyBytes, of index: IndexInfo, _ table: TableInfo, _ writer: Writer
    ) throws(EngineFault) {
        try storage { () throws(SQLiteFault) in
            try writer.run(try writer.connection.rows(index.id).delete(), entry, nil)
        }
        writer.count(index.id, items: -1, bytes: -keysSize(entry, index, table))
    }

    /// The least size that the entry had: that of its keys. What it had besides went with its item.
    private func keysSize(_ entry: KeyBytes, _ index: IndexInfo, _ table: TableInfo) -> Int {
        entry.withUnsafeBytes { entry in
            guard let (own, end) = index.layout.attributes(in: entry),
                let (base, _) = table.layout.attributes(in: entry, from: end)
            else { return 0 }
            return own.merging(base).itemSize
        }
    }
}

extension Writer {
    /// How far the numbers of new rows keep from those of rows that were removed unread: what is left of those in the
    /// indexes names them.
    private static let numbersApart = 1 << 20

    /// The number that a new row of a table is to get while entries of rows are swept that were removed unread: one
    /// that no such row had, which may have been the table's last. Nil when the next one will do.
    func numberAside(in table: TableInfo) throws(SQLiteFault) -> Int? {
        guard !state.tasks.isEmpty, table.indexes.contains(where: { isSweeping($0.id) }) else { return nil }
        return try connection.rows(table.id).lastNumber() + Self.numbersApart
    }

    /// Whether entries that lead to no item may be in an index.
    @inline(__always)
    func isSweeping(_ index: Int) -> Bool {
        !state.tasks.isEmpty && state.tasks[EntrySweeping(index).id] != nil
    }

    /// Lets the entries of an index that lead to no item be removed, from its beginning on.
    func startSweeping(_ index: Int) throws(EngineFault) { try saveTask(EntrySweeping(index).id, position: []) }
}
