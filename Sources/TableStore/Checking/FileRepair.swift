import Glibc

/// What the repair of a file's own tables did: of those that say what the file holds, not of items.
///
/// Rows of which one byte is damaged are made again by their checksums. What else is damaged is made again from other
/// rows where that is possible, and given up where it is not.
public struct FileRepair: Sendable, Equatable {
    /// What was made again, with nothing lost.
    public internal(set) var mended: [String] = []
    /// What is lost, each with what to do about it.
    public internal(set) var lost: [String] = []

    /// Mends a file that no other process uses, so that it can be opened.
    ///
    /// Pages of which one bit is turned are made again. When others are damaged, a new file is made of what can be
    /// read, and the old one is kept beside it; see ``FileSalvage``. A file of an older version is left as it is: it is
    /// upgraded when it is opened.
    /// - Throws: `beyondRepair` when the definition of a table or the names of attributes are lost, with what to do;
    ///   `damagedLog`, `inUse`, `foreign`, `cannotOpen`. Except for pages that were made again, and for the log, which
    ///   is copied into the file, that is then as it was.
    public static func run(path: String, options: StoreOptions = StoreOptions()) throws(StoreError) -> FileRepair {
        guard PlainFile.size(of: path) != nil else { throw .cannotOpen(path: path, reason: PlainFile.error) }
        let lock = try FileLock.take(on: path)
        defer { withExtendedLifetime(lock) {} }
        try Store.checkFirstBytes(path)
        let log = try Store.inspectLog(path)
        let salvage = try FileSalvage.run(path, options)
        if salvage.isNewFile { try lock.follow(path) }
        let sqlite = try Store.connect(path: path) { () throws(SQLiteFault) in
            try Store.openWriter(path: path, options)
        }
        defer { sqlite.close() }
        // A new file was mended before it came here.
        guard try isOfThisVersion(sqlite, path: path), !salvage.isNewFile else { return salvage.report }
        if log.hasLeftovers { try Store.beginLogAgain(sqlite, path: path) }
        do throws(FileMending.Failure) {
            return try mend(sqlite, now: Int(options.clock() * 1000), after: salvage)
        } catch {
            if sqlite.isInTransaction { try? sqlite.execute("ROLLBACK") }
            if case .storage(let fault) = error, error.loss == nil { throw StoreError.opening(path, fault) }
            throw .beyondRepair(path: path, found: "\(error.loss ?? ""). \(remedy)")
        }
    }

    static let remedy =
        "Nothing was changed. Put a copy of the file in its place that was made before, or begin a new file and restore "
        + "backups into it ('lexi table restore')"

    private static func mend(
        _ sqlite: SQLiteConnection, now: Int, after salvage: FileSalvage.Outcome
    ) throws(FileMending.Failure) -> FileRepair {
        try FileMending.storage { () throws(SQLiteFault) in try sqlite.execute("BEGIN IMMEDIATE") }
        var mending = FileMending(sqlite, now: now)
        mending.report = salvage.report
        try mending.run()
        try FileMending.storage { () throws(SQLiteFault) in try sqlite.execute("COMMIT") }
        return mending.report
    }

    /// - Throws: `foreign` for a file of another program or a newer version.
    private static func isOfThisVersion(_ sqlite: SQLiteConnection, path: String) throws(StoreError) -> Bool {
        let objection: String?
        do throws(SQLiteFault) {
            guard try sqlite.integer("PRAGMA user_version") ?? 0 >= Format.version else { return false }
            objection = try Format.objectionToHeader(sqlite)
        } catch {
            throw StoreError.opening(path, error)
        }
        if let objection { throw .foreign(path: path, found: objection) }
        return true
    }
}
