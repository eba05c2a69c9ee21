import Glibc
import Synchronization

/// What the connections of this process know together of one database file and its log.
///
/// It lives as long as one of them has the file open. Files are known by device and inode: another file at the same
/// path is another file.
final class TableFile: @unchecked Sendable {
    /// The size of a page when pages carry checksums; 0 when they do not, or before the file's header was seen.
    private let checkedPageSize = Atomic<Int>(0)
    /// The first damaged page that a connection met: above 0 a page of the file, below 0 a frame of the log; 0 for
    /// none.
    private let damaged = Atomic<Int>(0)
    private let caches = Mutex<(file: PageCache?, log: PageCache?)>((nil, nil))

    /// Notes that the log's index was cut while it was in use; see ``LogIndexGuard``.
    let indexNote = LogIndexGuard.Note.allocate(capacity: 1)

    private init() { indexNote.initialize(to: Atomic(false)) }

    deinit {
        LogIndexGuard.remove(of: indexNote)
        indexNote.deinitialize(count: 1)
        indexNote.deallocate()
    }

    /// Whether the log's index is lost. What was read since says nothing, and nothing more may be written: the pages
    /// that SQLite takes for the present ones may be old.
    @inline(__always)
    var isIndexLost: Bool { indexNote.pointee.load(ordering: .acquiring) }

    private static let open = Mutex<[String: Weak]>([:])

    private struct Weak {
        weak var file: TableFile?
    }

    /// The file at a path that was just opened.
    static func at(_ path: String) -> TableFile {
        var status = stat()
        let key = stat(path, &status) == 0 ? "\(status.st_dev):\(status.st_ino)" : path
        return open.withLock { open in
            if let file = open[key]?.file { return file }
            open = open.filter { $0.value.file != nil }
            let file = TableFile()
            open[key] = Weak(file: file)
            return file
        }
    }

    /// A closure within a structure: one that is a generic type's whole value gets a further layer of conversions each
    /// time that it is read in place, and calls go ever deeper.
    private struct Action: Sendable {
        let run: @Sendable () -> Void
    }

    /// What the readers' pool does when the writer has synced the log.
    private let onSyncedLog = Mutex<Action?>(nil)

    /// Sets what is done each time that the writer has synced the log, on its thread.
    func whenLogIsSynced(_ body: @escaping @Sendable () -> Void) { onSyncedLog.withLock { $0 = Action(run: body) } }

    func noteSyncedLog() { onSyncedLog.withLock { $0 }?.run() }

    func noteLostIndex() { indexNote.pointee.store(true, ordering: .releasing) }

    // MARK: Checksums

    /// Bytes of the file's header that ``learn(_:)`` needs.
    static let headerSize = 100

    /// Takes from the file's header whether its pages carry checksums (sqlite.org/fileformat2.html, section 1.3).
    func learn(_ header: UnsafeRawBufferPointer) {
        guard header.count >= Self.headerSize, header.starts(with: "SQLite format 3\0".utf8) else { return }
        let size = Int(header[16]) << 8 | Int(header[17])
        // Once it was so it stays so: a damaged header must not turn the checks off.
        guard Int(header[20]) == PageChecksum.size else { return }
        checkedPageSize.store(size == 1 ? 65_536 : size, ordering: .relaxed)
    }

    /// The size of a page when pages carry checksums.
    var pageSize: Int? {
        let size = checkedPageSize.load(ordering: .relaxed)
        return size > 0 ? size : nil
    }

    /// Whether what is read or written at an offset is a whole page with a checksum; then its number, from 1.
    @inline(__always)
    func checkedPage(at offset: Int64, count: Int) -> Int? {
        let size = checkedPageSize.load(ordering: .relaxed)
        guard size == count, size > 0, offset & Int64(size &- 1) == 0 else { return nil }
        return Int(offset) / size + 1
    }

    /// Notes damage; the first one stays.
    func noteDamage(_ place: Int) { _ = damaged.compareExchange(expected: 0, desired: place, ordering: .relaxed) }

    /// Which page is damaged; see ``noteDamage(_:)``.
    var damagedPlace: Int { damaged.load(ordering: .relaxed) }

    // MARK: Caches

    /// What the file's cache may hold and what the log's, as shares of one budget.
    private static let logShare = 8

    /// The caches of pages of the file and of frames of the log, made at the first call with a budget.
    func caches(pageSize: Int, bytes: Int) -> (file: PageCache?, log: PageCache?) {
        caches.withLock { caches in
            if caches.file == nil, bytes > 0 {
                caches.log = PageCache(pageSize: pageSize, bytes: bytes / Self.logShare)
                caches.file = PageCache(pageSize: pageSize, bytes: bytes - bytes / Self.logShare)
            }
            return caches
        }
    }

    /// The caches, where they are made already: what is written has to be removed from them.
    var madeCaches: (file: PageCache?, log: PageCache?) { caches.withLock { $0 } }

    /// Forgets the pages after the end of a file that was made shorter.
    func forgetPages(from size: Int64) {
        guard let pageSize, let cache = madeCaches.file else { return }
        cache.forget(after: UInt32(truncatingIfNeeded: size / Int64(pageSize)))
    }
}
