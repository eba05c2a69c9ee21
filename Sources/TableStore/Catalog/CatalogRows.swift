import DynamoModel

/// The stored form of the catalog: one checksummed row for each table.
enum CatalogRows {
    static func key(_ id: Int) -> KeyBytes { withUnsafeBytes(of: UInt64(id).bigEndian) { KeyBytes($0) } }

    /// Reads all tables.
    static func load(_ sqlite: SQLiteConnection) throws(EngineFault) -> Catalog {
        var rows: [(id: Int, row: [UInt8])] = []
        try storage { () throws(SQLiteFault) in
            let statement = try sqlite.prepare("SELECT id, v FROM tables ORDER BY id")
            defer { statement.finalize() }
            while try statement.step() { rows.append((statement.int(0), [UInt8](statement.bytes(1)))) }
        }
        var catalog = Catalog()
        for (id, row) in rows {
            guard let definition = definition(row, id: id) else {
                throw .damaged(table: "number \(id)", what: "its definition cannot be read")
            }
            catalog.set(TableInfo(definition))
        }
        return catalog
    }

    /// The definition that a row holds when it is that of the table with a number.
    static func definition(_ row: [UInt8], id: Int) -> TableDefinition? {
        let definition = row.withUnsafeBytes { row in
            key(id).withUnsafeBytes { key -> TableDefinition? in
                guard let stored = try? StoredItem(row: row, key: key), let item = try? stored.item(names: nil) else {
                    return nil
                }
                return TableDefinition(stored: item)
            }
        }
        guard var definition, definition.id == id else { return nil }
        // A throughput that is taken for what was not stored must not follow later changes of the table.
        definition.warmThroughput = definition.warmThroughput
        return definition
    }

    /// Writes a table's definition.
    static func save(_ definition: TableDefinition, _ sqlite: SQLiteConnection) throws(SQLiteFault) {
        let item = definition.stored
        let statement = try sqlite.prepare("INSERT OR REPLACE INTO tables VALUES (?, ?)")
        defer { statement.finalize() }
        statement.bind(1, definition.id)
        statement.bind(2, copying: ItemCodec.encode(item, size: item.itemSize, key: key(definition.id), names: nil))
        try statement.run()
    }

    /// Removes a table's definition.
    static func remove(_ id: Int, _ sqlite: SQLiteConnection) throws(SQLiteFault) {
        try sqlite.execute("DELETE FROM tables WHERE id = \(id)")
    }
}
