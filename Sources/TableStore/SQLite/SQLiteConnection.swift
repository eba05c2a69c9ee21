import CSQLite

/// One connection to a SQLite database, opened without SQLite's own mutexes: its owner uses it from one thread at a
/// time.
final class SQLiteConnection {
    /// How a database is opened.
    enum Mode {
        /// Created when it is not there.
        case readWriteCreate
        /// Never created, for a reader next to the writer: it has to be able to lock.
        case readWrite
        /// Only read; nothing is created.
        case readOnly
    }

    let handle: OpaquePointer
    /// The size of the write-ahead log in frames after the last commit, reported by SQLite's own hook.
    private let walFramesCell: UnsafeMutablePointer<Int32>

    /// Opens a database file, or `:memory:`.
    /// - Parameter files: the registered name of SQLite's way to files; nil for its default.
    init(path: String, mode: Mode, files: String? = nil) throws(SQLiteFault) {
        let access =
            switch mode {
            case .readWriteCreate: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .readWrite: SQLITE_OPEN_READWRITE
            case .readOnly: SQLITE_OPEN_READONLY
            }
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, files)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw SQLiteFault(code: code, message: message, statement: "open")
        }
        handle = opened
        walFramesCell = .allocate(capacity: 1)
        walFramesCell.initialize(to: 0)
    }

    deinit {
        close()
        walFramesCell.deallocate()
    }

    private var isClosed = false

    /// Finalizes all statements and closes the file. Nothing may be called afterwards.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        while let statement = sqlite3_next_stmt(handle, nil) { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    /// Frames in the write-ahead log after this connection's last commit.
    var walFrames: Int {
        get { Int(walFramesCell.pointee) }
        set { walFramesCell.pointee = Int32(clamping: newValue) }
    }

    /// Asks for room for a checksum at the end of each page, for a file that nothing was written to yet.
    func reserveForChecksums() {
        var count = Int32(PageChecksum.size)
        sqlite3_file_control(handle, nil, SQLITE_FCNTL_RESERVE_BYTES, &count)
    }

    /// How many bytes at the end of each page SQLite leaves free.
    var reservedBytes: Int {
        var count: Int32 = -1
        sqlite3_file_control(handle, nil, SQLITE_FCNTL_RESERVE_BYTES, &count)
        return Int(count)
    }

    /// Whether the file says that its pages carry checksums; known once a page was read through ``TableFiles``.
    var verifiesPages: Bool {
        var size = 0
        return sqlite3_file_control(handle, nil, PageFile.checkedPageSize, &size) == SQLITE_OK && size > 0
    }

    /// Takes over checkpoints: SQLite reports the log's size and starts none by itself.
    func watchWriteAheadLog() {
        sqlite3_wal_hook(
            handle,
            { cell, _, _, frames in
                cell?.assumingMemoryBound(to: Int32.self).pointee = frames
                return SQLITE_OK
            }, walFramesCell)
    }

    /// Prepares one statement for use over and over.
    func prepare(_ sql: String) throws(SQLiteFault) -> SQLiteStatement {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw fault(code, sql) }
        return SQLiteStatement(handle: statement, database: handle)
    }

    /// The statement that is kept in `slot`, prepared the first time.
    @inline(__always)
    func prepare(
        _ sql: @autoclosure () -> String, into slot: inout SQLiteStatement?
    ) throws(SQLiteFault) -> SQLiteStatement {
        if let statement = slot { return statement }
        let statement = try prepare(sql())
        slot = statement
        return statement
    }

    /// Runs statements that return nothing of interest.
    func execute(_ sql: String) throws(SQLiteFault) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw fault(code, sql) }
    }

    /// The first column of the first row, as an integer; nil when there is no row, or nothing in it.
    func integer(_ sql: String) throws(SQLiteFault) -> Int? {
        let statement = try prepare(sql)
        defer { statement.finalize() }
        return try statement.step() && !statement.isNull(0) ? statement.int(0) : nil
    }

    /// The first column of all rows, as text.
    func texts(_ sql: String) throws(SQLiteFault) -> [String] {
        let statement = try prepare(sql)
        defer { statement.finalize() }
        var texts: [String] = []
        while try statement.step() { texts.append(statement.text(0)) }
        return texts
    }

    /// The number of the row that was added last.
    var lastInsertedRow: Int { Int(sqlite3_last_insert_rowid(handle)) }

    /// How many rows were inserted, updated or deleted since the connection was opened, undone ones included.
    var totalChanges: Int { Int(sqlite3_total_changes64(handle)) }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Copies the write-ahead log into the database file.
    ///
    /// - Returns: frames in the log, and how many of them are copied; nil when another checkpoint or reader was in the
    ///   way.
    func checkpoint(_ mode: Int32) throws(SQLiteFault) -> (frames: Int, copied: Int)? {
        var (frames, copied): (Int32, Int32) = (0, 0)
        let code = sqlite3_wal_checkpoint_v2(handle, nil, mode, &frames, &copied)
        if code & 0xff == SQLITE_BUSY { return nil }
        guard code == SQLITE_OK else { throw fault(code, "checkpoint") }
        return (Int(frames), Int(copied))
    }

    func fault(_ code: Int32, _ statement: String) -> SQLiteFault {
        SQLiteFault(code: code, on: handle, statement: statement)
    }
}
