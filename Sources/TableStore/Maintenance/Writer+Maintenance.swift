import CSQLite
import DynamoModel

// Work that is done in small steps between the transactions of the callers: filling a new index, emptying what was dropped.
// How far each step came is written with it, so that it goes on after a restart.

extension Writer {
    /// Rows and bytes that one step of filling an index reads, and one of emptying a storage removes: others wait meanwhile.
    private static let backfillRows = 256
    private static let purgeRows = 2_000
    private static let stepBytes = 1 << 20

    /// Whether there is something to do.
    var hasMaintenance: Bool { !state.backfills.isEmpty || !state.purges.isEmpty }

    /// Does one step.
    func maintain() throws(SQLiteFault) {
        if let storage = state.backfills.keys.min() {
            do throws(EngineFault) {
                try backfill(storage)
            } catch {
                if case .storage(let fault) = error { throw fault }
                throw SQLiteFault(code: SQLITE_CORRUPT, message: error.answer.message, statement: "backfill")
            }
        } else if let storage = state.purges.first {
            try purge(storage)
        }
    }

    private func backfill(_ storage: Int) throws(EngineFault) {
        let owner = state.catalog.byId.values.first { $0.indexes.contains { $0.id == storage } }
        guard let table = owner, let index = table.indexes.first(where: { $0.id == storage }),
            let cursor = state.backfills[storage]
        else {
            state.backfills[storage] = nil
            return
        }
        let (rows, isAtEnd) = try nextRows(of: table, after: cursor)
        for (key, item, size) in rows {
            guard let entryKey = index.entryKey(of: item, baseKey: key) else { continue }
            try TableStore.storage { () throws(SQLiteFault) in
                let value = IndexEntry.value(entryKey: entryKey, baseKeySize: key.count)
                try run(try connection.rows(storage).insert(), entryKey, value)
            }
            count(storage, items: 1, bytes: index.entrySize(of: item, itemSize: size))
        }
        if !isAtEnd, let last = rows.last {
            try saveCursor(storage, last.key)
        } else {
            try finishBackfill(table, storage)
        }
    }

    private func nextRows(
        of table: TableInfo, after cursor: KeyBytes
    ) throws(EngineFault) -> (rows: [(key: KeyBytes, item: Item, size: Int)], isAtEnd: Bool) {
        var isAtEnd = true
        var bytes = 0
        var rows: [(key: KeyBytes, item: Item, size: Int)] = []
        let start = cursor + [0]
        try connection.forEachRow(table.id, from: start, to: KeyLayout.end, forward: true) {
            (key, row) throws(EngineFault) in
            do throws(DamagedRow) {
                let stored = try StoredItem(row: row, key: key)
                rows.append((KeyBytes(key), try stored.item(names: connection.names), stored.size))
            } catch {
                throw .damaged(table: table.name, what: error.what)
            }
            bytes += row.count
            isAtEnd = rows.count < Self.backfillRows && bytes < Self.stepBytes
            return isAtEnd
        }
        return (rows, isAtEnd)
    }

    /// Remembers that the rows up to this key are in the index.
    package func saveCursor(_ storage: Int, _ cursor: KeyBytes) throws(EngineFault) {
        state.backfills[storage] = cursor
        try TableStore.storage { () throws(SQLiteFault) in
            let statement = try sqlite.prepare("INSERT OR REPLACE INTO backfills VALUES (?, ?)")
            defer { statement.finalize() }
            statement.bind(1, storage)
            statement.bind(2, copying: cursor)
            try statement.run()
        }
    }

    private func finishBackfill(_ table: TableInfo, _ storage: Int) throws(EngineFault) {
        state.backfills[storage] = nil
        try TableStore.storage { () throws(SQLiteFault) in
            try sqlite.execute("DELETE FROM backfills WHERE id = \(storage)")
        }
        var definition = table.definition
        for position in definition.indexes.indices where definition.indexes[position].id == storage {
            definition.indexes[position].isActive = true
        }
        try save(definition)
    }

    private func purge(_ storage: Int) throws(SQLiteFault) {
        let table = Format.rowTable(storage)
        // Up to the last of so many rows, or the first with which there are so many bytes before it.
        let last = """
            SELECT max(k) FROM (SELECT k, sum(size) OVER (ORDER BY k) - size AS before
            FROM (SELECT k, length(v) AS size FROM \(table) ORDER BY k LIMIT \(Self.purgeRows))) WHERE before < \(Self.stepBytes)
            """
        try sqlite.execute("DELETE FROM \(table) WHERE k <= (\(last))")
        guard try sqlite.integer("SELECT count(*) FROM (SELECT 1 FROM \(table) LIMIT 1)") == 0 else { return }
        connection.forget(storage)
        try sqlite.execute("DROP TABLE \(table)")
        try sqlite.execute("DELETE FROM purges WHERE id = \(storage)")
        state.purges.removeAll { $0 == storage }
    }
}
