import DynamoModel
import TableStore

extension TableEngine {
    /// Verifies everything: SQLite's own structures, the checksum and decoding of every row, that every index has
    /// exactly the entries that its table asks for, and the counters.
    ///
    /// It reads in short steps, each in a separate snapshot, and can run while the table is being used or on a file
    /// that was opened for reading only. The counters are compared when nothing was written meanwhile.
    /// - Throws: `serviceUnavailable` when the file cannot be read at all.
    public func check() async throws(DynamoDBError) -> CheckReport {
        try await store.check()
    }

    /// Mends what ``check()`` finds and what can be made again from the tables: indexes, and numbers of items and
    /// sizes. Items are never changed.
    ///
    /// For a file that nobody else uses meanwhile: an index that is filled again cannot be read until it is full.
    /// - Throws: `serviceUnavailable` when the file cannot be read or written; what was mended so far stays so.
    public func repair() async throws(DynamoDBError) -> RepairReport {
        try await store.repair()
    }
}
