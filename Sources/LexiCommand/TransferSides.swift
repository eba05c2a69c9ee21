import AWSConfiguration
import DynamoModel
import EmbeddedDynamoDB
import Glibc
import LexiAPI
import RemoteDynamoDB
import TableTransfer

/// Two tables, opened.
struct TransferSides: Sendable {
    let first: TransferTable
    let second: TransferTable
    let close: @Sendable () async throws(CommandFailure) -> Void

    /// What holds a table, opened.
    typealias Opened = (db: any DynamoDB, close: @Sendable () async throws(CommandFailure) -> Void)

    /// Opens both places, which may be two tables of one file.
    ///
    /// - Parameter makesTarget: reads the first table, and says whether the second place is made when it is a folder
    ///   that is not there. When it throws, nothing was made.
    /// - Throws: ``CommandFailure`` that says what to do, and what `makesTarget` throws.
    static func open(
        _ from: TransferPlace, _ to: TransferPlace, _ terminal: Terminal,
        makesTarget: (TransferTable) async throws -> Bool = { _ in false }
    ) async throws -> TransferSides {
        let source = try open(from, makesIt: false, terminal)
        do {
            let first = TransferTable(source.db, name: from.table, title: from.title)
            let makesIt = try await makesTarget(first)
            let target = isSame(from.holder, to.holder) ? source : try open(to, makesIt: makesIt, terminal)
            return TransferSides(
                first: first, second: TransferTable(target.db, name: to.table, title: to.title)
            ) { () throws(CommandFailure) in
                try await source.close()
                try await target.close()
            }
        } catch {
            try? await source.close()
            throw error
        }
    }

    /// Runs `body` with both tables, and closes what holds them.
    func using<Result>(_ body: (TransferSides) async throws -> Result) async throws -> Result {
        do {
            let result = try await body(self)
            try await close()
            return result
        } catch {
            try? await close()
            throw error
        }
    }

    /// Opens what holds the table of a place.
    ///
    /// - Parameter makesIt: whether a folder that is not there is made.
    /// - Throws: ``CommandFailure`` that says what to do.
    static func open(
        _ place: TransferPlace, makesIt: Bool, _ terminal: Terminal
    ) throws(CommandFailure) -> Opened {
        switch place.holder {
        case .endpoint(let url):
            let remote: RemotePlace.Remote
            do throws(CommandFailure) {
                remote = try RemotePlace(
                    url: url, region: place.region, profile: place.profile, table: place.table, place.names, terminal
                ).connect(.none, .bulk) { terminal.complain($0) }
            } catch {
                throw CommandFailure("'\(place.text)': \(error.message)")
            }
            return (remote.table, { await remote.table.close() })
        case .file(let path):
            if makesIt, path != place.text {
                try DataFolder(path: place.text).create(setting: place.names.endpoint)
            } else if !makesIt, isEmpty(path) {
                // SQLite would take an empty file for a database, and make it one.
                throw CommandFailure("there is no table in '\(path)'")
            }
            let engine = try TransferSide.open(file: path)
            return (engine, { () throws(CommandFailure) in try await engine.closeForGood() })
        }
    }

    /// Whether a file is not there, or has no bytes.
    private static func isEmpty(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_size == 0
    }

    private static func isSame(_ left: TransferPlace.Holder, _ right: TransferPlace.Holder) -> Bool {
        guard case .file(let left) = left, case .file(let right) = right else { return false }
        var (a, b) = (stat(), stat())
        return stat(left, &a) == 0 && stat(right, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino
    }
}
