import CSQLite

/// Why a database file cannot be used.
public enum StoreError: Error, Sendable, Equatable {
    /// Another process works on the file; its number when it is known.
    case inUse(path: String, holder: Int?)
    /// The file is not one of this program's, or of another version of its format.
    case foreign(path: String, found: String)
    /// The file is one of this program's and damaged.
    case damaged(path: String, found: String)
    /// The file is damaged in a way that no repair mends; what is lost, and what to do.
    case beyondRepair(path: String, found: String)
    /// The file's write-ahead log is damaged: opening it would drop acknowledged commits. Nothing was changed.
    case damagedLog(path: String, LogDamage)
    /// The file cannot be opened or made.
    case cannotOpen(path: String, reason: String)
}

extension StoreError: CustomStringConvertible {
    /// What was found, and what to do.
    public var description: String {
        switch self {
        case .inUse(let path, let holder):
            "\(path) is in use by \(holder.map { "process \($0)" } ?? "another process"); stop it first"
        case .foreign(let path, let found): "\(path) is not a table file of this program: \(found)"
        case .damaged(let path, let found):
            "\(path) is damaged: \(found). 'lexi table repair' mends what can be made again, and says what is lost"
        case .beyondRepair(let path, let found): "\(path) is damaged: \(found)"
        case .damagedLog(let path, let damage): "\(path) is damaged: \(damage)"
        case .cannotOpen(let path, let reason): "\(path) cannot be opened: \(reason)"
        }
    }
}

extension StoreError {
    /// Why SQLite did not open a file.
    static func opening(_ path: String, _ fault: SQLiteFault) -> StoreError {
        switch fault.primaryCode {
        case SQLITE_NOTADB: .foreign(path: path, found: "it is not a SQLite database")
        case _ where fault.isDamage: .damaged(path: path, found: fault.message)
        default: .cannotOpen(path: path, reason: fault.message)
        }
    }
}
