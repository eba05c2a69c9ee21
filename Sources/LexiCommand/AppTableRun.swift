import DynamoModel
import Glibc
import Lexi
import RemoteDynamoDB
import TableTransfer

/// A run of the migration from the app's former back end.
struct AppTableRun: Sendable {
    /// Items that are written between two checks of the table.
    private static let itemsAtOnce = 2000

    let options: AppMigration.Options
    let source: TransferPlace
    /// Where the items go; nil to check only.
    let target: TransferPlace?
    let limiter: RateLimiter?
    let terminal: Terminal

    /// Reads, checks, and writes unless there is no target.
    func run(_ meter: TransferMeter) async throws -> AppMigrationReport {
        let table = try await read(meter)
        var migration = AppMigration(options)
        let parts = migration.plan(table)
        guard let target else { return migration.report }
        let opened = try TransferSides.open(target, makesIt: true, terminal)
        do {
            let ready = try await TableReadiness(opened.db, target.table).ensure { terminal.complain($0) }
            for warning in ready.warnings { terminal.complain("Warning: \(warning)") }
            let side = TransferTable(opened.db, name: target.table, title: target.title)
            // The same put is the same put when it is done twice.
            let report = try await RemoteTable.withRepeatableWrites { [report = migration.report] in
                try await write(parts, to: side, report, meter)
            }
            try await opened.close()
            return report
        } catch {
            try? await opened.close()
            throw error
        }
    }

    // MARK: Reading

    private func read(_ meter: TransferMeter) async throws -> AppTable {
        meter.begin("Reading", total: nil)
        var table = AppTable()
        var isFull = false
        let take = { (item: Item) -> Bool in
            isFull = !table.take(item)
            return !isFull
        }
        if isExport {
            try await ImportFiles(source.text).forEachItem(meter, take)
        } else {
            let opened = try TransferSides.open(source, makesIt: false, terminal)
            do {
                try await TransferTable(opened.db, name: source.table, title: source.title).forEachItem(meter, take)
                try await opened.close()
            } catch {
                try? await opened.close()
                throw error
            }
        }
        guard !isFull else {
            throw CommandFailure("the source has more than \(AppTable.maximumItems) items, which is as many as fit")
        }
        return table
    }

    /// Whether the source is a file of lines, or a folder with the manifest of an export.
    private var isExport: Bool {
        guard case .file(let path) = source.holder else { return false }
        if path != source.text { return access(source.text + "/manifest-files.json", F_OK) == 0 }
        guard let file = fopen(path, "r") else { return false }
        defer { fclose(file) }
        let mark = Array("SQLite format 3".utf8)
        var start = [UInt8](repeating: 0, count: mark.count)
        return fread(&start, 1, mark.count, file) != mark.count || start != mark
    }

    // MARK: Writing

    private func write(
        _ parts: [AppMigrationPart], to table: TransferTable, _ report: AppMigrationReport, _ meter: TransferMeter
    ) async throws -> AppMigrationReport {
        meter.begin("Writing", total: parts.reduce(0) { $0 + $1.items.count + $1.last.count })
        var report = report
        var waiting: [AppMigrationPart] = []
        var count = 0
        for part in parts {
            waiting.append(part)
            count += part.items.count
            guard count >= Self.itemsAtOnce else { continue }
            try await put(waiting, to: table, &report, meter)
            (waiting, count) = ([], 0)
        }
        try await put(waiting, to: table, &report, meter)
        return report
    }

    /// Writes what is not there yet. The item that marks a part as done comes last.
    private func put(
        _ parts: [AppMigrationPart], to table: TransferTable, _ report: inout AppMigrationReport,
        _ meter: TransferMeter
    ) async throws {
        guard !Task.isCancelled else { throw TransferError.stopped }
        let keys = Set(parts.flatMap { [$0.mark] + $0.claims.map(\.key) })
        var there: [Item: Item] = [:]
        for item in try await table.items(Array(keys)) {
            if let key = AppMigrationPart.key(of: item) { there[key] = item }
        }
        var new: [AppMigrationPart] = []
        for part in parts {
            if there[part.mark] != nil {
                report.count(part, wasThere: true)
                meter.add(part.items.count + part.last.count)
            } else if part.claims.contains(where: { there[$0.key].map(Self.belongs($0)) == false }) {
                report.refuse(part, "the target has another user with this subject or address")
            } else {
                new.append(part)
            }
        }
        try await table.put(new.flatMap(\.items), limiter: limiter, meter)
        try await table.put(new.flatMap { $0.last.dropLast() }, limiter: limiter, meter)
        try await table.put(new.compactMap(\.last.last), limiter: limiter, meter)
        for part in new { report.count(part, wasThere: false) }
    }

    private static func belongs(
        _ claim: (key: Item, attribute: String, value: String)
    ) -> (Item) -> Bool {
        { $0[claim.attribute]?.string == claim.value }
    }
}
