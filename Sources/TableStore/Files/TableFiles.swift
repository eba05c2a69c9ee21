import CSQLite
import Glibc
import Synchronization

/// SQLite's way to files, with what a table needs between SQLite and the machine's own ("VFS", sqlite.org/vfs.html):
/// - pages of the database file carry a checksum, which is verified when they are read (``PageFile``);
/// - pages of the log are verified by the checksums of their frames when they are read, and the writer's writes into
///   the log are joined (``LogFile``);
/// - connections that read share one cache of verified pages (``PageCache``).
///
/// Other files are the machine's own, untouched.
enum TableFiles {
    /// What a connection is for, which decides how its file is opened.
    enum Role: String, CaseIterable {
        /// Writes, and syncs the log in each commit.
        case writer
        /// Writes without syncs: others see its log before it would be handed on, so that nothing is joined.
        case carelessWriter
        /// Copies the log into the file beside the one writer, and syncs the file part by part.
        case copier
        /// Reads, in the process of the one writer: shares pages with others.
        case reader
        /// Reads what another process may be writing: keeps nothing that nobody would ask it to forget.
        case guest
        /// Reads a file that nobody can change, on a mount that is read-only: without its log's index, which could not
        /// be made.
        case still
    }

    /// The name to open a connection with; nil when SQLite refuses.
    ///
    /// It stands before whatever is the default at this moment.
    static func name(_ role: Role) -> String? {
        guard let machine = sqlite3_vfs_find(nil), let machineName = machine.pointee.zName else { return nil }
        let name = "lexi-\(role.rawValue)-" + String(cString: machineName)
        return registering.withLock { _ in
            if sqlite3_vfs_find(name) != nil { return name }
            return register(name, role, before: machine) == SQLITE_OK ? name : nil
        }
    }

    /// Writes into a file of the machine.
    ///
    /// SQLite's Unix files know a full disk by ENOSPC alone; a quota that is used up and the largest size of a file are
    /// no other case.
    static func write(
        _ file: UnsafeMutablePointer<sqlite3_file>, _ bytes: UnsafeRawPointer, _ count: Int32, _ offset: Int64
    ) -> Int32 {
        guard let methods = file.pointee.pMethods else { return SQLITE_ERROR }
        errno = 0
        let code = methods.pointee.xWrite(file, bytes, count, offset)
        return code == SQLiteCode.write && (errno == EDQUOT || errno == EFBIG) ? SQLITE_FULL : code
    }

    private static let registering = Mutex(())

    /// SQLite keeps what is registered for as long as the process lives.
    private static func register(
        _ name: String, _ role: Role, before machine: UnsafeMutablePointer<sqlite3_vfs>
    ) -> Int32 {
        let own = UnsafeMutablePointer<Registration>.allocate(capacity: 1)
        own.initialize(to: Registration(files: machine.pointee, machine: machine, role: role))
        own.pointee.files.pNext = nil
        own.pointee.files.zName = UnsafePointer(strdup(name))
        own.pointee.files.szOsFile = Int32(max(LogFile.headSize, PageFile.headSize)) + machine.pointee.szOsFile
        own.pointee.files.xOpen = { files, name, file, flags, outFlags in
            guard let files, let file else { return SQLITE_ERROR }
            let own = UnsafeMutableRawPointer(files).assumingMemoryBound(to: Registration.self)
            let (machine, role) = (own.pointee.machine, own.pointee.role)
            // SQLite closes only what has methods.
            file.pointee.pMethods = nil
            if flags & SQLITE_OPEN_WAL != 0 { return LogFile.open(machine, role, name, file, flags, outFlags) }
            if flags & SQLITE_OPEN_MAIN_DB != 0 { return PageFile.open(machine, role, name, file, flags, outFlags) }
            // The machine's own file in our place, with its own methods.
            return machine.pointee.xOpen(machine, name, file, flags, outFlags)
        }
        return UnsafeMutableRawPointer(own).withMemoryRebound(to: sqlite3_vfs.self, capacity: 1) {
            sqlite3_vfs_register($0, 0)
        }
    }

    /// What SQLite is given, and after it what it does not read.
    private struct Registration {
        var files: sqlite3_vfs
        let machine: UnsafeMutablePointer<sqlite3_vfs>
        let role: Role
    }
}
