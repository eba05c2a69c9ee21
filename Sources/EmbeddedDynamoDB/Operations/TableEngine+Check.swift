import DynamoModel
import TableStore

extension TableEngine {
    /// Verifies everything: SQLite's own structures, the checksum and decoding of every row, that every index has
    /// exactly the entries that its table asks for (the index of times to live: that none is missing), and the
    /// counters.
    ///
    /// It reads in short steps, each in a separate snapshot, and can run while the table is being used or on a file
    /// that was opened for reading only. The counters are compared when nothing was written meanwhile.
    /// - Throws: `serviceUnavailable` when the file cannot be read at all.
    public func check() async throws(DynamoDBError) -> CheckReport {
        try await store.check()
    }

    /// Mends what ``check()`` finds and what can be made again: items of which one byte is damaged, by their checksums;
    /// indexes, and numbers of items and sizes, from the tables. Other damaged items stay as they are.
    ///
    /// For a file that nobody else uses meanwhile: an index that is filled again cannot be read until it is full.
    /// - Parameter removesItems: whether damaged items that cannot be made again are removed.
    /// - Throws: `serviceUnavailable` when the file cannot be read or written; what was mended so far stays so.
    public func repair(removingDamagedItems removesItems: Bool = false) async throws(DynamoDBError) -> RepairReport {
        try await store.repair(removingDamagedItems: removesItems)
    }
}
