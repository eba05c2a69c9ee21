import CSQLite
import Glibc

/// An open log. SQLite hands us one block of memory: a head of ours, then the machine's own file.
///
/// **Pages that are read are verified** by the checksum in their frame, which SQLite itself reads only when it
/// recovers the log. Readers in the writer's process share what was verified.
///
/// **The writer's writes are joined**: SQLite writes each page with two calls, one for the frame's header and one for
/// the page, and a commit is ten to some hundred of them one after the other. They are gathered and go to the machine
/// with one call when SQLite syncs the log. What is gathered is not in the file yet, so this is only for a connection
/// that syncs the log in each commit (`synchronous = FULL`): SQLite shows a commit to other connections after that
/// sync, and nothing of an unfinished one ever. The connection itself may read back what it wrote before, or ask for
/// the file's size: then what is gathered is written first.
struct LogFile {
    typealias Pointer = UnsafeMutablePointer<sqlite3_file>

    /// The part that SQLite reads; it has to be first.
    private var base: sqlite3_file
    private let shared: Unmanaged<TableFile>?
    /// What is gathered: bytes that follow each other from `start`; nil for a connection that gathers nothing.
    private let buffer: UnsafeMutableRawPointer?
    private var start: Int64 = 0
    private var count = 0
    /// The first byte that was written since the last sync: checksums after it may not be final.
    private var unfinished = Int64.max
    /// Whether verified frames are shared with other connections.
    private let sharesPages: Bool
    /// Where pages are read to be verified, with what stands before them; made with the first.
    private var scratch: UnsafeMutableRawPointer?
    private var scratchSize = 0

    /// Room for our members, and aligned for the machine's.
    static let headSize = 96
    /// Bytes that are gathered at most: some thirty pages. SQLite's Unix files take no more than 128 KiB less one byte
    /// at a time, and more would not save a call worth mentioning.
    private static let capacity = 124 * 1024

    static func open(
        _ machine: UnsafeMutablePointer<sqlite3_vfs>, _ role: TableFiles.Role, _ name: UnsafePointer<CChar>?,
        _ file: Pointer, _ flags: Int32, _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        let buffer = role == .writer ? malloc(capacity) : nil
        if role == .writer && buffer == nil { return SQLITE_NOMEM }
        let code = machine.pointee.xOpen(machine, name, inner(file), flags, outFlags)
        guard code == SQLITE_OK, inner(file).pointee.pMethods != nil else {
            if let methods = inner(file).pointee.pMethods { _ = methods.pointee.xClose(inner(file)) }
            free(buffer)
            return code
        }
        let shared = PageFile.shared(of: name.flatMap { sqlite3_database_file_object($0) })
        head(file).initialize(
            to: LogFile(
                base: sqlite3_file(pMethods: methods), shared: shared.map { Unmanaged.passRetained($0) },
                buffer: buffer, sharesPages: role == .reader))
        return SQLITE_OK
    }

    @inline(__always)
    private static func inner(_ file: Pointer) -> Pointer {
        (UnsafeMutableRawPointer(file) + headSize).assumingMemoryBound(to: sqlite3_file.self)
    }

    @inline(__always)
    private static func head(_ file: Pointer) -> UnsafeMutablePointer<LogFile> {
        UnsafeMutableRawPointer(file).assumingMemoryBound(to: LogFile.self)
    }

    // MARK: Writing

    /// Takes bytes that follow what is gathered; writes what is gathered first when they do not.
    private mutating func write(_ bytes: UnsafeRawPointer, _ size: Int, at offset: Int64, _ inner: Pointer) -> Int32 {
        guard !isIndexLost else { return SQLiteCode.write }
        unfinished = min(unfinished, offset)
        forgetShared(offset, size)
        guard let buffer else { return TableFiles.write(inner, bytes, Int32(size), offset) }
        if count > 0, offset != start + Int64(count) || count + size > Self.capacity {
            let code = flush(inner)
            guard code == SQLITE_OK else { return code }
        }
        guard size <= Self.capacity else {
            return TableFiles.write(inner, bytes, Int32(size), offset)
        }
        if count == 0 { start = offset }
        (buffer + count).copyMemory(from: bytes, byteCount: size)
        count += size
        return SQLITE_OK
    }

    /// Whether nothing may be written any more; see ``TableFile/isIndexLost``.
    private var isIndexLost: Bool { shared?._withUnsafeGuaranteedRef { $0.isIndexLost } ?? false }

    /// Removes from the shared cache what is written again: the frame of this page, or all with the header of a new
    /// round.
    private func forgetShared(_ offset: Int64, _ size: Int) {
        guard let cache = shared?._withUnsafeGuaranteedRef({ $0.madeCaches.log }) else { return }
        if offset == 0 { return cache.forget(after: 0) }
        guard size == cache.pageSize, let frame = Self.frame(at: offset, pageSize: size) else { return }
        cache.forget(frame)
    }

    /// Hands what is gathered to the machine. What could not be written is forgotten: SQLite undoes the transaction.
    private mutating func flush(_ inner: Pointer) -> Int32 {
        guard count > 0, let buffer else { return SQLITE_OK }
        defer { count = 0 }
        guard !isIndexLost else { return SQLiteCode.write }
        return TableFiles.write(inner, buffer, Int32(count), start)
    }

    /// Goes on with the machine's file when everything that was gathered is in it.
    private static func flushed(_ file: Pointer?, _ body: (sqlite3_io_methods, Pointer) -> Int32) -> Int32 {
        guard let file, let methods = inner(file).pointee.pMethods else { return SQLITE_ERROR }
        let code = head(file).pointee.flush(inner(file))
        return code == SQLITE_OK ? body(methods.pointee, inner(file)) : code
    }

    private static func sync(_ file: Pointer?, _ flags: Int32) -> Int32 {
        let code = flushed(file) { $0.xSync($1, flags) }
        guard code == SQLITE_OK, let file else { return code }
        head(file).pointee.unfinished = .max
        // SQLite shows the commit to readers next. The log that the copier syncs shows nothing new.
        if head(file).pointee.buffer != nil { head(file).pointee.shared?.takeUnretainedValue().noteSyncedLog() }
        return code
    }

    // MARK: Reading

    /// The frame whose page begins at an offset, from 1; nil when none does.
    private static func frame(at offset: Int64, pageSize: Int) -> UInt32? {
        let frameSize = Int64(LogFormat.frameHeaderSize + pageSize)
        let place = offset - Int64(LogFormat.headerSize + LogFormat.frameHeaderSize)
        guard place >= 0, place % frameSize == 0 else { return nil }
        return UInt32(truncatingIfNeeded: place / frameSize + 1)
    }

    private static func read(
        _ file: Pointer, _ bytes: UnsafeMutableRawPointer, _ count: Int32, _ offset: Int64
    ) -> Int32 {
        let size = Int(count)
        guard size >= 512, size & (size - 1) == 0, let frame = frame(at: offset, pageSize: size),
            offset < head(file).pointee.unfinished
        else { return flushed(file) { $0.xRead($1, bytes, count, offset) } }
        guard head(file).pointee.sharesPages,
            let cache = head(file).pointee.shared?._withUnsafeGuaranteedRef({ $0.madeCaches.log }),
            cache.pageSize == size
        else { return readVerified(file, bytes, size, offset, frame) }
        if let known = cache.lend(frame) {
            bytes.copyMemory(from: known, byteCount: size)
            cache.giveBack(known)
            return SQLITE_OK
        }
        let loaded = cache.load(frame) { readVerified(file, $0, size, offset, frame) }
        guard let page = loaded.page else {
            return loaded.code == SQLITE_OK ? readVerified(file, bytes, size, offset, frame) : loaded.code
        }
        bytes.copyMemory(from: page, byteCount: size)
        cache.giveBack(page)
        return SQLITE_OK
    }

    /// Reads a page of the log, and verifies it with the checksums of its frame and of the frame before.
    private static func readVerified(
        _ file: Pointer, _ bytes: UnsafeMutableRawPointer, _ size: Int, _ offset: Int64, _ frame: UInt32
    ) -> Int32 {
        let headerSize = LogFormat.frameHeaderSize
        // From the sums before, which stand at the end of the log's header or of the frame before, to the page's end.
        let start = frame == 1 ? 24 : offset - Int64(2 * headerSize + size) + 16
        let count = Int(offset - start) + size
        guard let scratch = head(file).pointee.scratch(count) else { return SQLITE_NOMEM }
        let code = flushed(file) { $0.xRead($1, scratch, Int32(count), start) }
        guard code == SQLITE_OK else { return code }
        let all = UnsafeRawPointer(scratch)
        let sums = LogChecksum(first: all.bigEndianWord(0), second: all.bigEndianWord(4))
        let page = UnsafeRawBufferPointer(start: all + (count - size), count: size)
        guard holds(all + (count - size - headerSize), page, sums) else {
            head(file).pointee.shared?.takeUnretainedValue().noteDamage(-Int(frame))
            return SQLiteCode.damagedPage
        }
        bytes.copyMemory(from: all + (count - size), byteCount: size)
        return SQLITE_OK
    }

    /// Memory for so many bytes, the same each time; nil when there is none. A page with what stands before it is too
    /// large for the stack, and would be taken from the heap anew for each read.
    private mutating func scratch(_ size: Int) -> UnsafeMutableRawPointer? {
        guard scratchSize < size else { return scratch }
        free(scratch)
        scratch = malloc(size)
        scratchSize = scratch == nil ? 0 : size
        return scratch
    }

    private static func holds(
        _ header: UnsafeRawPointer, _ page: UnsafeRawBufferPointer, _ start: LogChecksum
    ) -> Bool {
        let stored = LogFormat.FrameHeader(header).checksum
        // A log is written in the machine's order; one of another machine is read once, when it is recovered.
        return [false, true].contains { bigEndian in
            LogFormat.sum(after: start, header: header, page: page, bigEndian: bigEndian) == stored
        }
    }

    // MARK: What SQLite calls

    private static func close(_ file: Pointer) -> Int32 {
        guard let methods = inner(file).pointee.pMethods else { return SQLITE_ERROR }
        let written = head(file).pointee.flush(inner(file))
        let code = methods.pointee.xClose(inner(file))
        free(head(file).pointee.buffer)
        free(head(file).pointee.scratch)
        head(file).pointee.shared?.release()
        return written == SQLITE_OK ? code : written
    }

    /// Version 1: what came later is for the database's own file.
    nonisolated(unsafe) private static let methods: UnsafePointer<sqlite3_io_methods> = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 1
        setData(&methods.pointee)
        setRest(&methods.pointee)
        return UnsafePointer(methods)
    }()

    private static func setData(_ methods: inout sqlite3_io_methods) {
        methods.xWrite = { file, bytes, size, offset in
            guard let file, let bytes else { return SQLITE_ERROR }
            return LogFile.head(file).pointee.write(bytes, Int(size), at: offset, LogFile.inner(file))
        }
        methods.xRead = { file, bytes, size, offset in
            guard let file, let bytes else { return SQLITE_ERROR }
            return LogFile.read(file, bytes, size, offset)
        }
        methods.xSync = { file, flags in LogFile.sync(file, flags) }
        methods.xTruncate = { file, size in
            guard let file, !LogFile.head(file).pointee.isIndexLost else { return SQLiteCode.write }
            LogFile.head(file).pointee.forgetShared(0, 0)
            return LogFile.flushed(file) { $0.xTruncate($1, size) }
        }
        methods.xFileSize = { file, size in LogFile.flushed(file) { $0.xFileSize($1, size) } }
        methods.xClose = { file in file.map { LogFile.close($0) } ?? SQLITE_ERROR }
    }

    private static func setRest(_ methods: inout sqlite3_io_methods) {
        methods.xLock = { file, lock in LogFile.flushed(file) { $0.xLock($1, lock) } }
        methods.xUnlock = { file, lock in LogFile.flushed(file) { $0.xUnlock($1, lock) } }
        methods.xCheckReservedLock = { file, result in LogFile.flushed(file) { $0.xCheckReservedLock($1, result) } }
        methods.xFileControl = { file, code, argument in LogFile.flushed(file) { $0.xFileControl($1, code, argument) } }
        methods.xSectorSize = { file in
            guard let file, let methods = LogFile.inner(file).pointee.pMethods else { return 0 }
            return methods.pointee.xSectorSize(LogFile.inner(file))
        }
        methods.xDeviceCharacteristics = { file in
            guard let file, let methods = LogFile.inner(file).pointee.pMethods else { return 0 }
            return methods.pointee.xDeviceCharacteristics(LogFile.inner(file))
        }
    }
}
