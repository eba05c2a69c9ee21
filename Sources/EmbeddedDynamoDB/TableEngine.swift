import DynamoExpressions
import DynamoModel
import TableStore

/// DynamoDB's tables in one SQLite file, with DynamoDB's semantics.
///
/// - **Durability.** A write is answered after a COMMIT with `synchronous=FULL` that it shares with the other writes
///   that waited.
/// - **Isolation.** One thread writes. Reads run in a snapshot, see every answered write and never wait for the writer
///   (except for a moment when a very long log has to be cut). All operations are strictly serializable.
/// - **Threads.** Reads run on the caller's thread; long ones, and all for 200 ms after one that waited for the disk,
///   run on a few others. So the first read of a burst that waits holds up its caller's thread as long as the disk
///   takes, and so does a rare one: about a millisecond on a solid-state disk. Beside 100 cold reads a second a warm
///   one takes 40 to 50 µs more at the median. See `ColdReads` and schema/operations/speed.md.
/// - **Damage.** Every row carries a checksum: damage is an `internalServerError`, never a wrong answer.
/// - **One process.** A file is locked against other processes; see ``StoreError/inUse(path:holder:)``.
/// - **Limits** that are the engine's own are in ``Options``.
public final class TableEngine: DynamoDB {
    let store: Store
    let options: StoreOptions

    /// What an engine is given from outside, and its limits.
    public typealias Options = StoreOptions

    /// What watches the operations; nil when nothing does.
    let instruments: Instruments?

    /// Makes backups; nil when there is no folder for them, or the file is only read.
    let backups: BackupRunner?

    /// Exports and imports; nil when there is no folder for buckets, or the file is only read.
    let transfers: TransferRunner?

    private init(_ store: Store, _ options: Options, _ instruments: Instruments?) {
        self.store = store
        self.options = options
        self.instruments = instruments
        backups =
            options.isReadOnly
            ? nil
            : options.backupFolder.map { path in
                BackupRunner(store, BackupFolder(path: path), report: options.onMaintenanceFailure)
            }
        transfers =
            options.isReadOnly
            ? nil
            : options.exportFolder.map { path in TransferRunner(store, BucketFolder(path: path), options) }
        goOnWithBackups()
        goOnWithTransfers()
        instruments?.metrics?.start(self)
        let isOn = store.catalog.byName.values.contains { $0.definition.insights.values.contains(where: \.isEnabled) }
        if isOn { instruments?.insights?.turnOn() }
    }

    /// Opens the database at a path, or makes it when the path has no file. Its folder must exist.
    ///
    /// Beside the file lie SQLite's `-wal` and `-shm`, and a lock file `.lock` with the number of the process.
    /// - Parameter observer: learns of each operation; see ``OperationObserver``.
    /// - Throws: when the file is in use, foreign, damaged, of another format version, or cannot be opened.
    public static func open(
        path: String, options: Options = Options(), observer: OperationObserver? = nil
    ) throws(StoreError) -> TableEngine {
        let instruments = Instruments(options, observer)
        return TableEngine(try Store.open(path: path, instruments.watching(options)), options, instruments)
    }

    /// A database that lives as long as the engine: the same code on SQLite's memory.
    public static func inMemory(
        options: Options = Options(), observer: OperationObserver? = nil
    ) throws(StoreError) -> TableEngine {
        let instruments = Instruments(options, observer)
        return TableEngine(try Store.inMemory(instruments.watching(options)), options, instruments)
    }

    /// Finishes the writes that are queued, and closes the file. Later calls fail with `serviceUnavailable`.
    public func close() async {
        await instruments?.metrics?.stop()
        await backups?.stop()
        await transfers?.stop()
        await store.close()
    }

    /// Goes on with backups that another process had begun.
    private func goOnWithBackups() {
        guard let backups else { return }
        let store = store
        Task {
            let recorded = try? await store.write { (writer) throws(EngineFault) in writer.recordedBackups }
            if let recorded { await backups.resume(recorded: recorded) }
        }
    }

    /// Goes on with exports and imports that another process had begun.
    private func goOnWithTransfers() {
        guard let transfers else { return }
        let store = store
        Task {
            guard let exports = try? store.exports(), let imports = try? store.imports() else { return }
            // What was noted of an export may have been lost to damage.
            let held = try? await store.write { (writer) throws(EngineFault) in
                let known = try writer.connection.documents(of: .export).filter {
                    $0.item["status"]?.string == TransferStatus.inProgress.rawValue
                }
                return try writer.releaseExports(except: Set(known.map(\.name)))
            }
            await transfers.resume(exports, imports, held: held ?? Set(exports.map(\.id)))
        }
    }

    /// Why writing has stopped for good: a commit failed, and its outcome is unknown. Nil in health.
    public var fatalFailure: String? { store.fatalFailure }

    /// Why nothing can be written at present, such as a full disk; nil when writes are possible, as far as is known.
    public func writeObstacle() async -> String? { await store.writeObstacle() }

    /// What the operations took, by minutes; nil unless ``Options/keepsMetrics``.
    public var metrics: TableMetrics? { instruments?.metrics }

    // MARK: For the operations

    /// What Amazon Resource Names in an answer begin with: the region is that of the request.
    var place: ResourcePlace {
        ResourcePlace(region: ResourcePlace.requestedRegion ?? options.region, account: options.account)
    }

    /// The table that a request names, by its name or its Amazon Resource Name.
    ///
    /// A table that is being restored has no items yet: as for the service, it is not there.
    func table(_ name: String) throws(EngineFault) -> TableInfo {
        var found = known(name)
        if found == nil { found = known(try Self.plainName(name)) }
        guard let found, !found.isBeingRestored else { throw .request(.resourceNotFound) }
        return found
    }

    /// The table of exactly this name: the catalog also finds it by one that is only canonically equal.
    private func known(_ name: String) -> TableInfo? {
        store.table(name).flatMap { $0.name.hasSameBytes(as: name) ? $0 : nil }
    }

    /// The table that a request about tables names; such requests say which one is missing.
    func namedTable(_ name: String) throws(EngineFault) -> TableInfo {
        if let table = known(name) { return table }
        let plain = try Self.plainName(name)
        guard let table = known(plain) else {
            throw .request(
                DynamoDBError(.resourceNotFound, "Requested resource not found: Table: \(plain) not found"))
        }
        return table
    }

    /// A table's name as it is or in an Amazon Resource Name, of any region and account: there is one of each here.
    private static func plainName(_ name: String) throws(EngineFault) -> String {
        guard ResourceName.isMeant(by: name) else {
            try SchemaRules.checkName(name, "tableName")
            return name
        }
        guard let plain = ResourceName(name)?.table else {
            throw .request(.violations(["Invalid resource type in '\(name)'"]))
        }
        return plain
    }

    /// Runs what a read operation does: where the caller runs as long as reads are served from memory, otherwise on
    /// threads that may wait for the disk.
    func reading<Result: Sendable>(
        _ body: @escaping @Sendable () throws(EngineFault) -> Result
    ) async throws(DynamoDBError) -> Result {
        guard store.coldReads.areLikely else { return try answering(body) }
        let task = Task(executorPreference: store.readingThreads) { () -> Swift.Result<Result, DynamoDBError> in
            Swift.Result { () throws(DynamoDBError) in try self.answering(body) }
        }
        return try await task.value.get()
    }

    /// Runs a short read on the caller's thread.
    func read<Result>(
        _ body: (StoreConnection) throws(EngineFault) -> Result
    ) throws(EngineFault) -> Result {
        try store.read(body)
    }

    /// Runs a short read of a table, or of an index of it.
    func read<Answer>(
        _ table: TableInfo, _ index: IndexInfo? = nil, _ body: (StoreConnection) throws(EngineFault) -> Answer
    ) throws(EngineFault) -> Answer {
        let answer = Result { () throws(EngineFault) in try store.read(body) }
        try checkPresent(table, index)
        return try answer.get()
    }

    /// Reads one item of a table; nil when no item has the key.
    func item(_ table: TableInfo, _ key: KeyBytes) throws(EngineFault) -> (item: Item, size: Int)? {
        let answer = Result { () throws(EngineFault) in try store.item(table, key) }
        try checkPresent(table)
        return try answer.get()
    }

    /// Reads one item of a table for an answer over the wire: nil in place of an item whose JSON was appended. Nil when
    /// there is none.
    func item(
        _ table: TableInfo, _ key: KeyBytes, else wire: inout WireItems
    ) throws(EngineFault) -> (item: Item?, size: Int)? {
        let answer = Result { () throws(EngineFault) in try store.item(table, key, else: &wire) }
        try checkPresent(table)
        return try answer.get()
    }

    /// Refuses what was read of a table or index that is gone by now: it was looked up before the snapshot was taken.
    ///
    /// What is dropped is emptied in later transactions, after the catalog without it was published. A table that is in
    /// the catalog when it has been read was therefore whole in the snapshot.
    func checkPresent(_ table: TableInfo, _ index: IndexInfo? = nil) throws(EngineFault) {
        guard let present = store.table(id: table.id) else { throw .request(.resourceNotFound) }
        guard present !== table, let index else { return }
        guard present.indexes.contains(where: { $0.id == index.id }) else { throw .missingIndex(index.name) }
    }

    /// Runs a write on the writer's thread and waits for its commit.
    ///
    /// - Parameter memory: what the work holds while it waits, in bytes.
    func write<Result: Sendable>(
        memory: Int = 0, _ work: @escaping @Sendable (Writer) throws(EngineFault) -> Result
    ) async throws(DynamoDBError) -> Result {
        try await store.write(memory: memory, work)
    }

    /// Runs what precedes a write, or a whole read, with the errors that callers see.
    func answering<Result>(_ body: () throws(EngineFault) -> Result) throws(DynamoDBError) -> Result {
        do throws(EngineFault) { return try body() } catch { throw error.answer }
    }
}
