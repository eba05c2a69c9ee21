import DynamoModel
import TableStore

/// Makes backups in the background, each in a task of its own on a thread that may wait for the disk. What a process
/// that was killed had begun goes on.
actor BackupRunner {
    private let store: Store
    private let folder: BackupFolder
    private let report: (@Sendable (String) -> Void)?
    private var tasks: [String: Task<Void, Never>] = [:]
    /// The backups that this process began: what is found of them is not what another one left.
    private var own: Set<String> = []
    /// The backups that users asked for and that are not done.
    private var underWay: Set<String> = []
    private var isStopped = false
    /// One is made at a time: the other threads that wait for the disk are for reads and transfers.
    private let turns = WorkTurns(most: 1)

    /// The most backups that users asked for and that are not done.
    private static let mostUnderWay = 50

    /// The first and the longest rest after a failure, in milliseconds.
    private static let firstRest = 250
    private static let longestRest = 60_000
    /// How much longer than a step of a backup the rest after it is.
    private static let restsPerStep = 2

    init(_ store: Store, _ folder: BackupFolder, report: (@Sendable (String) -> Void)?) {
        (self.store, self.folder, self.report) = (store, folder, report)
    }

    /// Says that a backup will be begun, before its table's changes are recorded.
    ///
    /// - Throws: `limitExceeded` when too many are under way.
    func expect(_ id: String) throws(DynamoDBError) {
        guard underWay.count < Self.mostUnderWay else {
            throw DynamoDBError(.limitExceeded, "More than \(Self.mostUnderWay) backups are under way")
        }
        underWay.insert(id)
        own.insert(id)
    }

    /// Says that a backup will not be begun.
    func forget(_ id: String) {
        underWay.remove(id)
        own.remove(id)
    }

    /// Begins a backup: its file is there when the call returns.
    func begin(_ header: BackupHeader) async throws(DynamoDBError) {
        own.insert(header.id)
        let (store, folder) = (store, folder)
        let begun = Task(executorPreference: store.readingThreads) { () -> Result<Void, DynamoDBError> in
            Result { () throws(DynamoDBError) in
                try folder.prepare(for: header.table.name)
                guard let file = folder.file(header.id, of: header.table.name) else { return }
                do throws(BackupFault) { _ = try BackupDraft(header, path: file) } catch { throw error.answer }
            }
        }
        try await begun.value.get()
        run(header.id, of: header.table.name)
    }

    /// Goes on with what was begun: backups whose changes are recorded still, and those of removed tables.
    ///
    /// - Parameter recorded: the backups whose tables are recorded.
    func resume(recorded: Set<String>) async {
        let (folder, dropped) = (folder, store.catalog.dropped.values)
        let found = Task(executorPreference: store.readingThreads) { folder.entries(of: nil) }
        let entries = await found.value
        for entry in entries where !entry.isComplete && !own.contains(entry.header.id) {
            if recorded.contains(entry.header.id) || dropped.contains(where: { $0.backupId == entry.header.id }) {
                run(entry.header.id, of: entry.header.table.name)
            } else {
                try? folder.remove(entry.header.id, of: entry.header.table.name)
            }
        }
        for id in recorded
        where !own.contains(id) && !entries.contains(where: { $0.header.id == id && !$0.isComplete }) {
            await stopRecording(id)
        }
        for dropped in dropped
        where !own.contains(dropped.backupId) && !entries.contains(where: { $0.header.id == dropped.backupId }) {
            try? await begin(BackupHeader(dropped, store))
        }
    }

    private func run(_ id: String, of table: String) {
        guard !isStopped, tasks[id] == nil else { return }
        tasks[id] = Task(executorPreference: store.backgroundThreads) { [store, folder, report, turns] in
            var rest = Self.firstRest
            while !Task.isCancelled {
                await turns.enter()
                do throws(DynamoDBError) {
                    try await Self.make(id, table, store, folder)
                    await turns.leave()
                    break
                } catch {
                    report?("backup \(id) of \(table): \(error.message)")
                }
                await turns.leave()
                try? await Task.sleep(for: .milliseconds(rest))
                rest = min(rest * 2, Self.longestRest)
            }
            if !Task.isCancelled { await self.ended(id) }
        }
    }

    /// Makes a backup from where its file ends.
    @concurrent private static func make(
        _ id: String, _ table: String, _ store: Store, _ folder: BackupFolder
    ) async throws(DynamoDBError) {
        guard let file = folder.file(id, of: table) else { return }
        do throws(EngineFault) {
            var backup = try TableBackup.resume(store, file)
            while !Task.isCancelled {
                let start = ContinuousClock.now
                if try backup.step() != nil { return }
                // Others have the processors and the disk for twice as long.
                try? await Task.sleep(for: (ContinuousClock.now - start) * restsPerStep)
            }
        } catch {
            throw error.answer
        }
    }

    private func ended(_ id: String) async {
        await stopRecording(id)
        underWay.remove(id)
        tasks[id] = nil
    }

    private func stopRecording(_ id: String) async {
        _ = try? await store.write { (writer) throws(EngineFault) in
            for table in Array(writer.state.recordings.keys) {
                try writer.stopRecording(table, for: TableBackup.consumer(id))
            }
        }
    }

    /// Whether a backup is being made.
    func isMaking(_ id: String) -> Bool { tasks[id] != nil }

    /// Stops all backups where they are; they go on when the file is opened again.
    func stop() async {
        isStopped = true
        let running = tasks.values
        for task in running { task.cancel() }
        await turns.end()
        for task in running { await task.value }
    }
}

extension BackupHeader {
    /// The system's backup of a removed table.
    init(_ dropped: DroppedTable, _ store: Store) throws(DynamoDBError) {
        let counters: [Int: Counter]
        do throws(EngineFault) {
            counters = try store.read { (connection) throws(EngineFault) in try connection.counters([dropped.id]) }
        } catch {
            throw error.answer
        }
        self.init(
            id: dropped.backupId, name: "\(dropped.definition.name)$DeletedTableBackup", kind: .system,
            created: dropped.dropped, expires: dropped.dropped + DroppedTable.retention, sequence: dropped.sequence,
            counter: counters[dropped.id] ?? Counter(), table: dropped.definition)
    }
}
