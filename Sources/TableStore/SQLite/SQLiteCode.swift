import CSQLite

/// SQLite's extended result codes, which it defines by sums that Swift does not import (sqlite.org/rescode.html).
enum SQLiteCode {
    /// `SQLITE_IOERR_SHORT_READ`: the file ends before what was to be read does.
    static let shortRead = SQLITE_IOERR | 2 << 8
    /// `SQLITE_IOERR_WRITE`.
    static let write = SQLITE_IOERR | 3 << 8
    /// `SQLITE_IOERR_DATA`: what was read is not what was written; only a VFS says so.
    static let damagedPage = SQLITE_IOERR | 32 << 8
}
