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

    private var cache: (forward: SQLiteStatement?, backward: SQLiteStatement?) = (nil, nil)
    private var writes: (insert: SQLiteStatement?, update: SQLiteStatement?, delete: SQLiteStatement?) = (nil, nil, nil)

    private var measuring: SQLiteStatement?

    func range(forward: Bool) throws(SQLiteFault) -> SQLiteStatement {
        if forward {
            if let statement = cache.forward { return statement }
            let statement = try connection.prepare("SELECT k, v FROM \(table) WHERE k >= ? AND k < ? ORDER BY k")
            cache.forward = statement
            return statement
        }
        if let statement = cache.backward { return statement }
        let statement = try connection.prepare("SELECT k, v FROM \(table) WHERE k >= ? AND k < ? ORDER BY k DESC")
        cache.backward = statement
        return statement
    }

    func insert() throws(SQLiteFault) -> SQLiteStatement {
        if let statement = writes.insert { return statement }
        let statement = try connection.prepare("INSERT INTO \(table) (k, v) VALUES (?, ?)")
        writes.insert = statement
        return statement
    }

    func update() throws(SQLiteFault) -> SQLiteStatement {
        if let statement = writes.update { return statement }
        let statement = try connection.prepare("UPDATE \(table) SET v = ?2 WHERE k = ?1")
        writes.update = statement
        return statement
    }

    func delete() throws(SQLiteFault) -> SQLiteStatement {
        if let statement = writes.delete { return statement }
        let statement = try connection.prepare("DELETE FROM \(table) WHERE k = ?")
        writes.delete = statement
        return statement
    }

    /// The size of the first rows of a range. SQLite knows a value's length without reading what of it is on other pages.
    func size() throws(SQLiteFault) -> SQLiteStatement {
        if let statement = measuring { return statement }
        let rows = "SELECT k, length(v) AS size FROM \(table) WHERE k >= ? AND k < ? ORDER BY k LIMIT ?"
        let statement = try connection.prepare("SELECT count(*), sum(size), max(k) FROM (\(rows))")
        measuring = statement
        return statement
    }

    /// Frees the statements, for a storage that is dropped.
    func finalize() {
        for statement in [
            get, cache.forward, cache.backward, writes.insert, writes.update, writes.delete, measuring,
        ] {
            statement?.finalize()
        }
    }
}
