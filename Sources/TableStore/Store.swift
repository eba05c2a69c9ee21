import DynamoModel
import Synchronization

/// An open database: its readers, its writer, its catalog.
///
/// It knows tables, indexes, items and their rows, and nothing of requests: what a write may do is decided by the job
/// that is handed to ``write(_:)``.
package final class Store: Sendable {
    package let path: String
    package let options: StoreOptions
    let pool: ReaderPool
    /// Nil when the file is only read.
    let thread: WriterThread?
    private let published: Published
    /// Whether reads wait for the disk.
    package let coldReads = ColdReads()
    /// Where long reads run, and those that may wait for the disk.
    package let readingThreads = ReadingThreads()
    /// Where backups are made.
    package let backgroundThreads = ReadingThreads.background

    init(_ options: StoreOptions, path: String, pool: ReaderPool, thread: WriterThread?, published: Published) {
        self.options = options
        self.path = path
        self.pool = pool
        self.thread = thread
        self.published = published
    }

    deinit { thread?.stop() }

    /// The catalog that readers see.
    final class Published: Sendable {
        let catalog: Mutex<Catalog>
        init(_ catalog: Catalog) { self.catalog = Mutex(catalog) }
    }

    /// Finishes the writes that are queued, and closes the file. Later calls fail with `serviceUnavailable`.
    package func close() async {
        if let thread { await thread.stopAndWait() } else { pool.close() }
    }

    /// Why writing has stopped for good: a commit failed, and its outcome is unknown. Nil in health.
    package var fatalFailure: String? { thread?.failure }

    /// Free bytes below which a disk counts as full: a commit takes some pages of 4 KB.
    private static let leastRoom = 64 * 1024

    /// Why nothing can be written at present; nil when writes are possible, as far as is known.
    ///
    /// After a write that found no room it tries one that changes nothing.
    package func writeObstacle() async -> String? {
        guard let thread else { return "the table file was opened for reading only" }
        if let failure = thread.failure { return failure }
        if path != Self.memory, let room = PlainFile.room(at: path), room < Self.leastRoom {
            return "the disk has \(room) bytes left"
        }
        guard thread.lastShortage != nil else { return nil }
        do throws(DynamoDBError) {
            try await write { (writer) throws(EngineFault) -> Void in
                writer.state.changedCounters.insert(Format.fileCounter)
            }
            return nil
        } catch {
            return error.message
        }
    }

    // MARK: The catalog

    /// The table of this name, as of the last commit.
    package func table(_ name: String) -> TableInfo? { published.catalog.withLock { $0.byName[name] } }

    /// The table of this number, as of the last commit.
    package func table(id: Int) -> TableInfo? { published.catalog.withLock { $0.byId[id] } }

    /// All tables, as of the last commit.
    package var catalog: Catalog { published.catalog.withLock { $0 } }

    // MARK: Work

    /// Reads and verifies one item, on the caller's thread; nil when no item has the key.
    package func item(_ table: TableInfo, _ key: KeyBytes) throws(EngineFault) -> (item: Item, size: Int)? {
        if let known = try pool.known(table.id, key) { return known }
        return try read { (connection) throws(EngineFault) in try connection.item(table, key) }
    }

    /// Reads and verifies one item for an answer over the wire, on the caller's thread: nil in place of an item whose
    /// JSON was appended. Nil when there is none.
    package func item(
        _ table: TableInfo, _ key: KeyBytes, else wire: inout WireItems
    ) throws(EngineFault) -> (item: Item?, size: Int)? {
        if let known = try pool.known(table.id, key) { return known }
        return try read { (connection) throws(EngineFault) in
            let found: Result<(item: Item?, size: Int)?, EngineFault> = key.withUnsafeBytes { key in
                Result { () throws(EngineFault) in try connection.item(table, row: nil, at: key, else: &wire) }
            }
            return try found.get()
        }
    }

    /// Runs a short read in one snapshot, on the caller's thread.
    package func read<Result>(
        _ body: (StoreConnection) throws(EngineFault) -> Result
    ) throws(EngineFault) -> Result {
        try coldReads.watching { () throws(EngineFault) in try pool.read(body) }
    }

    /// Runs a write on the writer's thread, and waits for its commit.
    ///
    /// - Parameters:
    ///   - memory: what the work holds while it waits, in bytes.
    ///   - work: throws before it has changed anything, or not at all.
    package func write<Result: Sendable>(
        memory: Int = 0, _ work: @escaping @Sendable (Writer) throws(EngineFault) -> Result
    ) async throws(DynamoDBError) -> Result {
        guard let thread else {
            throw DynamoDBError(.serviceUnavailable, "The table file was opened for reading only")
        }
        return try await thread.submit(memory: memory, work)
    }
}
