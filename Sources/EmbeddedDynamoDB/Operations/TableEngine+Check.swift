import DynamoModel
import TableStore

extension TableEngine {
    /// Verifies everything: SQLite's own structures, the checksum and decoding of every row, that every index has
    /// exactly the entries that its table asks for, and the counters.
    ///
    /// It reads in short steps, each in a snapshot of its own, and can run while the table is being used or on a file
    /// that was opened for reading only. The counters are compared when nothing was written meanwhile.
    /// - Throws: `serviceUnavailable` when the file cannot be read at all.
    public func check() async throws(DynamoDBError) -> CheckReport {
        try await store.check()
    }
}
