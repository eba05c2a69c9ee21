import CSQLite
import Glibc

/// An open database file whose pages are verified. SQLite hands us one block of memory: a head of ours, then the
/// machine's own file.
///
/// Its last eight bytes of each page hold the checksum (``PageChecksum``), if the file's header says that eight bytes
/// of each page are free; files of an older format are read as they are. A page that is not what was written is
/// `SQLITE_IOERR_DATA`.
struct PageFile {
    typealias Pointer = UnsafeMutablePointer<sqlite3_file>

    /// The part that SQLite reads; it has to be first.
    private var base: sqlite3_file
    private let shared: Unmanaged<TableFile>
    /// Whether pages may be lent from the shared cache.
    private let sharesPages: Bool
    /// Whether nobody can change the file.
    private let isStill: Bool
    /// Whether what is written is synced part by part: the disk would otherwise have all of it to do at once, and each
    /// commit of the writer's would wait for that.
    private let syncsParts: Bool
    /// Bytes that were written since the last sync.
    private var unsynced = 0
    /// The shared cache, once SQLite has said how much may be mapped.
    private var cache: Unmanaged<PageCache>?

    /// Room for our members, and aligned for the machine's.
    static let headSize = 64

    static func open(
        _ machine: UnsafeMutablePointer<sqlite3_vfs>, _ role: TableFiles.Role, _ name: UnsafePointer<CChar>?,
        _ file: Pointer, _ flags: Int32, _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        let code = machine.pointee.xOpen(machine, name, inner(file), flags, outFlags)
        guard inner(file).pointee.pMethods != nil else { return code }
        guard code == SQLITE_OK else {
            // SQLite closes what has methods, through ours.
            return close(machine: inner(file), code)
        }
        let shared = TableFile.at(name.map { String(cString: $0) } ?? "")
        head(file).initialize(
            to: PageFile(
                base: sqlite3_file(pMethods: methods), shared: Unmanaged.passRetained(shared),
                sharesPages: role == .reader, isStill: role == .still, syncsParts: role == .copier, cache: nil))
        return SQLITE_OK
    }

    private static func close(machine file: Pointer, _ code: Int32) -> Int32 {
        _ = file.pointee.pMethods.pointee.xClose(file)
        return code
    }

    /// What all connections know of the file that SQLite has open.
    static func shared(of file: Pointer?) -> TableFile? {
        guard let file, file.pointee.pMethods == methods else { return nil }
        return head(file).pointee.shared.takeUnretainedValue()
    }

    @inline(__always)
    private static func inner(_ file: Pointer) -> Pointer {
        (UnsafeMutableRawPointer(file) + headSize).assumingMemoryBound(to: sqlite3_file.self)
    }

    @inline(__always)
    private static func head(_ file: Pointer) -> UnsafeMutablePointer<PageFile> {
        UnsafeMutableRawPointer(file).assumingMemoryBound(to: PageFile.self)
    }

    @inline(__always)
    private static func through(_ file: Pointer?, _ body: (sqlite3_io_methods, Pointer) -> Int32) -> Int32 {
        guard let file, let methods = inner(file).pointee.pMethods else { return SQLITE_ERROR }
        return body(methods.pointee, inner(file))
    }

    // MARK: Pages

    private static func read(
        _ file: Pointer, _ buffer: UnsafeMutableRawPointer, _ count: Int32, _ offset: Int64
    ) -> Int32 {
        guard let methods = inner(file).pointee.pMethods else { return SQLITE_ERROR }
        let code = methods.pointee.xRead(inner(file), buffer, count, offset)
        guard code == SQLITE_OK || code == SQLiteCode.shortRead else { return code }
        return head(file).pointee.shared._withUnsafeGuaranteedRef { shared in
            let bytes = UnsafeRawBufferPointer(start: buffer, count: Int(count))
            if offset == 0, code == SQLITE_OK { shared.learn(bytes) }
            guard let page = shared.checkedPage(at: offset, count: Int(count)) else { return code }
            // The first page of a file that is being made is not there yet.
            if code == SQLiteCode.shortRead && page == 1 { return code }
            guard code == SQLITE_OK, PageChecksum.holds(bytes, number: page) else {
                shared.noteDamage(page)
                return SQLiteCode.damagedPage
            }
            return SQLITE_OK
        }
    }

    private static func write(
        _ file: Pointer, _ bytes: UnsafeRawPointer, _ count: Int32, _ offset: Int64
    ) -> Int32 {
        let shared = head(file).pointee.shared.takeUnretainedValue()
        guard !shared.isIndexLost else { return SQLiteCode.write }
        if offset == 0 { shared.learn(UnsafeRawBufferPointer(start: bytes, count: Int(count))) }
        guard let page = shared.checkedPage(at: offset, count: Int(count)) else {
            return TableFiles.write(inner(file), bytes, count, offset)
        }
        // SQLite leaves these bytes of its page to the program that reserved them.
        let buffer = UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(mutating: bytes), count: Int(count))
        if isSmall(file) { PageGap.clear(buffer, isFirst: page == 1) }
        PageChecksum.set(buffer, number: page)
        let code = TableFiles.write(inner(file), bytes, count, offset)
        shared.madeCaches.file?.forget(UInt32(truncatingIfNeeded: page))
        return code == SQLITE_OK && head(file).pointee.syncsParts ? syncPart(file, count) : code
    }

    /// Bytes that are written before they are synced, where that is done part by part.
    private static let partSize = 1024 * 1024

    private static func syncPart(_ file: Pointer, _ count: Int32) -> Int32 {
        head(file).pointee.unsynced += Int(count)
        guard head(file).pointee.unsynced >= partSize else { return SQLITE_OK }
        head(file).pointee.unsynced = 0
        return through(file) { $0.xSync($1, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY) }
    }

    /// Whether the file has so few pages that no page of it but those of trees can begin as those do.
    private static func isSmall(_ file: Pointer) -> Bool {
        var size: Int64 = 0
        guard let methods = inner(file).pointee.pMethods,
            methods.pointee.xFileSize(inner(file), &size) == SQLITE_OK
        else { return false }
        return size < Int64(PageGap.maximumPages) * Int64(Store.pageSize)
    }

    /// Lends a verified page from the shared cache; nothing when SQLite has to read it into its own.
    private static func fetch(
        _ file: Pointer, _ offset: Int64, _ count: Int32, _ memory: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    ) -> Int32 {
        memory.pointee = nil
        guard let cache = head(file).pointee.cache else { return SQLITE_OK }
        return cache._withUnsafeGuaranteedRef { cache in
            guard cache.pageSize == Int(count),
                let page = head(file).pointee.shared._withUnsafeGuaranteedRef({
                    $0.checkedPage(at: offset, count: Int(count))
                })
            else { return SQLITE_OK }
            let number = UInt32(truncatingIfNeeded: page)
            if let known = cache.lend(number) {
                memory.pointee = known
                return SQLITE_OK
            }
            let loaded = cache.load(number) { read(file, $0, count, offset) }
            memory.pointee = loaded.page
            return loaded.code
        }
    }

    // MARK: What SQLite asks for besides

    /// Asks a connection's file which page of it is damaged; see ``TableFile/damagedPlace``.
    static let damagedPlace: Int32 = 0x4c45_5849

    /// Asks a connection's file for the size of its pages when they carry checksums; 0 when they do not.
    static let checkedPageSize: Int32 = 0x4c45_5850

    private static func control(_ file: Pointer, _ code: Int32, _ argument: UnsafeMutableRawPointer?) -> Int32 {
        switch code {
        case damagedPlace:
            let place = head(file).pointee.shared.takeUnretainedValue().damagedPlace
            argument?.storeBytes(of: place, as: Int.self)
            return SQLITE_OK
        case checkedPageSize:
            let size = head(file).pointee.shared.takeUnretainedValue().pageSize ?? 0
            argument?.storeBytes(of: size, as: Int.self)
            return SQLITE_OK
        case SQLITE_FCNTL_MMAP_SIZE:
            // Nothing is mapped: the size is what the shared cache may take.
            guard let bytes = argument?.load(as: Int64.self), bytes > 0 else { return SQLITE_OK }
            useCache(file, bytes: Int(bytes))
            return SQLITE_OK
        case SQLITE_FCNTL_PERSIST_WAL where head(file).pointee.shared.takeUnretainedValue().isIndexLost:
            // The last connection asks whether it is to leave the log. What is in it could not be copied.
            argument?.storeBytes(of: 1, as: Int32.self)
            return SQLITE_OK
        default:
            return through(file) { $0.xFileControl($1, code, argument) }
        }
    }

    private static func useCache(_ file: Pointer, bytes: Int) {
        guard head(file).pointee.sharesPages, head(file).pointee.cache == nil else { return }
        let shared = head(file).pointee.shared.takeUnretainedValue()
        guard let size = shared.pageSize, let cache = shared.caches(pageSize: size, bytes: bytes).file else { return }
        head(file).pointee.cache = Unmanaged.passRetained(cache)
    }

    private static func close(_ file: Pointer) -> Int32 {
        let code = through(file) { $0.xClose($1) }
        head(file).pointee.cache?.release()
        head(file).pointee.shared.release()
        return code
    }

    private static func truncate(_ file: Pointer, _ size: Int64) -> Int32 {
        guard !head(file).pointee.shared.takeUnretainedValue().isIndexLost else { return SQLiteCode.write }
        let code = through(file) { $0.xTruncate($1, size) }
        head(file).pointee.shared.takeUnretainedValue().forgetPages(from: size)
        return code
    }

    /// Version 3: with shared memory for the log's index, and with pages that are lent.
    nonisolated(unsafe) private static let methods: UnsafePointer<sqlite3_io_methods> = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 3
        setPages(&methods.pointee)
        setLocks(&methods.pointee)
        setSharedMemory(&methods.pointee)
        return UnsafePointer(methods)
    }()

    private static func setPages(_ methods: inout sqlite3_io_methods) {
        methods.xRead = { file, buffer, count, offset in
            guard let file, let buffer else { return SQLITE_ERROR }
            return PageFile.read(file, buffer, count, offset)
        }
        methods.xWrite = { file, bytes, count, offset in
            guard let file, let bytes else { return SQLITE_ERROR }
            return PageFile.write(file, bytes, count, offset)
        }
        methods.xFetch = { file, offset, count, memory in
            guard let file, let memory else { return SQLITE_ERROR }
            return PageFile.fetch(file, offset, count, memory)
        }
        methods.xUnfetch = { file, _, page in
            guard let file, let page else { return SQLITE_OK }
            PageFile.head(file).pointee.cache?._withUnsafeGuaranteedRef { $0.giveBack(page) }
            return SQLITE_OK
        }
        methods.xTruncate = { file, size in file.map { PageFile.truncate($0, size) } ?? SQLITE_ERROR }
        methods.xClose = { file in file.map { PageFile.close($0) } ?? SQLITE_ERROR }
    }

    private static func setLocks(_ methods: inout sqlite3_io_methods) {
        methods.xSync = { file, flags in PageFile.through(file) { $0.xSync($1, flags) } }
        methods.xFileSize = { file, size in PageFile.through(file) { $0.xFileSize($1, size) } }
        methods.xLock = { file, lock in PageFile.through(file) { $0.xLock($1, lock) } }
        methods.xUnlock = { file, lock in PageFile.through(file) { $0.xUnlock($1, lock) } }
        methods.xCheckReservedLock = { file, result in PageFile.through(file) { $0.xCheckReservedLock($1, result) } }
        methods.xFileControl = { file, code, argument in
            file.map { PageFile.control($0, code, argument) } ?? SQLITE_ERROR
        }
        methods.xSectorSize = { file in PageFile.through(file) { $0.xSectorSize($1) } }
        methods.xDeviceCharacteristics = { file in
            let own = file.map { PageFile.head($0).pointee.isStill } == true ? SQLITE_IOCAP_IMMUTABLE : 0
            return PageFile.through(file) { $0.xDeviceCharacteristics($1) } | own
        }
    }

    private static func setSharedMemory(_ methods: inout sqlite3_io_methods) {
        methods.xShmMap = { file, region, size, extend, memory in
            let code = PageFile.through(file) { $0.xShmMap($1, region, size, extend, memory) }
            if code == SQLITE_OK, let file, let start = memory?.pointee {
                let shared = PageFile.head(file).pointee.shared.takeUnretainedValue()
                LogIndexGuard.add(UnsafeMutableRawPointer(mutating: start), size: Int(size), note: shared.indexNote)
            }
            return code
        }
        methods.xShmLock = { file, offset, count, flags in
            PageFile.through(file) { $0.xShmLock($1, offset, count, flags) }
        }
        methods.xShmBarrier = { file in
            _ = PageFile.through(file) { methods, inner in
                methods.xShmBarrier(inner)
                return SQLITE_OK
            }
        }
        methods.xShmUnmap = { file, delete in PageFile.through(file) { $0.xShmUnmap($1, delete) } }
    }
}
