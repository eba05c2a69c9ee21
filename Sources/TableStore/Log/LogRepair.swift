import Glibc

/// What the repair of a damaged log did.
public struct LogRepair: Sendable, Equatable {
    /// What is damaged, and which commits would be lost with it.
    public var damage: LogDamage
    /// Where the log is kept as it was found.
    public var copy: String

    /// Whether the database file holds pages of commits that were given up, so that its tables may not fit together; a
    /// check shows it.
    public var leavesLaterPages: Bool { damage.copiedFrames > damage.keptFrames && !damage.losesNothing }

    /// Cuts a damaged log after its last whole commit, when no other process works on the database.
    ///
    /// The log is copied to a name next to it first. A log that is whole is left as it is.
    /// - Parameter acceptsLoss: without it, only a log that loses nothing is cut.
    /// - Returns: nil when the log is whole.
    /// - Throws: `damagedLog` when commits would be lost and that is not accepted; `inUse`, `cannotOpen`. The log is
    ///   then as it was.
    public static func run(path: String, acceptsLoss: Bool) throws(StoreError) -> LogRepair? {
        guard PlainFile.size(of: path) != nil else { throw .cannotOpen(path: path, reason: PlainFile.error) }
        let lock = try FileLock.take(on: path)
        defer { withExtendedLifetime(lock) {} }
        let inspection = try LogInspection(database: path)
        guard let damage = inspection.damage else { return nil }
        guard acceptsLoss || damage.losesNothing else { throw .damagedLog(path: path, damage) }
        let log = path + "-wal"
        let copy = try keepCopy(of: log)
        // The index speaks of frames that will not be there.
        unlink(path + "-shm")
        guard truncate(log, off_t(inspection.keptBytes)) == 0, PlainFile.synchronize(log),
            PlainFile.synchronize(PlainFile.folder(of: path))
        else { throw .cannotOpen(path: path, reason: "its log cannot be cut: \(PlainFile.error)") }
        return LogRepair(damage: damage, copy: copy)
    }

    /// Copies the log to a free name next to it.
    private static func keepCopy(of log: String) throws(StoreError) -> String {
        var number = 1
        while access("\(log).damaged-\(number)", F_OK) == 0 { number += 1 }
        let copy = "\(log).damaged-\(number)"
        let (from, to) = (open(log, O_RDONLY | O_CLOEXEC), open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600))
        defer {
            close(from)
            close(to)
        }
        guard from >= 0, to >= 0, copyBytes(from, to), fsync(to) == 0 else {
            let reason = PlainFile.error
            unlink(copy)
            throw .cannotOpen(path: log, reason: "a copy cannot be made at \(copy): \(reason)")
        }
        return copy
    }

    private static func copyBytes(_ from: Int32, _ to: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var offset = 0
        while true {
            let count = buffer.withUnsafeMutableBytes { PlainFile.fill($0, from, at: offset) }
            guard count > 0 else { return count == 0 }
            guard PlainFile.write(buffer[..<count], to, at: offset) else { return false }
            offset += count
        }
    }
}
