import CSQLite
import Glibc
import Synchronization

/// SQLite's way to files, but that the writes into a write-ahead log are joined: SQLite writes each page with two calls, one for
/// the frame's head and one for the page, and a commit is ten to some hundred of them one behind the other. Here they
/// are gathered and go to the machine with one call when SQLite syncs the log.
///
/// What is gathered is not in the file yet, so this is only for a connection that syncs the log in each commit
/// (`synchronous = FULL`): SQLite shows a commit to other connections after that sync, and nothing of an unfinished one ever.
/// The connection itself may read back what it wrote before, or look at the file's size: then what is gathered is
/// written first. All other files are the machine's own, untouched.
enum LogFiles {
    /// The name to open a connection with, by which its log is joined; nil when SQLite refuses.
    ///
    /// It stands before whatever is the default at this moment.
    static func name() -> String? {
        guard let machine = sqlite3_vfs_find(nil), let machineName = machine.pointee.zName else { return nil }
        let name = "joined-" + String(cString: machineName)
        return registering.withLock { _ in
            if sqlite3_vfs_find(name) != nil { return name }
            return register(name, before: machine) == SQLITE_OK ? name : nil
        }
    }

    private static let registering = Mutex(())

    /// SQLite keeps what is registered for as long as the process lives.
    private static func register(_ name: String, before machine: UnsafeMutablePointer<sqlite3_vfs>) -> Int32 {
        let joined = UnsafeMutablePointer<Registration>.allocate(capacity: 1)
        joined.initialize(to: Registration(files: machine.pointee, machine: machine))
        joined.pointee.files.pNext = nil
        joined.pointee.files.zName = UnsafePointer(strdup(name))
        joined.pointee.files.szOsFile = Int32(LogFile.headSize) + machine.pointee.szOsFile
        joined.pointee.files.xOpen = { files, name, file, flags, outFlags in
            guard let files, let file else { return SQLITE_ERROR }
            let joined = UnsafeMutableRawPointer(files).assumingMemoryBound(to: Registration.self)
            let machine = joined.pointee.machine
            guard flags & SQLITE_OPEN_WAL != 0 else {
                // The machine's own file in our place, with its own methods.
                return machine.pointee.xOpen(machine, name, file, flags, outFlags)
            }
            return LogFile.open(machine, name, file, flags, outFlags)
        }
        return UnsafeMutableRawPointer(joined).withMemoryRebound(to: sqlite3_vfs.self, capacity: 1) {
            sqlite3_vfs_register($0, 0)
        }
    }

    /// What SQLite is given, and behind it what it does not look at.
    private struct Registration {
        var files: sqlite3_vfs
        let machine: UnsafeMutablePointer<sqlite3_vfs>
    }
}

/// An open log. SQLite hands us one block of memory: a head of ours, then the machine's own file.
private struct LogFile {
    typealias Pointer = UnsafeMutablePointer<sqlite3_file>

    /// What SQLite looks at; it has to be first.
    var base: sqlite3_file
    /// What is gathered: bytes that lie one behind the other from `start`.
    let buffer: UnsafeMutableRawPointer
    var start: Int64 = 0
    var count = 0

    /// Room for our members, and aligned for the machine's.
    static let headSize = 64
    /// Bytes that are gathered at most: some thirty pages. SQLite's Unix files take no more than 128 KiB less one byte at a time,
    /// and more would not save a call worth mentioning.
    private static let capacity = 124 * 1024

    static func open(
        _ machine: UnsafeMutablePointer<sqlite3_vfs>, _ name: UnsafePointer<CChar>?, _ file: Pointer, _ flags: Int32,
        _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        // SQLite closes only what has methods.
        file.pointee.pMethods = nil
        guard let buffer = malloc(capacity) else { return SQLITE_NOMEM }
        let code = machine.pointee.xOpen(machine, name, inner(file), flags, outFlags)
        guard inner(file).pointee.pMethods != nil else {
            free(buffer)
            return code
        }
        head(file).initialize(to: LogFile(base: sqlite3_file(pMethods: methods), buffer: buffer))
        return code
    }

    private static func inner(_ file: Pointer) -> Pointer {
        (UnsafeMutableRawPointer(file) + headSize).assumingMemoryBound(to: sqlite3_file.self)
    }

    private static func head(_ file: Pointer) -> UnsafeMutablePointer<LogFile> {
        UnsafeMutableRawPointer(file).assumingMemoryBound(to: LogFile.self)
    }

    // MARK: Gathering

    /// Takes bytes that follow what is gathered; writes what is gathered first when they do not.
    private mutating func write(_ bytes: UnsafeRawPointer, _ size: Int, at offset: Int64, _ inner: Pointer) -> Int32 {
        if count > 0, offset != start + Int64(count) || count + size > Self.capacity {
            let code = flush(inner)
            guard code == SQLITE_OK else { return code }
        }
        guard size <= Self.capacity else {
            return inner.pointee.pMethods.pointee.xWrite(inner, bytes, Int32(size), offset)
        }
        if count == 0 { start = offset }
        (buffer + count).copyMemory(from: bytes, byteCount: size)
        count += size
        return SQLITE_OK
    }

    /// Hands what is gathered to the machine. What could not be written is forgotten: SQLite undoes the transaction.
    private mutating func flush(_ inner: Pointer) -> Int32 {
        guard count > 0 else { return SQLITE_OK }
        defer { count = 0 }
        return inner.pointee.pMethods.pointee.xWrite(inner, buffer, Int32(count), start)
    }

    /// Goes on with the machine's file when everything that was gathered is in it.
    private static func flushed(_ file: Pointer?, _ body: (sqlite3_io_methods, Pointer) -> Int32) -> Int32 {
        guard let file, let methods = inner(file).pointee.pMethods else { return SQLITE_ERROR }
        let code = head(file).pointee.flush(inner(file))
        return code == SQLITE_OK ? body(methods.pointee, inner(file)) : code
    }

    // MARK: What SQLite calls

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
            LogFile.flushed(file) { $0.xRead($1, bytes, size, offset) }
        }
        methods.xSync = { file, flags in LogFile.flushed(file) { $0.xSync($1, flags) } }
        methods.xTruncate = { file, size in LogFile.flushed(file) { $0.xTruncate($1, size) } }
        methods.xFileSize = { file, size in LogFile.flushed(file) { $0.xFileSize($1, size) } }
        methods.xClose = { file in
            guard let file, let methods = LogFile.inner(file).pointee.pMethods else { return SQLITE_ERROR }
            let written = LogFile.head(file).pointee.flush(LogFile.inner(file))
            let code = methods.pointee.xClose(LogFile.inner(file))
            free(LogFile.head(file).pointee.buffer)
            return written == SQLITE_OK ? code : written
        }
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
