/// The prepared statements of one table or index storage (`r<number>`: key, row).
final class RowStatements {
    let get: SQLiteStatement
    private let connection: SQLiteConnection
    private let table: String

    init(_ connection: SQLiteConnection, id: Int) throws(SQLiteFault) {
        self.connection = connection
        table = Format.rowTable(id)
        get = try connection.prepare("SELECT v FROM \(table) WHERE k = ?")
    }

    private var ranges: (forward: SQLiteStatement?, backward: SQLiteStatement?) = (nil, nil)
    private var items: (byKey: SQLiteStatement?, byId: SQLiteStatement?, range: SQLiteStatement?) = (nil, nil, nil)
    private var writes: (insert: SQLiteStatement?, update: SQLiteStatement?, delete: SQLiteStatement?) = (nil, nil, nil)
    private var deleteEntry: SQLiteStatement?
    private var replaceEntry: SQLiteStatement?
    private var measuring: SQLiteStatement?
    private var numberedInsert: SQLiteStatement?

    // MARK: Items and entries

    /// The rows of a range of keys: key, value.
    func range(forward: Bool) throws(SQLiteFault) -> SQLiteStatement {
        forward
            ? try connection.prepare(
                "SELECT k, v FROM \(table) WHERE k >= ? AND k < ? ORDER BY k", into: &ranges.forward)
            : try connection.prepare(
                "SELECT k, v FROM \(table) WHERE k >= ? AND k < ? ORDER BY k DESC", into: &ranges.backward)
    }

    func insert() throws(SQLiteFault) -> SQLiteStatement {
        try connection.prepare("INSERT INTO \(table) (k, v) VALUES (?, ?)", into: &writes.insert)
    }

    /// Writes an entry, also where one lies.
    func replace() throws(SQLiteFault) -> SQLiteStatement {
        try connection.prepare("INSERT OR REPLACE INTO \(table) (k, v) VALUES (?, ?)", into: &replaceEntry)
    }

    /// Removes an entry by its key.
    func delete() throws(SQLiteFault) -> SQLiteStatement {
        try connection.prepare("DELETE FROM \(table) WHERE k = ?", into: &deleteEntry)
    }

    // MARK: Items only

    /// The row with a key: value, number of the row.
    func itemByKey() throws(SQLiteFault) -> SQLiteStatement {
        try connection.prepare("SELECT v, id FROM \(table) WHERE k = ?", into: &items.byKey)
    }

    /// The row with a number: value, key.
    func itemById() throws(SQLiteFault) -> SQLiteStatement {
        try connection.prepare("SELECT v, k FROM \(table) WHERE id = ?", into: &items.byId)
    }

    /// The items of a range of keys, forward: key, value, number of the row.
    func itemRange() throws(SQLiteFault) -> SQLiteStatement {
        try connection.prepare(
            "SELECT k, v, id FROM \(table) WHERE k >= ? AND k < ? ORDER BY k", into: &items.range)
    }

    /// Changes the row with a number.
    func updateItem() throws(SQLiteFault) -> SQLiteStatement {
        try connection.prepare("UPDATE \(table) SET v = ?2 WHERE id = ?1", into: &writes.update)
    }

    /// Removes the row with a number.
    func deleteItem() throws(SQLiteFault) -> SQLiteStatement {
        try connection.prepare("DELETE FROM \(table) WHERE id = ?", into: &writes.delete)
    }

    /// The size of the first rows of a range. SQLite knows a value's length without reading what of it is on other
    /// pages.
    func size() throws(SQLiteFault) -> SQLiteStatement {
        if let statement = measuring { return statement }
        let rows = "SELECT k, length(v) AS size FROM \(table) WHERE k >= ? AND k < ? ORDER BY k LIMIT ?"
        let statement = try connection.prepare("SELECT count(*), sum(size), max(k) FROM (\(rows))")
        measuring = statement
        return statement
    }

    // MARK: In the place of damaged items

    /// Adds a row with a number: key, value, number.
    func insertNumbered() throws(SQLiteFault) -> SQLiteStatement {
        try connection.prepare("INSERT INTO \(table) (k, v, id) VALUES (?, ?, ?)", into: &numberedInsert)
    }

    /// The highest number of a row; 0 in an empty storage.
    func lastNumber() throws(SQLiteFault) -> Int { try connection.integer("SELECT max(id) FROM \(table)") ?? 0 }

    /// Frees the statements, for a storage that is dropped.
    func finalize() {
        for statement in [
            get, ranges.forward, ranges.backward, items.byKey, items.byId, items.range, writes.insert, writes.update,
            writes.delete, deleteEntry, replaceEntry, measuring, numberedInsert,
        ] {
            statement?.finalize()
        }
    }
}
