import DynamoModel

/// One of the file's own small tables: what its rows hold, and the checksum that each row ends with.
///
/// Rows of items and index entries, and the definitions in `tables`, carry their checksum inside their value instead.
struct FileTable: Sendable {
    let name: String
    /// The columns before the last, which is always `checksum`.
    let columns: [String]
    /// How many of the first columns are the key.
    let keyCount: Int
    private let declaration: String
    private let options: String
    /// The checksum of a row before its columns.
    let start: RowCheck

    private init(_ name: String, _ columns: [(name: String, type: String)], key: String? = nil) {
        self.name = name
        start = RowCheck(name)
        self.columns = columns.map(\.name)
        let declared = columns.map { "\($0.name) \($0.type)" } + ["checksum INTEGER NOT NULL"]
        declaration = (declared + (key.map { ["PRIMARY KEY (\($0))"] } ?? [])).joined(separator: ", ")
        options = key == nil ? "" : " WITHOUT ROWID"
        keyCount = key?.split(separator: ",").count ?? 1
    }

    /// Makes the table.
    var create: String { "CREATE TABLE \(name) (\(declaration))\(options);" }

    /// Adds a row, or puts it in the place of one with the same key.
    var replace: String {
        "INSERT OR REPLACE INTO \(name) VALUES (\(repeatElement("?", count: columns.count + 1).joined(separator: ", ")))"
    }

    /// Reads rows; a condition or an order can follow.
    var select: String { "SELECT \(columns.joined(separator: ", ")), checksum FROM \(name)" }

    // MARK: The tables

    /// What the file is, and its counts: `format` and `next_id`.
    static let meta = FileTable("meta", [("name", "TEXT NOT NULL"), ("value", "NOT NULL")], key: "name")
    /// Attribute names, each with the number that stands for it in rows, and the table whose quota it counts for.
    static let names = FileTable(
        "names", [("id", "INTEGER PRIMARY KEY"), ("storage", "INTEGER NOT NULL"), ("name", "BLOB NOT NULL")])
    /// How much each storage holds. Row 0 is of the file: the sequence number of its last change, and the time of it in
    /// milliseconds; it lies here because this page is written by every transaction anyway.
    static let counters = FileTable(
        "counters", [("id", "INTEGER PRIMARY KEY"), ("items", "INTEGER NOT NULL"), ("bytes", "INTEGER NOT NULL")])
    /// Work that is done in steps between other transactions: its kind (see ``MaintenanceID``), the storage that it is
    /// about, and how far it is.
    static let tasks = FileTable(
        "tasks", [("kind", "INTEGER NOT NULL"), ("id", "INTEGER NOT NULL"), ("position", "BLOB NOT NULL")],
        key: "kind, id"
    )
    /// The tokens of transactions.
    static let tokens = FileTable(
        "tokens", [("token", "BLOB NOT NULL"), ("fingerprint", "BLOB NOT NULL"), ("time", "INTEGER NOT NULL")],
        key: "token")
    /// The changes of tables that ask for it, in the order in which they were made.
    static let changes = FileTable(
        "changes",
        [
            ("sequence", "INTEGER PRIMARY KEY"), ("storage", "INTEGER NOT NULL"), ("time", "INTEGER NOT NULL"),
            ("cause", "INTEGER NOT NULL"), ("kind", "INTEGER NOT NULL"), ("key", "BLOB NOT NULL"), ("old", "BLOB"),
            ("new", "BLOB"),
        ])
    /// Who asks for the changes of which table, and up to which sequence number it needs them no more.
    static let recordings = FileTable(
        "recordings",
        [
            ("storage", "INTEGER NOT NULL"), ("consumer", "TEXT NOT NULL"), ("images", "INTEGER NOT NULL"),
            ("position", "INTEGER NOT NULL"),
        ], key: "storage, consumer")

    /// What stands beside tables or outlives them, as items: streams, for example. See ``DocumentKind``.
    static let documents = FileTable(
        "documents", [("kind", "TEXT NOT NULL"), ("name", "TEXT NOT NULL"), ("value", "BLOB NOT NULL")],
        key: "kind, name")

    /// All of them.
    static let all = [meta, names, counters, tasks, tokens, changes, recordings, documents]

    // MARK: Rows

    /// A value of a column.
    enum Value {
        case null
        case int(Int)
        case text(String)
        case blob([UInt8])
    }

    /// Writes a row with its checksum.
    func write(_ values: [Value], _ statement: SQLiteStatement) throws(SQLiteFault) {
        var check = start
        for (position, value) in values.enumerated() {
            let column = Int32(position + 1)
            switch value {
            case .null:
                statement.bindNull(column)
                check.addNull()
            case .int(let value):
                statement.bind(column, value)
                check.add(value)
            case .text(let text):
                statement.bind(column, text: text)
                check.add(Array(text.utf8))
            case .blob(let bytes):
                statement.bind(column, copying: bytes)
                check.add(bytes)
            }
        }
        statement.bind(Int32(values.count + 1), check.value)
        try statement.run()
    }

    /// Writes a row with its checksum, by a statement of this once.
    func write(_ values: [Value], _ sqlite: SQLiteConnection) throws(SQLiteFault) {
        let statement = try sqlite.prepare(replace)
        defer { statement.finalize() }
        try write(values, statement)
    }

    /// Whether the row that ``select`` found is what was written.
    func isSound(_ statement: SQLiteStatement) -> Bool {
        var check = start
        for column in 0..<Int32(columns.count) { statement.add(column, to: &check) }
        return check.value == statement.int(Int32(columns.count))
    }

    /// Whether the row that ``select`` found would be what was written if a column held another number.
    func isSound(_ statement: SQLiteStatement, if column: Int32, is number: Int) -> Bool {
        var check = start
        for other in 0..<Int32(columns.count) {
            if other == column { check.add(number) } else { statement.add(other, to: &check) }
        }
        return check.value == statement.int(Int32(columns.count))
    }

    /// Verifies the row that ``select`` found.
    func verify(_ statement: SQLiteStatement) throws(EngineFault) {
        if !isSound(statement) { throw damage(statement) }
    }

    /// The damage of the row that ``select`` found. Keys of these tables are numbers and names of our own, but those of
    /// tokens.
    func damage(_ statement: SQLiteStatement) -> EngineFault {
        let key = name == Self.tokens.name ? "" : " '\(statement.text(0))'"
        return .damagedFile(table: name, what: "the checksum of row\(key) does not match")
    }

    /// Runs `body` on each row that a condition finds, verified.
    func forEach(
        _ condition: String = "", _ sqlite: SQLiteConnection, _ body: (SQLiteStatement) throws(EngineFault) -> Void
    ) throws(EngineFault) {
        let statement = try storage { () throws(SQLiteFault) in try sqlite.prepare("\(select) \(condition)") }
        defer { statement.finalize() }
        while try storage({ () throws(SQLiteFault) in try statement.step() }) {
            try verify(statement)
            try body(statement)
        }
    }

    // MARK: Checking

    /// Rows that are verified in one snapshot.
    static let rowsPerSlice = 1000

    /// Where a check has come to: the key of the last row, nil before the first.
    typealias Position = [Value]

    /// Verifies the next rows.
    ///
    /// - Parameter position: where the slice before ended.
    /// - Returns: what is wrong with them, and where the next slice begins; nil at the end.
    func problems(
        after position: Position?, _ sqlite: SQLiteConnection
    ) throws(EngineFault) -> (found: [String], next: Position?) {
        try storage { () throws(SQLiteFault) in
            let statement = try sqlite.prepare(slice(isFirst: position == nil))
            defer { statement.finalize() }
            for (column, value) in (position ?? []).enumerated() { statement.bind(Int32(column + 1), value) }
            var (problems, last, count): ([String], Position?, Int) = ([], nil, 0)
            while try statement.step() {
                if !isSound(statement) { problems.append(damage(statement).answer.message) }
                count += 1
                if count == Self.rowsPerSlice { last = (0..<keyCount).map { statement.value(Int32($0)) } }
            }
            return (problems, last)
        }
    }

    private func slice(isFirst: Bool) -> String {
        let key = columns.prefix(keyCount).joined(separator: ", ")
        let marks = repeatElement("?", count: keyCount).joined(separator: ", ")
        return "\(select) \(isFirst ? "" : "WHERE (\(key)) > (\(marks))") ORDER BY \(key) LIMIT \(Self.rowsPerSlice)"
    }
}
