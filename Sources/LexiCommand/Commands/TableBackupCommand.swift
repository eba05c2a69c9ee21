import DynamoModel
import EmbeddedDynamoDB
import LexiAPI
import Synchronization
import TableStore

extension Command {
    private static let backupName = Option("name", "NAME", default: "lexi", "the name of the backup")

    /// `lexi table backup`: makes a backup of an embedded table.
    static let tableBackup = Command(
        "backup", "Make a backup of an embedded table that no process uses.",
        discussion: """
            The backup is a separate file in FOLDER/TABLE, compressed, with checksums, and verified before it gets its
            name, which is printed. Of a table that is being served, CreateBackup makes one through DynamoDB's protocol:
            aws dynamodb create-backup.

            Exit status 0: the backup is there; 1: something stopped it. A backup that was begun goes on when the table is
            opened the next time.
            """,
        options: Settings.storage + [Settings.backups, backupName]
    ) { arguments, terminal in
        try arguments.noOperands()
        var options = TableEngine.Options()
        options.backupFolder = try arguments.backupFolder()
        let failure = Failure()
        options.onMaintenanceFailure = { failure.note($0) }
        let (engine, name) = try LocalTable.existing(arguments, isReadOnly: false, options: options)
        do {
            let made = try await make(try arguments.required(backupName), of: name, engine, failure)
            await engine.close()
            terminal.print("\(try arguments.backupFolder())/\(name)/\(made).backup")
            return 0
        } catch {
            await engine.close()
            throw CommandFailure(
                (error as? DynamoDBError)?.message ?? (error as? CommandFailure)?.message ?? "\(error)")
        }
    }

    /// What the engine reports.
    private final class Failure: Sendable {
        private let reason = Mutex<String?>(nil)

        func note(_ text: String) { reason.withLock { $0 = text } }

        func check() throws(CommandFailure) {
            if let text = reason.withLock({ $0 }) { throw CommandFailure(text) }
        }
    }

    private static let pause = Duration.milliseconds(20)

    /// - Returns: the backup's id.
    private static func make(
        _ backupName: String, of table: String, _ engine: TableEngine, _ failure: Failure
    ) async throws -> String {
        guard case .created(let details) = try await engine.backups(.create(tableName: table, backupName: backupName))
        else { return "" }
        while true {
            guard case .described(let backup) = try await engine.backups(.describe(arn: details.arn)) else { return "" }
            if backup.details.status == .available { return ResourceName(details.arn)?.backup?.id ?? "" }
            try failure.check()
            try await Task.sleep(for: pause)
        }
    }

    private static let backupFile = Option("backup", "FILE", "the file of the backup")

    /// `lexi table restore`: makes a table of a backup.
    static let tableRestore = Command(
        "restore", "Make a table of a backup, in a data folder that no process uses.",
        discussion: """
            The folder and its file are made when they are not there. There must be no table of the name yet. The backup
            is verified before anything is changed, and may be of another data folder. Expiry, stream and deletion protection
            are on as they were when the table is ready.

            Exit status 0: the table is there; 1: something stopped it. A restore that was interrupted goes on when the
            table is opened the next time, by the same command or another.
            """,
        options: Settings.storage + [backupFile]
    ) { arguments, terminal in
        try arguments.noOperands()
        let file = try arguments.required(backupFile)
        let name = try arguments.tableName(Settings.table)
        let failure = Failure()
        let (engine, folder) = try LocalTable.anyTables(
            arguments, log: .none, onMaintenanceFailure: { failure.note($0) }, onFatal: { _ in })
        let items: Int
        do { items = try await restore(file, as: name, engine, failure) } catch {
            await engine.close()
            throw CommandFailure(
                (error as? DynamoDBError)?.message ?? (error as? CommandFailure)?.message ?? "\(error)")
        }
        try await engine.closeForGood()
        terminal.complain("Restored the table '\(name)' with \(items) items in \(folder.database).")
        return 0
    }

    /// - Returns: how many items the table has.
    private static func restore(
        _ file: String, as name: String, _ engine: TableEngine, _ failure: Failure
    ) async throws -> Int {
        if try await !isUnderWay(file, as: name, engine) {
            _ = try await engine.restore(file: file, RestoreTarget(tableName: name), keepsSettings: true)
        }
        while true {
            let table = try await engine.describeTable(tableName: name)
            if table.tableStatus == .active { return table.itemCount }
            try failure.check()
            try await Task.sleep(for: pause)
        }
    }

    /// Whether a process that was killed began to make this table of this backup.
    private static func isUnderWay(_ file: String, as name: String, _ engine: TableEngine) async throws -> Bool {
        let backup = try engine.describe(backupFile: file).details.arn
        do throws(DynamoDBError) {
            let restore = try await engine.describeTable(tableName: name).restoreSummary
            return restore?.isInProgress == true && restore?.sourceBackupArn == backup
        } catch {
            guard error.code == .resourceNotFound else { throw error }
            return false
        }
    }
}
