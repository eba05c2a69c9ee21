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
    let close: @Sendable () async -> Void

    /// What holds a table, opened.
    private typealias Opened = (db: any DynamoDB, close: @Sendable () async -> Void)

    /// Opens both places, which may be two tables of one file.
    ///
    /// - Parameter makesTarget: whether the second place is made when it is a folder that is not there.
    /// - Throws: ``CommandFailure`` that says what to do.
    static func open(
        _ from: TransferPlace, _ to: TransferPlace, makesTarget: Bool, _ terminal: Terminal
    ) async throws -> TransferSides {
        let source = try open(from, makesIt: false, terminal)
        do {
            let target = isSame(from.holder, to.holder) ? source : try open(to, makesIt: makesTarget, terminal)
            return TransferSides(
                first: TransferTable(source.db, name: from.table), second: TransferTable(target.db, name: to.table)
            ) {
                await source.close()
                await target.close()
            }
        } catch {
            await source.close()
            throw error
        }
    }

    private static func open(
        _ place: TransferPlace, makesIt: Bool, _ terminal: Terminal
    ) throws(CommandFailure) -> Opened {
        switch place.holder {
        case .endpoint(let url):
            let remote: RemotePlace.Remote
            do throws(CommandFailure) {
                remote = try RemotePlace(
                    url: url, region: place.region, profile: place.profile, table: place.table, terminal
                ).connect(.none, .bulk) { terminal.complain($0) }
            } catch {
                throw CommandFailure("'\(place.text)': \(error.message)")
            }
            return (remote.table, { await remote.table.close() })
        case .file(let path):
            if makesIt, path != place.text {
                try DataFolder(path: place.text).create()
            } else if access(path, F_OK) != 0 {
                throw CommandFailure("there is no table in '\(path)'")
            }
            let engine = try TransferSide.open(file: path)
            return (engine, { await engine.close() })
        }
    }

    private static func isSame(_ left: TransferPlace.Holder, _ right: TransferPlace.Holder) -> Bool {
        guard case .file(let left) = left, case .file(let right) = right else { return false }
        var (a, b) = (stat(), stat())
        return stat(left, &a) == 0 && stat(right, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino
    }
}
