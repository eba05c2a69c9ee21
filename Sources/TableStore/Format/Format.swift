import CSQLite
import DynamoModel

/// The layout of a database file, by which it is known again.
///
/// The page `README.md` of this module describes it; ``Upgrade`` brings files of older versions to it.
enum Format {
    /// "LEXI": SQLite's application id of our files.
    static let applicationId = 0x4c45_5849
    /// The version of the layout. An older file is upgraded when it is opened for writing, a newer one is refused.
    static let version = 3
    /// The row that says whose file it is.
    static let name = "Lexi embedded DynamoDB"
    /// The first bytes of every SQLite file.
    static let magic: [UInt8] = Array("SQLite format 3\0".utf8)

    /// The SQLite table that holds the rows of a table or index.
    static func rowTable(_ id: Int) -> String { "r\(id)" }

    /// Makes the row table of a table's items, or of an index's entries.
    ///
    /// Items lie in the order of their making, with their keys in a separate tree: new items share the last page,
    /// and the trees of keys are shallow, so that a transaction dirties half as many pages as with items in the order
    /// of their keys. Entries of an index are all key, and lie in its order.
    static func createRowTable(_ id: Int, of kind: RowKind) -> String {
        switch kind {
        case .items: "CREATE TABLE \(rowTable(id)) (id INTEGER PRIMARY KEY, k BLOB NOT NULL UNIQUE, v BLOB NOT NULL)"
        case .entries: "CREATE TABLE \(rowTable(id)) (k BLOB NOT NULL PRIMARY KEY, v BLOB NOT NULL) WITHOUT ROWID"
        }
    }

    /// Everything that a new file needs, run in one transaction.
    static let schema = """
        PRAGMA application_id = \(applicationId);
        PRAGMA user_version = \(version);
        \(FileTable.all.map(\.create).joined(separator: "\n"))
        CREATE TABLE tables (id INTEGER PRIMARY KEY, v BLOB NOT NULL);
        CREATE INDEX tokens_by_time ON tokens (time);
        """

    /// Makes the tables of a new file.
    static func make(_ sqlite: SQLiteConnection, nextId: Int = 1) throws(SQLiteFault) {
        try sqlite.execute(schema)
        try FileTable.meta.write([.text(Meta.format), .text(name)], sqlite)
        try FileTable.meta.write([.text(Meta.nextId), .int(nextId)], sqlite)
        try FileTable.counters.write([.int(fileCounter), .int(0), .int(0)], sqlite)
    }

    /// The rows of `meta`.
    enum Meta {
        static let format = "format"
        static let nextId = "next_id"
    }

    /// The row of `counters` that is of the file as a whole.
    static let fileCounter = 0

    /// What keeps a file from being used.
    ///
    /// - Returns: nil when the file is ours and of this version; otherwise what was found.
    /// - Throws: damage of what the file says of itself.
    static func objection(to connection: SQLiteConnection) throws(EngineFault) -> String? {
        if let objection = try storage({ () throws(SQLiteFault) in try objectionToHeader(connection) }) {
            return objection
        }
        var (saysWhatItIs, hasCounter) = (false, false)
        try FileTable.meta.forEach("", connection) { row in
            switch row.text(0) {
            case Meta.format: saysWhatItIs = row.text(1) == name
            case Meta.nextId: hasCounter = row.int(1) > 0
            default: break
            }
        }
        guard saysWhatItIs else { return "it does not say that it is a \(name)" }
        return hasCounter ? nil : "its storage counter is missing"
    }

    /// What of the file's header and schema keeps it from being used.
    static func objectionToHeader(_ connection: SQLiteConnection) throws(SQLiteFault) -> String? {
        let application = try connection.integer("PRAGMA application_id") ?? 0
        guard application == applicationId else {
            return "it is a SQLite database of another program (application id \(application))"
        }
        let found = try connection.integer("PRAGMA user_version") ?? 0
        guard found <= version else {
            return "its format version \(found) is newer; this program reads version \(version)"
        }
        guard found == version else {
            return
                "its format version \(found) is older than \(version); a program that writes to it (such as lexi serve) "
                + "upgrades it first"
        }
        let tables = try connection.texts("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        for table in (FileTable.all.map(\.name) + ["tables"]).sorted() where !tables.contains(table) {
            return "its table \(table) is missing"
        }
        return nil
    }
}
