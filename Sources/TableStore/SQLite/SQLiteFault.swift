import CSQLite

/// A failed SQLite call: what it was about, without any value that was bound.
package struct SQLiteFault: Error, Sendable, Equatable {
    /// SQLite's extended result code.
    package let code: Int32
    /// SQLite's message.
    package let message: String
    /// The statement, or what was being done.
    package let statement: String

    /// The result code without its extension.
    var primaryCode: Int32 { code & 0xff }
    /// Whether it is the storage that has no room.
    var isFull: Bool { primaryCode == SQLITE_FULL }
    /// Whether the file is not what was written. A statement that SQLite does not understand means that a table is not
    /// in the file: of what was dropped, nobody asks after the catalog was read again.
    var isDamage: Bool {
        switch primaryCode {
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR: true
        default: code == SQLiteCode.damagedPage
        }
    }
}

extension SQLiteFault {
    /// What a call on a connection failed with.
    init(code: Int32, on database: OpaquePointer, statement: String) {
        let message =
            code == SQLiteCode.damagedPage ? Self.damagedPlace(database) : String(cString: sqlite3_errmsg(database))
        self.init(code: code, message: message, statement: statement)
    }

    /// Which page is damaged, in words.
    private static func damagedPlace(_ database: OpaquePointer) -> String {
        var place = 0
        guard sqlite3_file_control(database, nil, PageFile.damagedPlace, &place) == SQLITE_OK, place != 0 else {
            return "a page is not what was written"
        }
        return place > 0
            ? "page \(place) is not what was written" : "frame \(-place) of the write-ahead log is not what was written"
    }
}

extension SQLiteFault: CustomStringConvertible {
    package var description: String { "SQLite error \(code) (\(message)) in: \(statement)" }
}

/// Runs SQLite calls as a part of the store's work.
@inline(__always)
func storage<Result>(_ body: () throws(SQLiteFault) -> Result) throws(EngineFault) -> Result {
    do throws(SQLiteFault) { return try body() } catch { throw .storage(error) }
}
