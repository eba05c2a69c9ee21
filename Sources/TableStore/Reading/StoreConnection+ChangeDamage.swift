import DynamoModel

// Damage in the log of changes is an error of who reads the table that it is of, and of nobody else. A damaged row does
// not say surely whose it is: it counts as the reader's unless all that is left of it says otherwise.

extension StoreConnection {
    /// Rows of the log that are looked at on each side of a damaged one for a sound neighbour.
    private static let neighbours = 16

    /// Verifies a row of the log for a reader of one table's changes.
    ///
    /// - Returns: whether the row is sound; false for a damaged one of another table, which the reader passes over.
    /// - Throws: `damagedFile` for a damaged row that may be of the table.
    func isReadable(_ row: SQLiteStatement, by table: Int) throws(EngineFault) -> Bool {
        if FileTable.changes.isSound(row) { return true }
        guard try isOfAnother(row, than: table) else { throw FileTable.changes.damage(row) }
        return false
    }

    /// Whether a damaged row is of another table whose changes are recorded: the row would be sound with that table's
    /// number, or names it, would not be sound with the reader's, and its other columns stand where they belong.
    private func isOfAnother(_ row: SQLiteStatement, than table: Int) throws(EngineFault) -> Bool {
        if FileTable.changes.isSound(row, if: 1, is: table) { return false }
        let others = try recordedTables().subtracting([table])
        if others.contains(where: { FileTable.changes.isSound(row, if: 1, is: $0) }) { return true }
        guard others.contains(row.int(1)) else { return false }
        return hasSoundImage(row) ? true : try isInOrder(row)
    }

    private func recordedTables() throws(EngineFault) -> Set<Int> {
        var tables: Set<Int> = []
        try FileTable.recordings.forEach("", sqlite) { tables.insert($0.int(0)) }
        return tables
    }

    /// Whether an image of the row is an item with the row's key: both would be other bytes if columns had moved.
    private func hasSoundImage(_ row: SQLiteStatement) -> Bool {
        [6, 7].contains { (column: Int32) in
            guard !row.isNull(column) else { return false }
            return (try? StoredItem(row: row.bytes(column), key: row.bytes(5))) != nil
        }
    }

    /// Whether the row's cause and kind are known, and its time is between those of its sound neighbours.
    private func isInOrder(_ row: SQLiteStatement) throws(EngineFault) -> Bool {
        guard ChangeCause(rawValue: row.int(3)) != nil, RecordedChange.Kind(rawValue: row.int(4)) != nil else {
            return false
        }
        let earliest = try time("WHERE sequence < \(row.int(0)) ORDER BY sequence DESC") ?? 0
        let latest = try time("WHERE sequence > \(row.int(0)) ORDER BY sequence") ?? Int.max
        return (earliest...max(earliest, latest)).contains(row.int(2))
    }

    /// The time of the first sound row in an order; nil when the rows near are all damaged.
    private func time(_ order: String) throws(EngineFault) -> Int? {
        try TableStore.storage { () throws(SQLiteFault) -> Int? in
            let statement = try sqlite.prepare("\(FileTable.changes.select) \(order) LIMIT \(Self.neighbours)")
            defer { statement.finalize() }
            while try statement.step() { if FileTable.changes.isSound(statement) { return statement.int(2) } }
            return nil
        }
    }
}
