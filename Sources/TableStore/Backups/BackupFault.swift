import DynamoModel

/// Why a backup's file cannot be written or read.
package enum BackupFault: Error, Equatable {
    /// The system refused; what was to be done, and why it was not.
    case system(path: String, what: String)
    /// The file is not a backup of this program, or of a newer form.
    case foreign(path: String)
    /// The file is not what was written, or not all of it.
    case damaged(path: String, offset: Int)

    /// The error that a caller gets: nothing was done.
    package var answer: DynamoDBError {
        switch self {
        case .system: DynamoDBError(.serviceUnavailable, "The backup failed, nothing was done: \(message)")
        case .foreign, .damaged:
            DynamoDBError(.internalServerError, "Nothing was restored: \(message); use another backup")
        }
    }

    /// What is wrong, with the file's name.
    package var message: String {
        switch self {
        case .system(let path, let what): "the backup \(path) \(what)"
        case .foreign(let path): "\(path) is not a backup of this program, or one of a newer version"
        case .damaged(let path, let offset): "the backup \(path) is damaged at byte \(offset)"
        }
    }
}
