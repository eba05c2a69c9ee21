import DynamoModel

/// The file with what an export knows so far: what changed rows were, and how far the export is. It lies beside the
/// table's file for as long as the export takes, so that neither memory nor the table's file grows with the changes.
///
/// All of it is in one transaction up to ``commit(_:)``: a process that is killed goes on where the last one ended.
package final class ExportScratch {
    /// How far an export is.
    package struct Progress: Sendable, Equatable {
        /// The last change that was taken note of; nil before the first.
        package var applied: Int?
        /// The key up to which rows are in the data file.
        package var lastKey: KeyBytes = []
        /// The size of the data file.
        package var fileSize = 0
        /// Items of the data file, and their size.
        package var items = 0
        package var bytes = 0

        package init() {}
    }

    /// What is known of a row that changed.
    struct Past {
        let key: KeyBytes
        let old: [UInt8]?
        /// When it was changed last within the stretch that is exported.
        let time: Int
        let new: [UInt8]?
        /// Whether `new` is what the row became; otherwise it still is what it became.
        let isSettled: Bool
    }

    private let sqlite: SQLiteConnection

    private static let schema = """
        CREATE TABLE IF NOT EXISTS past (key BLOB PRIMARY KEY, old BLOB, time INTEGER NOT NULL, new BLOB,
            settled INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS progress (id INTEGER PRIMARY KEY, applied INTEGER, last BLOB NOT NULL,
            size INTEGER NOT NULL, items INTEGER NOT NULL, bytes INTEGER NOT NULL);
        BEGIN
        """

    /// Opens the file, or makes it.
    ///
    /// - Throws: also when the file is damaged: then the export has to begin again.
    package init(path: String) throws(EngineFault) {
        sqlite = try storage { () throws(SQLiteFault) in
            let sqlite = try SQLiteConnection(path: path, mode: .readWriteCreate)
            try sqlite.execute(Self.schema)
            return sqlite
        }
    }

    deinit { sqlite.close() }

    /// How far the export was at the last commit.
    package func progress() throws(EngineFault) -> Progress {
        try storage { () throws(SQLiteFault) in
            let statement = try sqlite.prepare("SELECT applied, last, size, items, bytes FROM progress")
            defer { statement.finalize() }
            var progress = Progress()
            guard try statement.step() else { return progress }
            progress.applied = statement.isNull(0) ? nil : statement.int(0)
            progress.lastKey = KeyBytes(statement.bytes(1))
            (progress.fileSize, progress.items, progress.bytes) = (statement.int(2), statement.int(3), statement.int(4))
            return progress
        }
    }

    /// Makes what was noted since the last commit durable, with how far the export is.
    package func commit(_ progress: Progress) throws(EngineFault) {
        try run(
            "INSERT OR REPLACE INTO progress VALUES (0, ?, ?, ?, ?, ?)",
            [
                progress.applied.map { .int($0) } ?? .null, .blob(progress.lastKey), .int(progress.fileSize),
                .int(progress.items), .int(progress.bytes),
            ])
        try storage { () throws(SQLiteFault) in try sqlite.execute("COMMIT; BEGIN") }
    }

    // MARK: Changes

    /// Notes what a row was before a change, unless an earlier change is known.
    func noteOld(_ change: RecordedChange) throws(EngineFault) {
        try run(
            "INSERT OR IGNORE INTO past VALUES (?, ?, ?, NULL, 1)",
            [.blob(change.key), change.old.map { .blob($0) } ?? .null, .int(change.time)])
    }

    /// Notes a change of the stretch: what the row was before the first, and when the last was.
    func noteChange(_ change: RecordedChange) throws(EngineFault) {
        try run(
            """
            INSERT INTO past VALUES (?, ?, ?, NULL, 0) ON CONFLICT (key) DO UPDATE SET time = excluded.time
            """, [.blob(change.key), change.old.map { .blob($0) } ?? .null, .int(change.time)])
    }

    /// Notes what a row had become by the end of the stretch, as the first change after it found it.
    func noteNew(_ change: RecordedChange) throws(EngineFault) {
        try run(
            "UPDATE past SET new = ?, settled = 1 WHERE key = ? AND settled = 0",
            [change.old.map { .blob($0) } ?? .null, .blob(change.key)])
    }

    /// What is known of rows after a key and up to another, in the order of their keys.
    ///
    /// - Returns: at most so many as fit into memory, and whether these are all.
    func past(after key: KeyBytes, through last: KeyBytes) throws(EngineFault) -> (rows: [Past], isAll: Bool) {
        try storage { () throws(SQLiteFault) in
            let statement = try sqlite.prepare(
                "SELECT key, old, time, new, settled FROM past WHERE key > ? AND key <= ? ORDER BY key")
            defer { statement.finalize() }
            statement.bind(1, copying: key)
            statement.bind(2, copying: last)
            var (rows, bytes): ([Past], Int) = ([], 0)
            while try statement.step() {
                if rows.count >= Self.rowsAtATime || bytes >= Self.bytesAtATime { return (rows, false) }
                let row = Past(
                    key: KeyBytes(statement.bytes(0)), old: statement.isNull(1) ? nil : [UInt8](statement.bytes(1)),
                    time: statement.int(2), new: statement.isNull(3) ? nil : [UInt8](statement.bytes(3)),
                    isSettled: statement.int(4) != 0)
                bytes += row.key.count + (row.old?.count ?? 0) + (row.new?.count ?? 0)
                rows.append(row)
            }
            return (rows, true)
        }
    }

    private static let rowsAtATime = 256
    private static let bytesAtATime = 1 << 20

    private var statements: [String: SQLiteStatement] = [:]

    private func statement(_ sql: String) throws(SQLiteFault) -> SQLiteStatement {
        if let known = statements[sql] { return known }
        let made = try sqlite.prepare(sql)
        statements[sql] = made
        return made
    }

    private func run(_ sql: String, _ values: [FileTable.Value]) throws(EngineFault) {
        try storage { () throws(SQLiteFault) in
            let statement = try statement(sql)
            for (index, value) in values.enumerated() { statement.bind(Int32(index + 1), value) }
            try statement.run()
        }
    }
}
