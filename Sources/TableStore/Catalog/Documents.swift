import DynamoModel

// Documents: items that stand beside tables or outlive them, each with a name that is unique among those of its kind.

extension StoreConnection {
    /// All documents of a kind, in the order of their names.
    package func documents(of kind: DocumentKind) throws(EngineFault) -> [(name: String, item: Item)] {
        try Documents.load(kind, sqlite)
    }

    /// Looks at each document of a kind, in the order of their names: one is in memory at a time.
    package func forEachDocument(
        of kind: DocumentKind, _ body: (String, Item) throws(EngineFault) -> Void
    ) throws(EngineFault) {
        try Documents.forEach(kind, sqlite, body)
    }

    /// The documents of a kind whose names are in a range, in the order of their names.
    package func documents(
        of kind: DocumentKind, from first: String, to end: String
    ) throws(EngineFault) -> [(name: String, item: Item)] {
        try Documents.load(
            kind, sqlite, where: " AND name >= '\(Documents.quoted(first))' AND name < '\(Documents.quoted(end))'")
    }
}

extension Writer {
    /// Writes a document, in place of the one of its name.
    package func save(_ item: Item, as kind: DocumentKind, _ name: String) throws(EngineFault) {
        try TableStore.storage { () throws(SQLiteFault) in try Documents.save(item, as: kind, name, sqlite) }
    }

    /// Removes the first documents of a kind whose names are before a name, so many at most.
    package func removeDocuments(of kind: DocumentKind, before name: String, limit: Int) throws(EngineFault) {
        try TableStore.storage { () throws(SQLiteFault) in
            let named =
                "SELECT name FROM documents WHERE kind = '\(kind.rawValue)' AND name < '\(Documents.quoted(name))'"
            try sqlite.execute(
                "DELETE FROM documents WHERE kind = '\(kind.rawValue)' AND name IN (\(named) ORDER BY name LIMIT \(limit))"
            )
        }
    }

    /// Removes a document; one that is not there is no error.
    package func remove(_ kind: DocumentKind, _ name: String) throws(EngineFault) {
        try TableStore.storage { () throws(SQLiteFault) in
            let statement = try sqlite.prepare("DELETE FROM documents WHERE kind = ? AND name = ?")
            defer { statement.finalize() }
            statement.bind(1, text: kind.rawValue)
            statement.bind(2, text: name)
            try statement.run()
        }
    }
}

/// The stored form of documents.
enum Documents {
    static func key(_ kind: DocumentKind, _ name: String) -> KeyBytes {
        KeyBytes(kind.rawValue.utf8) + [0] + KeyBytes(name.utf8)
    }

    static func save(
        _ item: Item, as kind: DocumentKind, _ name: String, _ sqlite: SQLiteConnection
    ) throws(SQLiteFault) {
        let value = ItemCodec.encode(item, size: item.itemSize, key: key(kind, name), names: nil)
        try FileTable.documents.write([.text(kind.rawValue), .text(name), .blob(value)], sqlite)
    }

    /// The item of a document's value; nil for one that cannot be read.
    static func item(_ kind: DocumentKind, _ name: String, _ value: UnsafeRawBufferPointer) -> Item? {
        key(kind, name).withUnsafeBytes { key in
            guard let stored = try? StoredItem(row: value, key: key) else { return nil }
            return try? stored.item(names: nil)
        }
    }

    /// A text within quotes of SQL.
    static func quoted(_ text: String) -> String {
        String(decoding: text.utf8.flatMap { $0 == UInt8(ascii: "'") ? [$0, $0] : [$0] }, as: UTF8.self)
    }

    static func load(
        _ kind: DocumentKind, _ sqlite: SQLiteConnection, where condition: String = ""
    ) throws(EngineFault) -> [(name: String, item: Item)] {
        var documents: [(name: String, item: Item)] = []
        try forEach(kind, sqlite, where: condition) { (name, item) in documents.append((name, item)) }
        return documents
    }

    static func forEach(
        _ kind: DocumentKind, _ sqlite: SQLiteConnection, where condition: String = "",
        _ body: (String, Item) throws(EngineFault) -> Void
    ) throws(EngineFault) {
        let condition = "WHERE kind = '\(kind.rawValue)'\(condition) ORDER BY name"
        try FileTable.documents.forEach(condition, sqlite) { (row) throws(EngineFault) in
            let name = row.text(1)
            guard let item = item(kind, name, row.bytes(2)) else { throw FileTable.documents.damage(row) }
            try body(name, item)
        }
    }
}
