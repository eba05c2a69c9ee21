import DynamoExpressions
import DynamoModel

/// DynamoDB's tables in one SQLite file, with DynamoDB's semantics.
///
/// - **Durability.** A write is answered after a COMMIT with `synchronous=FULL` that it shares with the other writes that waited.
/// - **Isolation.** One thread writes. Reads run on the caller's thread in a snapshot, see every answered write and never wait
///   for the writer (but for a moment when a very long log has to be cut). All operations are strictly serializable.
/// - **Damage.** Every row carries a checksum: damage is an `internalServerError`, never a wrong answer.
/// - **One process.** A file is locked against other processes; see ``TableEngineError/inUse(path:holder:)``.
/// - **Limits** that are the engine's own are in ``Options``.
public final class TableEngine: DynamoDB {
    let store: Store
    let options: Options

    private init(_ store: Store, _ options: Options) {
        self.store = store
        self.options = options
    }

    deinit { store.thread?.stop() }

    /// Opens the database at a path, and makes it when there is none. Its folder must be there.
    ///
    /// Beside the file lie SQLite's `-wal` and `-shm`, and a lock file `.lock` with the number of the process.
    /// - Throws: when the file is in use, foreign, damaged, of another format version, or cannot be opened.
    public static func open(path: String, options: Options = Options()) throws(TableEngineError) -> TableEngine {
        TableEngine(try Store.open(path: path, options), options)
    }

    /// A database that lives as long as the engine: the same code on SQLite's memory.
    public static func inMemory(options: Options = Options()) throws(TableEngineError) -> TableEngine {
        TableEngine(try Store.inMemory(options), options)
    }

    /// Finishes the writes that are queued, and closes the file. Later calls fail with `serviceUnavailable`.
    public func close() async {
        if let thread = store.thread { await thread.stopAndWait() } else { store.pool.close() }
    }

    /// Why writing has stopped for good: a commit failed, and its outcome is unknown. Nil in health.
    public var fatalFailure: String? { store.thread?.failure }

    // MARK: For the operations

    /// The table that a request names, by its name or its Amazon Resource Name.
    func table(_ name: String) throws(EngineFault) -> TableInfo {
        if let table = store.table(name) { return table }
        guard let table = store.table(try Self.plainName(name)) else { throw .request(.resourceNotFound) }
        return table
    }

    /// The table that a request about tables names; such requests say which one is missing.
    func namedTable(_ name: String) throws(EngineFault) -> TableInfo {
        if let table = store.table(name) { return table }
        let plain = try Self.plainName(name)
        guard let table = store.table(plain) else {
            throw .request(
                DynamoDBError(.resourceNotFound, "Requested resource not found: Table: \(plain) not found"))
        }
        return table
    }

    /// A table's name as it is or in an Amazon Resource Name, of any region and account: there is one of each here.
    private static func plainName(_ name: String) throws(EngineFault) -> String {
        guard name.hasBytePrefix("arn:") else {
            try SchemaRules.checkName(name, "tableName")
            return name
        }
        guard let plain = Arn.tableName(name) else {
            throw .validation("1 validation error detected: Invalid resource type in '\(name)'")
        }
        return plain
    }

    /// Runs a short read on the caller's thread.
    func read<Result>(
        _ body: (StoreConnection) throws(EngineFault) -> Result
    ) throws(EngineFault) -> Result {
        try store.pool.read(body)
    }

    /// Runs a short read of a table, or of an index of it.
    func read<Answer>(
        _ table: TableInfo, _ index: IndexInfo? = nil, _ body: (StoreConnection) throws(EngineFault) -> Answer
    ) throws(EngineFault) -> Answer {
        let answer = Result { () throws(EngineFault) in try store.pool.read(body) }
        try checkPresent(table, index)
        return try answer.get()
    }

    /// Refuses what was read of a table or index that is gone by now: it was looked up before the snapshot was taken.
    ///
    /// What is dropped is emptied in later transactions, after the catalog without it was published. A table that is in the catalog
    /// when it has been read was therefore whole in the snapshot.
    func checkPresent(_ table: TableInfo, _ index: IndexInfo? = nil) throws(EngineFault) {
        guard let present = store.table(id: table.id) else { throw .request(.resourceNotFound) }
        guard present !== table, let index else { return }
        guard present.indexes.contains(where: { $0.id == index.id }) else { throw .missingIndex(index.name) }
    }

    /// Runs a write on the writer's thread and waits for its commit.
    func write<Result: Sendable>(
        _ work: @escaping TypedWriteJob<Result>.Work
    ) async throws(DynamoDBError) -> Result {
        guard let thread = store.thread else {
            throw DynamoDBError(.serviceUnavailable, "The table file was opened for reading only")
        }
        return try await thread.submit(work)
    }

    /// Runs what precedes a write, or a whole read, with the errors that callers see.
    func answering<Result>(_ body: () throws(EngineFault) -> Result) throws(DynamoDBError) -> Result {
        do throws(EngineFault) { return try body() } catch { throw error.answer }
    }
}

/// Amazon Resource Names of tables and indexes.
enum Arn {
    static func table(_ name: String, _ options: TableEngine.Options) -> String {
        "arn:aws:dynamodb:\(options.region):\(options.account):table/\(name)"
    }

    static func index(_ name: String, of table: String, _ options: TableEngine.Options) -> String {
        Self.table(table, options) + "/index/\(name)"
    }

    /// The resource in an ARN of DynamoDB, nil when it is none: `table/name`, `table/name/index/index`.
    static func resource(of arn: String) -> Substring.UTF8View? {
        let parts = arn.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].elementsEqual("arn".utf8), parts[2].elementsEqual("dynamodb".utf8) else {
            return nil
        }
        return parts[5]
    }

    /// The table's name in a table's ARN.
    static func tableName(_ arn: String) -> String? {
        guard let resource = resource(of: arn) else { return nil }
        let parts = resource.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].elementsEqual("table".utf8) else { return nil }
        return String(parts[1])
    }
}
