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
    /// Whether the statement names a table that is not there any more.
    var isMissingTable: Bool { primaryCode == SQLITE_ERROR && message.hasPrefix("no such table") }
}

extension SQLiteFault: CustomStringConvertible {
    package var description: String { "SQLite error \(code) (\(message)) in: \(statement)" }
}

/// Runs SQLite calls as a part of the store's work.
@inline(__always)
func storage<Result>(_ body: () throws(SQLiteFault) -> Result) throws(EngineFault) -> Result {
    do throws(SQLiteFault) { return try body() } catch { throw .storage(error) }
}
