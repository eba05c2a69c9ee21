import DynamoModel
import EmbeddedDynamoDB
import LexiAPI
import RemoteDynamoDB
import TableTransfer
import TableStore

/// A table that a command moves items from or to, opened; and how to close what holds it.
struct TransferSide: Sendable {
    let table: TransferTable
    /// Throws when the storage failed at the end.
    let close: @Sendable () async throws(CommandFailure) -> Void

    /// The table that the options name: at an endpoint, or in a data folder.
    ///
    /// A file is locked as for writing: what another process writes meanwhile would be missing.
    /// - Throws: ``CommandFailure`` that says what to do.
    static func open(_ arguments: Arguments, _ terminal: Terminal) throws -> TransferSide {
        if let place = try RemotePlace(arguments, terminal) {
            let remote = try place.connect(.none, .bulk) { terminal.complain($0) }
            return TransferSide(table: TransferTable(remote.table, name: remote.name)) { await remote.table.close() }
        }
        let folder = DataFolder(path: try arguments.required(Settings.data))
        try folder.requireDatabase()
        let engine = try open(file: folder.database)
        let name = try arguments.tableName(Settings.table)
        return TransferSide(table: TransferTable(engine, name: name)) {
            () throws(CommandFailure) in try await engine.closeForGood()
        }
    }

    /// Opens the file of an embedded table.
    static func open(file: String) throws(CommandFailure) -> TableEngine {
        do throws(StoreError) { return try TableEngine.open(path: file) } catch {
            guard case .inUse = error else { throw CommandFailure(error.description) }
            throw CommandFailure(
                "\(error); or leave it running with --dynamodb-port, and use that endpoint in place of the file")
        }
    }
}
