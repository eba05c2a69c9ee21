import CSQLite
import DynamoModel

/// A failed SQLite call: what it was about, without any value that was bound.
struct SQLiteFault: Error, Sendable, Equatable {
    /// SQLite's extended result code.
    let code: Int32
    /// SQLite's message.
    let message: String
    /// The statement, or what was being done.
    let statement: String

    /// The result code without its extension.
    var primaryCode: Int32 { code & 0xff }
    /// Whether it is the storage that has no room.
    var isFull: Bool { primaryCode == SQLITE_FULL }
    /// Whether the statement names a table that is not there any more.
    var isMissingTable: Bool { primaryCode == SQLITE_ERROR && message.hasPrefix("no such table") }
}

extension SQLiteFault: CustomStringConvertible {
    var description: String { "SQLite error \(code) (\(message)) in: \(statement)" }
}

/// Why the engine could not do what it was asked for.
enum EngineFault: Error {
    /// The request is refused by DynamoDB's rules.
    case request(DynamoDBError)
    /// The request is refused as a whole: where it is a transaction, the service does not make this a reason of one of its writes.
    case wholeRequest(DynamoDBError)
    /// The storage failed.
    case storage(SQLiteFault)
    /// A stored row is not what was written.
    case damaged(table: String, what: String)

    /// A request that breaks a rule.
    static func validation(_ message: String) -> EngineFault { .request(.validation(message)) }

    /// A request with an invalid value, worded as the service words most of them.
    static func invalid(_ message: String) -> EngineFault {
        .validation("One or more parameter values were invalid: \(message)")
    }

    /// A read of an index that the table does not have.
    static func missingIndex(_ name: String) -> EngineFault {
        .validation("The table does not have the specified index: \(name)")
    }

    /// What the caller is told when nothing was written.
    var answer: DynamoDBError {
        switch self {
        case .request(let error), .wholeRequest(let error): error
        case .storage(let fault) where fault.isMissingTable: .resourceNotFound
        case .storage(let fault) where fault.primaryCode == SQLITE_CORRUPT || fault.primaryCode == SQLITE_NOTADB:
            DynamoDBError(.internalServerError, "The database file is damaged: \(fault.message)")
        case .storage(let fault):
            DynamoDBError(.serviceUnavailable, "The storage failed, nothing was done: \(fault.message)")
        case .damaged(let table, let what):
            DynamoDBError(.internalServerError, "Stored data of table \(table) is damaged: \(what)")
        }
    }
}
