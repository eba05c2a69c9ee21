import CSQLite
import DynamoModel
import Synchronization

/// The connections that read, handed out one caller at a time.
///
/// A connection keeps its read transaction open between reads for as long as nothing was committed since, so that a
/// read need not take the log's lock again; the generation that it is compared with is raised after each COMMIT and
/// before anybody hears of it, so that every answered write is seen. Readers never wait for the writer, except for the
/// moment in which the log is cut after long pinning (see ``withoutReaders(_:)``).
///
/// SQLite shows a commit to transactions that begin a moment before COMMIT returns. The generation is odd from before
/// that moment until it is raised, and a transaction that begins meanwhile is not kept: otherwise a read could follow
/// one that saw the commit, and see an older state on a connection that was kept.
final class ReaderPool: @unchecked Sendable {
    /// Twice the number of commits; odd while one is being shown.
    let generation = Atomic<UInt64>(0)
    /// Whether the next sync of the log is that of a commit. Only the writer's thread uses it.
    private let isCommitting = Atomic(false)
    /// What was written last.
    let changes: ChangedKeys
    /// How often partitions were written.
    let versions = PartitionVersions()

    private let monitor = Monitor()
    // All guarded by the monitor.
    private var idle: [StoreConnection] = []
    private var opened = 0
    private var waiting = 0
    private var isHeld = false
    private var isClosed = false
    /// Storages that are gone, in their order, for the connections to forget.
    private var dropped: [Int] = []
    private let maximum: Int
    private let decodedBytes: Int
    private let open: @Sendable () throws(SQLiteFault) -> SQLiteConnection
    /// False when the one connection is the writer's own (in memory): then its lock is what isolates.
    private let usesSnapshots: Bool
    /// False when another process may write: it does not raise our generation.
    private let keepsSnapshots: Bool
    /// The file that is read; nil in memory.
    private let file: TableFile?

    /// A pool that opens up to `maximum` connections when they are needed.
    ///
    /// - Parameters:
    ///   - decodedBytes: the memory that decoded items may take on each of them.
    ///   - writtenBytes: the memory that items which were written lately may take on all together.
    ///   - path: where the file is that they read.
    init(
        maximum: Int, decodedBytes: Int, writtenBytes: Int = 0, keepsSnapshots: Bool, path: String,
        open: @escaping @Sendable () throws(SQLiteFault) -> SQLiteConnection
    ) {
        changes = ChangedKeys(writtenBytes: writtenBytes)
        self.maximum = maximum
        self.decodedBytes = decodedBytes
        self.keepsSnapshots = keepsSnapshots
        self.open = open
        let file = TableFile.at(path)
        self.file = file
        usesSnapshots = true
        if keepsSnapshots { file.whenLogIsSynced { [weak self] in self?.logIsSynced() } }
    }

    /// A pool of one connection that the writer shares.
    init(sharing connection: StoreConnection) {
        changes = ChangedKeys(writtenBytes: 0)
        maximum = 1
        decodedBytes = 0
        opened = 1
        idle = [connection]
        usesSnapshots = false
        keepsSnapshots = false
        file = nil
        open = { () throws(SQLiteFault) in throw ReaderPool.closed }
    }

    /// Whether everything that is written goes through this pool's writer.
    var seesAllWrites: Bool { keepsSnapshots || !usesSnapshots }

    /// Whether reads fail since the log's index was cut.
    var isIndexLost: Bool { file?.isIndexLost ?? false }

    private static let closed = SQLiteFault(code: 21, message: "the table is closed", statement: "read")

    /// An item whose last committed state is known without a look into the file.
    func known(_ storage: Int, _ key: KeyBytes) throws(EngineFault) -> (item: Item, size: Int)? {
        if let written = changes.written.item(storage, key) { return written }
        guard keepsSnapshots else { return nil }
        let connection = try take()
        defer { put(connection) }
        let known = connection.known(storage, key, generation.load(ordering: .acquiring), changes)
        // What was decoded since then may be of old pages.
        if let file, file.isIndexLost { throw .storage(Self.indexLost) }
        return known
    }

    /// Runs short reads in one snapshot.
    func read<Result>(_ body: (StoreConnection) throws(EngineFault) -> Result) throws(EngineFault) -> Result {
        let connection = try take()
        defer { put(connection) }
        guard usesSnapshots else { return try body(connection) }
        defer { if !keepsSnapshots { connection.endSnapshot() } }
        do throws(SQLiteFault) {
            // Another process may write what is read without keeping snapshots: it announces nothing here.
            try connection.ensureSnapshot(generation.load(ordering: .acquiring), keepsSnapshots ? changes : nil)
        } catch {
            throw .storage(error)
        }
        do throws(EngineFault) {
            let result = try body(connection)
            // Since then old pages are taken for the present ones.
            if let file, file.isIndexLost { throw .storage(Self.indexLost) }
            return result
        } catch {
            if case .storage = error { connection.endSnapshot() }
            throw error
        }
    }

    private static let indexLost = SQLiteFault(
        code: SQLITE_IOERR, message: "the index of the write-ahead log was cut while it was in use", statement: "read")

    // MARK: Commits

    /// Begins to commit; for the writer's thread.
    ///
    /// - Parameter isDurable: whether the log is synced before the commit is shown. Until then readers keep their
    ///   transactions: a sync takes long.
    func beginCommit(isDurable: Bool) {
        isCommitting.store(true, ordering: .relaxed)
        if !isDurable { logIsSynced() }
    }

    /// Everything but the showing of the commit is done.
    private func logIsSynced() {
        guard isCommitting.load(ordering: .relaxed) else { return }
        generation.store(generation.load(ordering: .relaxed) | 1, ordering: .sequentiallyConsistent)
    }

    /// The commit can be seen, or has failed; for the writer's thread.
    ///
    /// - Parameter hasChanged: whether there is something new to be seen.
    func endCommit(hasChanged: Bool) {
        isCommitting.store(false, ordering: .relaxed)
        let now = generation.load(ordering: .relaxed)
        if hasChanged || now & 1 == 1 { generation.store((now | 1) + 1, ordering: .releasing) }
    }

    // MARK: Connections

    /// Takes a connection for itself; pairs with ``put(_:)``.
    func take() throws(EngineFault) -> StoreConnection {
        monitor.lock()
        // Who waits goes first: otherwise one that takes a connection again and again would keep them waiting all the
        // time.
        var isNext = waiting < idle.count + maximum - opened
        while true {
            if isClosed {
                monitor.unlock()
                throw .storage(Self.closed)
            }
            if !isHeld, isNext {
                if let connection = idle.popLast() {
                    let gone = dropped.dropFirst(connection.forgottenStorages)
                    monitor.unlock()
                    connection.forget(dropped: gone)
                    return connection
                }
                if opened < maximum { break }
            }
            waiting += 1
            monitor.wait()
            waiting -= 1
            isNext = true
        }
        opened += 1
        let known = dropped.count
        monitor.unlock()
        do throws(SQLiteFault) {
            let connection = try StoreConnection(open(), decodedBytes: decodedBytes)
            connection.forgottenStorages = known
            return connection
        } catch {
            monitor.lock()
            opened -= 1
            monitor.broadcast()
            monitor.unlock()
            throw .storage(error)
        }
    }

    /// Gives a connection back.
    func put(_ connection: StoreConnection) {
        monitor.lock()
        idle.append(connection)
        let somebodyWaits = waiting > 0 || isHeld || isClosed
        monitor.unlock()
        if somebodyWaits { monitor.broadcast() }
    }

    /// Lets the connections forget a storage that was dropped, each before its next read.
    func forget(_ storage: Int) {
        monitor.lock()
        dropped.append(storage)
        monitor.unlock()
    }

    /// Ends the snapshots of the readers that are idle.
    func endIdleSnapshots() {
        guard usesSnapshots else { return }
        monitor.lock()
        let taken = idle
        idle = []
        monitor.unlock()
        for connection in taken { connection.endSnapshot() }
        monitor.lock()
        idle.append(contentsOf: taken)
        monitor.broadcast()
        monitor.unlock()
    }

    /// Runs `body` while no read is under way; reads that come wait for it.
    func withoutReaders<Result>(_ body: () throws(SQLiteFault) -> Result) throws(SQLiteFault) -> Result {
        monitor.lock()
        isHeld = true
        while idle.count < opened { monitor.wait() }
        for connection in idle { connection.endSnapshot() }
        monitor.unlock()
        defer {
            monitor.lock()
            isHeld = false
            monitor.broadcast()
            monitor.unlock()
        }
        return try body()
    }

    /// Closes the connections when the reads under way are done; later reads fail.
    func close() {
        monitor.lock()
        isClosed = true
        changes.written.close()
        versions.close()
        while idle.count < opened { monitor.wait() }
        let connections = idle
        idle = []
        opened = 0
        monitor.broadcast()
        monitor.unlock()
        for connection in connections {
            connection.endSnapshot()
            connection.sqlite.close()
        }
    }
}
