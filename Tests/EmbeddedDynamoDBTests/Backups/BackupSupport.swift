import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

extension TableEngine {
    /// Makes a backup, and waits until it can be restored.
    @discardableResult
    func makeBackup(of table: String, _ name: String = "backup") async throws -> BackupDetails {
        guard case .created(let details) = try await backups(.create(tableName: table, backupName: name)) else {
            throw WrongAnswer()
        }
        return try await available(details.arn)
    }

    func available(_ arn: String) async throws -> BackupDetails {
        try await waitFor("the backup") {
            let details = try await self.describedBackup(arn).details
            return details.status == .available ? details : nil
        }
    }

    func describedBackup(_ arn: String) async throws -> BackupDescription {
        guard case .described(let backup) = try await backups(.describe(arn: arn)) else { throw WrongAnswer() }
        return backup
    }

    func listedBackups(_ request: ListBackupsRequest = ListBackupsRequest()) async throws -> ListBackupsResponse {
        guard case .list(let page) = try await backups(.list(request)) else { throw WrongAnswer() }
        return page
    }

    /// Restores a backup, and waits until the table can be used.
    func restoreBackup(_ arn: String, _ target: RestoreTarget) async throws -> TableDescription {
        guard case .restored(let table) = try await backups(.restore(arn: arn, target)) else { throw WrongAnswer() }
        #expect(table.tableStatus == .creating)
        #expect(table.restoreSummary?.isInProgress == true)
        return try await active(target.tableName)
    }

    func active(_ table: String) async throws -> TableDescription {
        try await waitFor("the table") {
            let described = try await self.describeTable(tableName: table)
            return described.tableStatus == .active ? described : nil
        }
    }

    /// Restores a table as it was, and waits until it can be used.
    func restore(_ table: String, at time: Double?, as name: String) async throws -> TableDescription {
        let point = PointInTime(
            sourceTableName: table, restoreDateTime: time, usesLatestRestorableTime: time == nil)
        guard case .restored = try await backups(.restoreToPointInTime(point, RestoreTarget(tableName: name))) else {
            throw WrongAnswer()
        }
        return try await active(name)
    }

    @discardableResult
    func setRecovery(_ table: String, _ isEnabled: Bool = true, days: Int? = nil) async throws -> ContinuousBackups {
        let request = BackupRequest.updateContinuous(tableName: table, isEnabled: isEnabled, days: days)
        guard case .continuousBackups(let state) = try await backups(request) else { throw WrongAnswer() }
        return state
    }

    /// The items of a table of ``TestTables/indexed(name:)``, by their sort keys, and those of its indexes, which have
    /// to be the same.
    func items(_ name: String) async throws -> [String: Item] {
        let table = TestTable(self, TestTables.indexed(name: name))
        let items = Self.byKey(try await table.scanPages().flatMap(\.items))
        for index in ["globalAll", "localAll"] {
            let held = items.filter { index == "globalAll" ? $0.value["gpk"] != nil && $0.value["gsk"] != nil : true }
            var found: [Item] = []
            var start: Item?
            repeat {
                let page = try await scan(ScanRequest(tableName: name, indexName: index, exclusiveStartKey: start))
                found += page.items
                start = page.lastEvaluatedKey
            } while start != nil
            #expect(Self.byKey(found) == held)
        }
        return items
    }

    static func byKey(_ items: [Item]) -> [String: Item] {
        Dictionary(items.map { ($0["sk"]?.string ?? "", $0) }) { first, _ in first }
    }
}

/// An answer of another kind than the request's.
struct WrongAnswer: Error {}
