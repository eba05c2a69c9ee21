import CSQLite
import DynamoModel

/// The layout of a database file, by which it is known again.
///
/// A later version can add an ordered log of changes (for streams) as one more table that ``Writer/apply(_:)`` appends to in the
/// transaction of the change; nothing here stands in its way.
enum Format {
    /// "LEXI": SQLite's application id of our files.
    static let applicationId = 0x4c45_5849
    /// The version of the layout. A file of another version is refused.
    static let version = 1
    /// The row that says whose file it is.
    static let name = "Lexi embedded DynamoDB"
    /// The first bytes of every SQLite file.
    static let magic: [UInt8] = Array("SQLite format 3\0".utf8)

    /// The SQLite table that holds the rows of a table or index.
    static func rowTable(_ id: Int) -> String { "r\(id)" }

    /// Makes the row table of a table's items, or of an index's entries.
    ///
    /// Items lie in the order of their making, with their keys in a tree of their own: new items share the last page, and
    /// the trees of keys are shallow, so that a transaction dirties half as many pages as with items in the order of
    /// their keys. Entries of an index are all key, and lie in its order.
    static func createRowTable(_ id: Int, of kind: RowKind) -> String {
        switch kind {
        case .items: "CREATE TABLE \(rowTable(id)) (k BLOB NOT NULL UNIQUE, v BLOB NOT NULL)"
        case .entries: "CREATE TABLE \(rowTable(id)) (k BLOB NOT NULL PRIMARY KEY, v BLOB NOT NULL) WITHOUT ROWID"
        }
    }

    /// Everything that a new file needs, run in one transaction.
    static let schema = """
        PRAGMA application_id = \(applicationId);
        PRAGMA user_version = \(version);
        CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE tables (id INTEGER PRIMARY KEY, v BLOB NOT NULL);
        CREATE TABLE names (id INTEGER PRIMARY KEY, name BLOB NOT NULL);
        CREATE TABLE counters (id INTEGER PRIMARY KEY, items INTEGER NOT NULL, bytes INTEGER NOT NULL);
        CREATE TABLE backfills (id INTEGER PRIMARY KEY, cursor BLOB NOT NULL);
        CREATE TABLE purges (id INTEGER PRIMARY KEY);
        CREATE TABLE tokens (token BLOB NOT NULL PRIMARY KEY, fingerprint BLOB NOT NULL, time INTEGER NOT NULL)
            WITHOUT ROWID;
        CREATE INDEX tokens_by_time ON tokens (time);
        INSERT INTO meta VALUES ('format', '\(name)');
        INSERT INTO meta VALUES ('next_id', 1);
        """

    /// What keeps a file from being used.
    ///
    /// - Returns: nil when the file is ours; `.some(nil)` never; a text that says what was found otherwise.
    static func objection(to connection: SQLiteConnection) throws(SQLiteFault) -> String? {
        let application = try connection.integer("PRAGMA application_id") ?? 0
        guard application == applicationId else {
            return "it is a SQLite database of another program (application id \(application))"
        }
        let found = try connection.integer("PRAGMA user_version") ?? 0
        guard found == version else {
            let age = found > version ? "newer" : "unknown"
            return "its format version \(found) is \(age); this program reads version \(version)"
        }
        let tables = try connection.texts("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        let needed = ["backfills", "counters", "meta", "names", "purges", "tables", "tokens"]
        for table in needed where !tables.contains(table) {
            return "its table \(table) is missing"
        }
        guard try connection.texts("SELECT value FROM meta WHERE name = 'format'") == [name] else {
            return "it does not say that it is a \(name)"
        }
        guard try connection.integer("SELECT value FROM meta WHERE name = 'next_id'") != nil else {
            return "its storage counter is missing"
        }
        return nil
    }
}
