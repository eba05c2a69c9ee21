import DynamoModel

/// Why the engine could not do what it was asked for.
package enum EngineFault: Error {
    /// The request is refused by DynamoDB's rules.
    case request(DynamoDBError)
    /// The request is refused as a whole: where it is a transaction, the service does not make this a reason of one of
    /// its writes.
    case wholeRequest(DynamoDBError)
    /// SQLite or the system failed: the whole transaction is undone.
    case storage(SQLiteFault)
    /// A stored row of a table or index is not what was written.
    case damaged(table: String, what: String)
    /// A backup's file cannot be read or written.
    case backup(BackupFault)
    /// A row of one of the file's own tables is not what was written.
    case damagedFile(table: String, what: String)

    /// What failed, for those who run the program.
    var cause: String {
        if case .storage(let fault) = self { "\(fault)" } else { answer.message }
    }

    /// The error that the caller gets when nothing was written.
    package var answer: DynamoDBError {
        switch self {
        case .request(let error), .wholeRequest(let error): error
        case .storage(let fault) where fault.isDamage:
            DynamoDBError(.internalServerError, "The database file is damaged: \(fault.message)")
        case .storage(let fault):
            DynamoDBError(.serviceUnavailable, "The storage failed, nothing was done: \(fault.message)")
        case .damaged(let table, let what):
            DynamoDBError(.internalServerError, "Stored data of table \(table) is damaged: \(what)")
        case .backup(let fault): fault.answer
        case .damagedFile(let table, let what):
            DynamoDBError(.internalServerError, "The database file is damaged in its table \(table): \(what)")
        }
    }
}
