import CSQLite

/// A prepared statement of a connection, which finalizes it at the latest when it is closed.
///
/// Bytes are bound without a copy: they have to stay where they are until ``reset()``.
struct SQLiteStatement {
    let handle: OpaquePointer
    let database: OpaquePointer

    /// Binds bytes, which must not be empty (SQLite would take them for NULL).
    @inline(__always)
    func bind(_ index: Int32, _ bytes: UnsafeRawBufferPointer) {
        sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), nil)
    }

    /// Binds an integer.
    func bind(_ index: Int32, _ value: Int) { sqlite3_bind_int64(handle, index, Int64(value)) }

    /// Binds nothing.
    func bindNull(_ index: Int32) { sqlite3_bind_null(handle, index) }

    /// Binds a text, copied.
    func bind(_ index: Int32, text: String) {
        sqlite3_bind_text(handle, index, text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
    }

    /// Binds the bytes of a text, copied.
    func bind(_ index: Int32, text: [UInt8]) {
        _ = text.withUnsafeBytes { bytes in
            sqlite3_bind_text(
                handle, index, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
                unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        }
    }

    /// Binds bytes, copied.
    func bind(_ index: Int32, copying bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { bytes in
            if bytes.isEmpty {
                sqlite3_bind_zeroblob(handle, index, 0)
            } else {
                sqlite3_bind_blob(
                    handle, index, bytes.baseAddress, Int32(bytes.count),
                    unsafeBitCast(-1, to: sqlite3_destructor_type.self))
            }
        }
    }

    /// Goes on to the next row; false at the end.
    @inline(__always)
    func step() throws(SQLiteFault) -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw fault(code)
    }

    /// Runs a statement that returns no rows, and makes it ready for the next time.
    @inline(__always)
    func run() throws(SQLiteFault) {
        let code = sqlite3_step(handle)
        if code == SQLITE_DONE {
            sqlite3_reset(handle)
            return
        }
        let fault = fault(code)
        sqlite3_reset(handle)
        if code != SQLITE_ROW { throw fault }
    }

    /// Ends the run and lets go of what was bound.
    @inline(__always)
    func reset() { sqlite3_reset(handle) }

    /// Frees the statement.
    func finalize() { sqlite3_finalize(handle) }

    /// The bytes of a column; they are there until the next step or reset.
    @inline(__always)
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }

    /// Whether a column is NULL.
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    /// An integer column.
    func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }

    /// A text column.
    func text(_ column: Int32) -> String { sqlite3_column_text(handle, column).map { String(cString: $0) } ?? "" }

    /// A column of any type.
    func value(_ column: Int32) -> FileTable.Value {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_NULL: .null
        case SQLITE_INTEGER: .int(int(column))
        case SQLITE_TEXT: .text(text(column))
        default: .blob([UInt8](bytes(column)))
        }
    }

    /// Binds a value of any type, copied.
    func bind(_ index: Int32, _ value: FileTable.Value) {
        switch value {
        case .null: bindNull(index)
        case .int(let value): bind(index, value)
        case .text(let text): bind(index, text: text)
        case .blob(let bytes): bind(index, copying: bytes)
        }
    }

    /// Adds a column of any type to a checksum.
    func add(_ column: Int32, to check: inout RowCheck) {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_NULL: check.addNull()
        case SQLITE_INTEGER: check.add(int(column))
        default: check.add(bytes(column))
        }
    }

    /// How many rows the last statement changed.
    var changes: Int { Int(sqlite3_changes64(database)) }

    private func fault(_ code: Int32) -> SQLiteFault {
        let sql = sqlite3_sql(handle).map { String(cString: $0) } ?? ""
        return SQLiteFault(code: code, on: database, statement: sql)
    }
}
