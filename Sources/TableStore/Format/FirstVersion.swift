import DynamoModel

/// Files of version 1, and how they become files of version 2.
///
/// - The file's own tables had no checksums; `backfills` and `purges` are `tasks` now. Storages that were dropped are
///   not copied.
/// - Rows of items had no number (SQLite's is kept), and entries of indexes did not name their item's row. A
///   row of an item is the same in both. What is damaged stays as it is, so that reads of it go on being refused.
enum FirstVersion {
    /// Writes everything that a file of version 1 holds into a new one.
    static func upgrade(
        _ old: SQLiteConnection, _ new: SQLiteConnection, _ progress: UpgradeProgress
    ) throws(EngineFault) {
        let catalog = try CatalogRows.load(old)
        try storage { () throws(SQLiteFault) in
            try Format.make(new, nextId: try old.integer("SELECT value FROM meta WHERE name = 'next_id'") ?? 1)
            progress.total = try old.integer("SELECT sum(items) FROM counters") ?? 0
            try copyDefinitions(old, new)
            try copyOwnTables(old, new, Set(catalog.byId.values.flatMap { [$0.id] + $0.indexes.map(\.id) }))
            for table in catalog.byId.values.sorted(by: { $0.id < $1.id }) {
                try copyItems(table.id, old, new, progress)
                for index in table.indexes { try copyEntries(index.id, of: table.id, old, new, progress) }
            }
        }
    }

    private static func copyDefinitions(_ old: SQLiteConnection, _ new: SQLiteConnection) throws(SQLiteFault) {
        let rows = try old.prepare("SELECT id, v FROM tables")
        let insert = try new.prepare("INSERT INTO tables VALUES (?, ?)")
        defer { rows.finalize() }
        defer { insert.finalize() }
        while try rows.step() {
            insert.bind(1, rows.int(0))
            insert.bind(2, copying: [UInt8](rows.bytes(1)))
            try insert.run()
        }
    }

    private static func copyOwnTables(
        _ old: SQLiteConnection, _ new: SQLiteConnection, _ storages: Set<Int>
    ) throws(SQLiteFault) {
        try copy("SELECT id, name FROM names", old, to: .names, new) {
            [.int($0.int(0)), .int(NameTable.nobody), .blob([UInt8]($0.bytes(1)))]
        }
        try copy("SELECT id, items, bytes FROM counters", old, to: .counters, new) {
            storages.contains($0.int(0)) ? [.int($0.int(0)), .int($0.int(1)), .int($0.int(2))] : nil
        }
        try copy("SELECT id, cursor FROM backfills", old, to: .tasks, new) {
            [.int(MaintenanceID.Kind.filling.rawValue), .int($0.int(0)), .blob([UInt8]($0.bytes(1)))]
        }
        try copy("SELECT token, fingerprint, time FROM tokens", old, to: .tokens, new) {
            [.blob([UInt8]($0.bytes(0))), .blob([UInt8]($0.bytes(1))), .int($0.int(2))]
        }
    }

    private static func copy(
        _ sql: String, _ old: SQLiteConnection, to table: FileTable, _ new: SQLiteConnection,
        _ values: (SQLiteStatement) -> [FileTable.Value]?
    ) throws(SQLiteFault) {
        let rows = try old.prepare(sql)
        let insert = try new.prepare(table.replace)
        defer { rows.finalize() }
        defer { insert.finalize() }
        while try rows.step() {
            if let values = values(rows) { try table.write(values, insert) }
        }
    }

    // MARK: Rows

    private static func copyItems(
        _ id: Int, _ old: SQLiteConnection, _ new: SQLiteConnection, _ progress: UpgradeProgress
    ) throws(SQLiteFault) {
        try new.execute(Format.createRowTable(id, of: .items))
        let table = Format.rowTable(id)
        let rows = try old.prepare("SELECT rowid, k, v FROM \(table) ORDER BY rowid")
        let insert = try new.prepare("INSERT INTO \(table) VALUES (?, ?, ?)")
        defer { rows.finalize() }
        defer { insert.finalize() }
        while try rows.step() {
            insert.bind(1, rows.int(0))
            insert.bind(2, rows.bytes(1))
            insert.bind(3, rows.bytes(2))
            try insert.run()
            progress.count()
        }
    }

    private static func copyEntries(
        _ id: Int, of owner: Int, _ old: SQLiteConnection, _ new: SQLiteConnection, _ progress: UpgradeProgress
    ) throws(SQLiteFault) {
        try new.execute(Format.createRowTable(id, of: .entries))
        let table = Format.rowTable(id)
        let rows = try old.prepare("SELECT k, v FROM \(table) ORDER BY k")
        let find = try new.prepare("SELECT id FROM \(Format.rowTable(owner)) WHERE k = ?")
        let insert = try new.prepare("INSERT INTO \(table) VALUES (?, ?)")
        defer { for statement in [rows, find, insert] { statement.finalize() } }
        while try rows.step() {
            insert.bind(1, rows.bytes(0))
            insert.bind(2, copying: try entry(rows.bytes(0), rows.bytes(1), find))
            try insert.run()
            progress.count()
        }
    }

    /// The entry's value with the number of its item's row, when it is sound and has an item.
    private static func entry(
        _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, _ find: SQLiteStatement
    ) throws(SQLiteFault) -> [UInt8] {
        guard let (offset, _) = try? IndexEntry.verify(key: key, value: value) else { return [UInt8](value) }
        find.bind(1, UnsafeRawBufferPointer(rebasing: key[offset...]))
        defer { find.reset() }
        guard try find.step() else { return [UInt8](value) }
        return IndexEntry.value(entryKey: KeyBytes(key), baseKeySize: key.count - offset, row: find.int(0))
    }
}
