import CSQLite
import Glibc

/// A new file that takes the place of one when it is complete and on disk; the old one is kept beside it. Until then
/// nothing of the old file changes.
struct FileReplacement {
    let path: String
    /// What is added to the path while it is made.
    let suffix: String
    /// What is done, for messages.
    let task: String

    var temporary: String { path + suffix }

    /// Begins the file, without a journal: an unfinished one is thrown away.
    func openNew(cacheKibibytes: Int) throws(SQLiteFault) -> SQLiteConnection {
        // As FileLock makes it: its owner's only.
        let made = open(temporary, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if made >= 0 { close(made) }
        let files = TableFiles.name(.carelessWriter)
        let new = try SQLiteConnection(path: temporary, mode: .readWriteCreate, files: files)
        new.reserveForChecksums()
        try new.execute("PRAGMA page_size = \(Store.pageSize)")
        try new.execute("PRAGMA journal_mode = OFF")
        try new.execute("PRAGMA synchronous = OFF")
        try new.execute("PRAGMA secure_delete = OFF")
        try new.execute("PRAGMA cache_size = -\(cacheKibibytes)")
        // The first page says that pages have checksums: it is to be there before the cache is full and others are
        // written.
        try new.execute("PRAGMA application_id = \(Format.applicationId)")
        return new
    }

    /// Removes what was made of it.
    func remove() {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(temporary + suffix) }
    }

    /// Puts the new file, which nobody has open, in the old one's place. The old one's log is empty.
    ///
    /// - Parameter name: what the old one is called from now on; a number is added when that is taken.
    /// - Returns: where the old file is now.
    func exchange(keeping name: String) throws(StoreError) -> String {
        guard PlainFile.synchronize(temporary) else { throw failed("\(temporary) cannot be synced") }
        let kept = free(name)
        guard link(path, kept) == 0 else { throw failed("the old file cannot be kept as \(kept)") }
        // Empty since the checkpoint; of the new file they are not.
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
        guard rename(temporary, path) == 0 else {
            let error = failed("the new file cannot take its place")
            unlink(kept)
            throw error
        }
        let folder = PlainFile.folder(of: path)
        guard PlainFile.synchronize(folder) else { throw failed("\(folder) cannot be synced") }
        return kept
    }

    /// A name that nothing has: a file that was kept earlier is never written over.
    private func free(_ plain: String) -> String {
        var (name, number) = (plain, 2)
        while access(name, F_OK) == 0 {
            name = "\(plain)-\(number)"
            number += 1
        }
        return name
    }

    func failed(_ what: String) -> StoreError {
        .cannotOpen(path: path, reason: "\(task): \(what): \(PlainFile.error)")
    }
}
