import DynamoModel
import EmbeddedDynamoDB
import Glibc
import TableTransfer

/// A table that a command moves items from or to, opened; and how to close what holds it.
struct TransferSide: Sendable {
    let table: TransferTable
    let close: @Sendable () async -> Void

    /// The table that the options for storage name.
    ///
    /// The file is locked as for writing: what another process writes meanwhile would be missing.
    /// - Throws: ``CommandFailure`` that says what to do.
    static func open(_ arguments: Arguments) throws -> TransferSide {
        let folder = DataFolder(path: try arguments.required(Settings.data))
        try folder.requireDatabase()
        let engine = try open(file: folder.database)
        let name = try arguments.required(Settings.table)
        return TransferSide(table: TransferTable(engine, name: name)) { await engine.close() }
    }

    /// Opens the file of an embedded table.
    static func open(file: String) throws(CommandFailure) -> TableEngine {
        do throws(TableEngineError) { return try TableEngine.open(path: file) } catch {
            guard case .inUse = error else { throw CommandFailure(error.description) }
            throw CommandFailure(
                "\(error); or leave it running with --dynamodb-port, and use that endpoint in place of the file")
        }
    }
}

/// Two tables, opened.
struct TransferSides: Sendable {
    let first: TransferTable
    let second: TransferTable
    let close: @Sendable () async -> Void

    /// Opens both places, which may be two tables of one file.
    ///
    /// - Parameter makesTarget: whether the second place is made when it is not there.
    /// - Throws: ``CommandFailure`` that says what to do.
    static func open(_ from: TransferPlace, _ to: TransferPlace, makesTarget: Bool) async throws -> TransferSides {
        try require(from.file)
        let source = try TransferSide.open(file: from.file)
        do {
            let target = isSame(from.file, to.file) ? source : try open(to, makesIt: makesTarget)
            return TransferSides(
                first: TransferTable(source, name: from.table), second: TransferTable(target, name: to.table)
            ) {
                await source.close()
                await target.close()
            }
        } catch {
            await source.close()
            throw error
        }
    }

    private static func open(_ place: TransferPlace, makesIt: Bool) throws(CommandFailure) -> TableEngine {
        if makesIt, place.file != place.path {
            try DataFolder(path: place.path).create()
        } else {
            try require(place.file)
        }
        return try TransferSide.open(file: place.file)
    }

    private static func require(_ file: String) throws(CommandFailure) {
        guard access(file, F_OK) == 0 else { throw CommandFailure("there is no table in '\(file)'") }
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        var (a, b) = (stat(), stat())
        return stat(left, &a) == 0 && stat(right, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino
    }
}
