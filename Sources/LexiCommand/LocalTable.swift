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

    /// Repositories on this table.
    var table: LexiTable { LexiTable(database: engine, name: name) }

    /// Finishes the writes that are queued, and closes the file.
    func close() async throws(CommandFailure) { try await engine.closeForGood() }

    /// The most that `--memory` takes, in megabytes: SQLite counts some of it in 32 bits.
    private static let mostMemory = 16_384
    private static let creationAttempts = 200
    private static let creationPause = Duration.milliseconds(5)

    /// Opens the table's file, making folder, file and table when they are not there.
    ///
    /// - Parameters:
    ///   - mustExist: refuses instead to make a file, for commands that are about what is there.
    ///   - keepsMetrics: see ``StoreOptions/keepsMetrics``.
    /// - Throws: ``CommandFailure`` that says what to do.
    static func open(
        _ arguments: Arguments, mustExist: Bool = false, log: Log = .none, keepsMetrics: Bool = false,
        onFatal: (@Sendable (String) -> Void)? = nil
    ) async throws -> LocalTable {
        let folder = DataFolder(path: try arguments.required(Settings.data))
        let name = try arguments.tableName(Settings.table)
        if mustExist { try folder.requireDatabase() } else { try folder.create() }
        var options = try watched(arguments, log, onFatal)
        options.keepsMetrics = keepsMetrics
        let engine = try open(folder, options)
        do {
            let isNew = try await ensureTable(name, engine)
            return LocalTable(engine: engine, folder: folder, name: name, isNew: isNew)
        } catch {
            await engine.close()
            throw error
        }
    }

    /// Opens the table's file as it is, for commands that only look.
    ///
    /// - Throws: ``CommandFailure`` when there is none.
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
    /// - Throws: ``CommandFailure`` that says what to do.
    static func anyTables(
        _ arguments: Arguments, log: Log, onFatal: @escaping @Sendable (String) -> Void
    ) throws -> (engine: TableEngine, folder: DataFolder) {
        let folder = DataFolder(path: try arguments.required(Settings.data))
        try folder.create()
        var options = try watched(arguments, log, onFatal)
        options.keepsMetrics = true
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

    /// Makes the table unless it is there, and waits until it can be used.
    ///
    /// - Returns: whether the table was made just now.
    static func ensureTable(_ name: String, _ engine: any DynamoDB) async throws -> Bool {
        let found: TableDescription?
        do { found = try await engine.describeTable(tableName: name) } catch {
            guard error.code == .resourceNotFound else { throw CommandFailure(error.message) }
            found = nil
        }
        if let found {
            let differences = TableDefinition.differences(of: found)
            guard differences.isEmpty else {
                throw CommandFailure(
                    "the table '\(name)' is not one of Lexi's: \(differences.joined(separator: " ")) Choose another with --table"
                )
            }
            return false
        }
        _ = try await engine.createTable(TableDefinition.lexiApp(tableName: name))
        for _ in 0..<creationAttempts {
            if try await engine.describeTable(tableName: name).tableStatus == .active {
                _ = try await engine.updateTimeToLive(tableName: name, TableDefinition.timeToLive)
                return true
            }
            try await Task.sleep(for: creationPause)
        }
        throw CommandFailure("the table '\(name)' did not become active")
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
        case .finished(let from, let to, let backup):
            self.event(
                .info, name, clock: .system,
                [("from", .number(JSONNumber(from))), ("to", .number(JSONNumber(to))), ("backup", .string(backup))])
        }
    }
}
