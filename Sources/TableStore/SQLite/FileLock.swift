import Glibc

/// The claim of one process on a database: exclusive `flock`s of the database file itself, and of a file next to it
/// that holds the process's number.
///
/// The lock of the database file is the one that keeps a second writer out: nobody can remove it without removing the
/// data. That file says who holds it, and keeps out programs that know only that one. Both locks end with the
/// process.
final class FileLock: @unchecked Sendable {
    private let beside: Int32
    private var database: Int32

    private init(beside: Int32, database: Int32) {
        self.beside = beside
        self.database = database
    }

    /// Files hold what users wrote: they are their owner's only. SQLite gives the log and its index the database file's
    /// mode.
    private static let mode: mode_t = 0o600

    /// Takes the lock, and makes an empty database file where there is no file.
    ///
    /// - Throws: `inUse` when another process (or another engine of this one) has it, `cannotOpen`.
    static func take(on path: String) throws(StoreError) -> FileLock {
        let beside = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, mode)
        guard beside >= 0 else {
            throw .cannotOpen(path: path, reason: "the lock file cannot be made: \(PlainFile.error)")
        }
        do throws(StoreError) {
            try claim(beside, path, holder: contents(of: beside))
            let database = open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode)
            guard database >= 0 else { throw StoreError.cannotOpen(path: path, reason: PlainFile.error) }
            do throws(StoreError) { try claim(database, path, holder: nil) } catch {
                close(database)
                throw error
            }
            let text = Array("\(getpid())\n".utf8)
            _ = ftruncate(beside, 0)
            _ = PlainFile.write(text[...], beside, at: 0)
            return FileLock(beside: beside, database: database)
        } catch {
            close(beside)
            throw error
        }
    }

    /// Locks the file that is at the path now, after another one was put in its place by the holder itself.
    ///
    /// - Throws: `inUse`, `cannotOpen`; the lock is then of the old file.
    func follow(_ path: String) throws(StoreError) {
        let replaced = open(path, O_RDWR | O_CLOEXEC)
        guard replaced >= 0 else { throw .cannotOpen(path: path, reason: PlainFile.error) }
        do throws(StoreError) { try Self.claim(replaced, path, holder: nil) } catch {
            close(replaced)
            throw error
        }
        Self.release(database)
        database = replaced
    }

    private static func claim(_ descriptor: Int32, _ path: String, holder: Int?) throws(StoreError) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .inUse(path: path, holder: holder) }
    }

    /// Whether a process works on a database; nothing is made or changed.
    static func isHeld(on path: String) -> Bool {
        [path, path + ".lock"].contains { file in
            let descriptor = open(file, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
        }
    }

    private static func contents(of descriptor: Int32) -> Int? {
        var buffer = [UInt8](repeating: 0, count: 32)
        let count = buffer.withUnsafeMutableBytes { PlainFile.fill($0, descriptor, at: 0) }
        guard count > 0 else { return nil }
        return Int(String(decoding: buffer[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    deinit {
        Self.release(database)
        Self.release(beside)
    }

    /// Closing alone would leave the lock to a child process that was forked meanwhile, until it runs another program.
    private static func release(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
