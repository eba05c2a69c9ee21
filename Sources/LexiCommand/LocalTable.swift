import DynamoModel
import EmbeddedDynamoDB
import JSONText
import Lexi
import LexiAPI
import TableStore

/// The embedded table of a data folder, opened by a command.
struct LocalTable: Sendable {
    let engine: TableEngine
    let folder: DataFolder
    let name: String
    /// Whether the table was made just now.
    let isNew: Bool
    /// What is not as it should be, but does not keep the service from working.
    let warnings: [String]

    /// Repositories on this table.
    var table: LexiTable { LexiTable(database: engine, name: name) }

    /// Finishes the writes that are queued, and closes the file.
    func close() async throws(CommandFailure) { try await engine.closeForGood() }

    /// The most that `--memory` takes, in megabytes: SQLite counts some of it in 32 bits.
    private static let mostMemory = 16_384

    /// Opens the table's file, making folder, file and table when they are not there.
    ///
    /// - Parameters:
    ///   - mustExist: refuses instead to make a file, for commands that are about what is there.
    ///   - keepsMetrics: see ``StoreOptions/keepsMetrics``.
    /// - Throws: ``CommandFailure`` that says what to do.
    static func open(
        _ arguments: Arguments, _ terminal: Terminal, mustExist: Bool = false, log: Log = .none,
        keepsMetrics: Bool = false,
        onFatal: (@Sendable (String) -> Void)? = nil
    ) async throws -> LocalTable {
        let folder = DataFolder(path: try arguments.required(Settings.data))
        let name = try arguments.tableName(Settings.table)
        if mustExist { try folder.requireDatabase() } else { try folder.create() }
        var options = try watched(arguments, log, onFatal)
        options.keepsMetrics = keepsMetrics
        let engine = try open(folder, options)
        do {
            let ready = try await TableReadiness(engine, name).ensure { terminal.complain($0) }
            return LocalTable(
                engine: engine, folder: folder, name: name, isNew: ready.isNew, warnings: ready.warnings)
        } catch {
            await engine.close()
            throw error
        }
    }

    /// Opens the table's file as it is, for commands that only look.
    ///
    /// - Throws: ``CommandFailure`` when the table does not exist.
    static func existing(
        _ arguments: Arguments, isReadOnly: Bool, options: TableEngine.Options = TableEngine.Options()
    ) throws -> (engine: TableEngine, name: String) {
        let folder = DataFolder(path: try arguments.required(Settings.data))
        try folder.requireDatabase()
        var options = options
        options.isReadOnly = isReadOnly
        return (try open(folder, options), try arguments.tableName(Settings.table))
    }

    /// Opens the file with whatever tables it has, making folder and file when they are not there. Metrics are kept.
    ///
    /// - Parameter onMaintenanceFailure: learns of failures in the background; nil for the log.
    /// - Throws: ``CommandFailure`` that says what to do.
    static func anyTables(
        _ arguments: Arguments, log: Log, onMaintenanceFailure: (@Sendable (String) -> Void)? = nil,
        onFatal: @escaping @Sendable (String) -> Void
    ) throws -> (engine: TableEngine, folder: DataFolder) {
        let folder = DataFolder(path: try arguments.required(Settings.data))
        try folder.create()
        var options = try watched(arguments, log, onFatal)
        options.keepsMetrics = true
        if let onMaintenanceFailure { options.onMaintenanceFailure = onMaintenanceFailure }
        return (try open(folder, options), folder)
    }

    /// The engine's options: what hears of a storage that failed for good, and the log for other faults.
    private static func watched(
        _ arguments: Arguments, _ log: Log, _ onFatal: (@Sendable (String) -> Void)?
    ) throws -> TableEngine.Options {
        var options = TableEngine.Options()
        let least = StoreOptions.leastMemory >> 20
        if let megabytes = try arguments.integer(Settings.memory, in: least...mostMemory) {
            options.share(memory: megabytes << 20)
        }
        if let shards = try arguments.integer(Settings.streamShards, in: 1...StreamDefinition.greatestShardCount) {
            options.streamShards = shards
        }
        options.enforcesThroughput = try arguments.isOn(Settings.enforceThroughput)
        options.backupFolder = try arguments.backupFolder()
        options.exportFolder = try arguments.exportFolder()
        options.onFatal = onFatal
        options.onMaintenanceFailure = { reason in
            log.event(.error, "table-maintenance", clock: .system, [("error", .string(reason))])
        }
        options.onUpgrade = { event in log.upgrade(event) }
        return options
    }

    private static func open(_ folder: DataFolder, _ options: TableEngine.Options) throws -> TableEngine {
        do { return try TableEngine.open(path: folder.database, options: options) } catch {
            if case .damagedLog = error {
                throw CommandFailure(
                    "\(error). Restore a backup, or give up what would be lost: "
                        + "lexi table repair --accept-lost-tail --data '\(folder.path)'")
            }
            throw CommandFailure(error.description)
        }
    }
}

extension TableEngine {
    /// Closes the file.
    ///
    /// - Throws: when the storage failed, so that it is not known whether the last writes are on the disk.
    func closeForGood() async throws(CommandFailure) {
        await close()
        if let failure = fatalFailure { throw CommandFailure("the storage failed at the end: \(failure)") }
    }
}

extension Arguments {
    /// Where backups are.
    func backupFolder() throws(UsageError) -> String {
        if let folder = string(Settings.backups) { return folder }
        return "\(try required(Settings.data))/backups"
    }
}

extension Arguments {
    /// Where buckets are.
    func exportFolder() throws(UsageError) -> String {
        if let folder = string(Settings.exports) { return folder }
        return "\(try required(Settings.data))/exports"
    }
}

extension Log {
    /// Reports how the file of a table becomes one of the present format version.
    fileprivate func upgrade(_ event: UpgradeEvent) {
        let name = "table-upgrade"
        switch event {
        case .began(let from, let to):
            self.event(
                .info, name, clock: .system, [("from", .number(JSONNumber(from))), ("to", .number(JSONNumber(to)))])
        case .copied(let rows, let total):
            self.event(
                .info, name, clock: .system, [("rows", .number(JSONNumber(rows))), ("of", .number(JSONNumber(total)))])
        case .copiedBytes(let bytes, let total):
            self.event(
                .info, name, clock: .system,
                [("bytes", .number(JSONNumber(bytes))), ("of", .number(JSONNumber(total)))])
        case .finished(let from, let to, let backup):
            self.event(
                .info, name, clock: .system,
                [("from", .number(JSONNumber(from))), ("to", .number(JSONNumber(to))), ("backup", .string(backup))])
        }
    }
}
