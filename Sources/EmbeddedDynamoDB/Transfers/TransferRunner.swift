import DynamoModel
import ItemFiles
import TableStore

/// Carries out exports and imports in the background, each in a task of its own on a thread that may wait for the disk.
/// What a process that was killed had begun goes on.
actor TransferRunner {
    private let store: Store
    private let folder: BucketFolder
    private let place: ResourcePlace
    private let clock: @Sendable () -> Double
    private let report: (@Sendable (String) -> Void)?
    private var tasks: [String: Task<Void, Never>] = [:]
    private var isStopped = false
    /// Two are carried out at once: with a backup a thread that waits for the disk stays free for long reads.
    private let turns = WorkTurns(most: 2)

    /// The first and the longest rest after a failure, in milliseconds.
    private static let firstRest = 250
    private static let longestRest = 60_000
    /// How long it waits for the indexes of an imported table before it looks again, in milliseconds.
    private static let look = 20

    init(_ store: Store, _ folder: BucketFolder, _ options: StoreOptions) {
        (self.store, self.folder, clock, report) = (store, folder, options.clock, options.onMaintenanceFailure)
        place = ResourcePlace(region: options.region, account: options.account)
    }

    /// Goes on with what was begun.
    ///
    /// - Parameter held: the exports for which changes are held; the others would show what never was.
    func resume(_ exports: [ExportRecord], _ imports: [ImportRecord], held: Set<String>) {
        for record in exports where record.status == .inProgress {
            guard !held.contains(record.id) else {
                begin(record, place)
                continue
            }
            let (store, folder, clock) = (store, folder, clock)
            run("export \(record.id) of \(record.tableName)") { () async throws(DynamoDBError) in
                let failure = TransferFailure(
                    code: "InternalFailure", message: "The changes that the export needs were lost; export again")
                try await Self.end(record, .failed(failure), store, folder, clock)
            }
        }
        for record in imports where record.status == .inProgress { begin(record) }
    }

    /// Carries out an export whose record is in the table's file.
    ///
    /// - Parameter place: what names in its manifests begin with.
    func begin(_ record: ExportRecord, _ place: ResourcePlace) {
        let (store, folder, clock) = (store, folder, clock)
        run("export \(record.id) of \(record.tableName)") { () async throws(DynamoDBError) in
            do throws(TransferStop) {
                try await Self.export(record, place, store, folder, clock)
            } catch {
                try await Self.end(record, error, store, folder, clock)
            }
        }
    }

    /// Carries out an import whose record is in the table's file.
    func begin(_ record: ImportRecord) {
        let (store, folder, clock) = (store, folder, clock)
        run("import \(record.id) into \(record.tableName)") { () async throws(DynamoDBError) in
            let known = try Self.load(record, store)
            do throws(TransferStop) {
                try await Self.tableImport(known, store, folder, clock)
            } catch {
                try await Self.end(known, error, store, clock)
            }
        }
    }

    private func run(_ name: String, _ work: @escaping @Sendable () async throws(DynamoDBError) -> Void) {
        guard !isStopped, tasks[name] == nil else { return }
        tasks[name] = Task(executorPreference: store.readingThreads) { [report, turns] in
            var rest = Self.firstRest
            while !Task.isCancelled {
                await turns.enter()
                do throws(DynamoDBError) {
                    if !Task.isCancelled { try await work() }
                    await turns.leave()
                    break
                } catch {
                    report?("\(name): \(error.message)")
                }
                await turns.leave()
                try? await Task.sleep(for: .milliseconds(rest))
                rest = min(rest * 2, Self.longestRest)
            }
            await self.ended(name)
        }
    }

    private func ended(_ name: String) { tasks[name] = nil }

    /// Stops all where they are; they go on when the file is opened again.
    func stop() async {
        isStopped = true
        let all = tasks.values
        for task in all { task.cancel() }
        await turns.end()
        for task in all { await task.value }
    }

    // MARK: Exports

    @concurrent private static func export(
        _ record: ExportRecord, _ place: ResourcePlace, _ store: Store, _ folder: BucketFolder,
        _ clock: @Sendable () -> Double
    ) async throws(TransferStop) {
        guard let table = store.table(id: record.table) else {
            throw .failed(TransferFailure(code: "ResourceNotFound", message: "The table is not there any more"))
        }
        var work = try ExportWork(store, folder, record, of: table)
        while true {
            guard !Task.isCancelled else { return }
            if try work.step() { break }
            await Task.yield()
        }
        var verification = try work.verification()
        var digest: MD5Sum?
        while digest == nil {
            guard !Task.isCancelled else { return }
            digest = try work.step(&verification)
            await Task.yield()
        }
        guard let digest else { return }
        try await save(try work.finish(digest, place, ended: max(Int(clock() * 1000), record.started)), store)
        ExportWork.removeScratch(folder, record)
    }

    private static func save(_ record: ExportRecord, _ store: Store) async throws(TransferStop) {
        do throws(DynamoDBError) {
            try await store.write { (writer) throws(EngineFault) in
                try writer.save(record.stored, as: .export, record.id)
                try writer.releaseExport(record.id)
            }
        } catch {
            throw .again(error)
        }
    }

    /// Notes that an export failed; what can be tried again is thrown.
    private static func end(
        _ record: ExportRecord, _ stop: TransferStop, _ store: Store, _ folder: BucketFolder,
        _ clock: @Sendable () -> Double
    ) async throws(DynamoDBError) {
        switch stop {
        case .again(let error): throw error
        case .failed(let failure):
            var ended = record
            (ended.status, ended.failure, ended.ended) = (.failed, failure, Int(clock() * 1000))
            do throws(TransferStop) { try await save(ended, store) } catch {
                throw DynamoDBError(.serviceUnavailable, failure.message)
            }
            ExportWork.removeScratch(folder, record)
        }
    }

    // MARK: Imports

    /// The record with how far the import is.
    private static func load(_ record: ImportRecord, _ store: Store) throws(DynamoDBError) -> ImportRecord {
        do throws(EngineFault) {
            return try store.tableImport(record.id) ?? record
        } catch {
            throw error.answer
        }
    }

    @concurrent private static func tableImport(
        _ record: ImportRecord, _ store: Store, _ folder: BucketFolder, _ clock: @Sendable () -> Double
    ) async throws(TransferStop) {
        guard record.status == .inProgress else { return }
        var work = try ImportWork(store, folder, record)
        while !work.record.progress.isRead {
            guard !Task.isCancelled else { return }
            if try await work.step() { break }
            await Task.yield()
        }
        while true {
            guard let table = store.table(id: record.table) else { throw ImportWork.tableIsGone(record) }
            guard table.isBeingRestored else { break }
            guard !Task.isCancelled else { return }
            try? await Task.sleep(for: .milliseconds(look))
        }
        var ended = work.record
        ended.failure = work.outcome()
        (ended.status, ended.ended) = (ended.failure == nil ? .completed : .failed, Int(clock() * 1000))
        try await save(ended, store)
    }

    private static func save(_ record: ImportRecord, dropping: Bool = false, _ store: Store) async throws(TransferStop)
    {
        do throws(DynamoDBError) {
            try await store.write { (writer) throws(EngineFault) in
                try writer.save(record.whole, as: .tableImport, record.id)
                try writer.remove(.importProgress, record.id)
                guard dropping, let table = writer.state.catalog.byId[record.table] else { return }
                try writer.remove(table, backupId: record.id)
            }
        } catch {
            throw .again(error)
        }
    }

    /// Notes that an import failed, and removes its table, which nobody could use; what can be tried again is thrown.
    private static func end(
        _ record: ImportRecord, _ stop: TransferStop, _ store: Store, _ clock: @Sendable () -> Double
    ) async throws(DynamoDBError) {
        switch stop {
        case .again(let error): throw error
        case .failed(let failure):
            var ended = record
            (ended.status, ended.failure, ended.ended) = (.failed, failure, Int(clock() * 1000))
            do throws(TransferStop) { try await save(ended, dropping: true, store) } catch {
                throw DynamoDBError(.serviceUnavailable, failure.message)
            }
        }
    }
}
