import CSQLite
import DynamoModel

/// The one place that changes the file. It lives on the writer's thread; every method runs inside its transaction.
package final class Writer {
    package let connection: StoreConnection
    package let options: StoreOptions
    package var state = WriterState()
    /// Whether callers' writes came a moment ago: tasks that can wait let them go first.
    var isBusy = false
    /// The items that the transaction changes, by ``DecodedItems/hash(_:_:)``.
    private(set) var changedItems: [UInt64] = []
    /// What the transaction makes of them.
    private(set) var writtenItems: [WrittenItems.Write] = []
    /// The places of ``PartitionVersions`` that it changes.
    private(set) var changedPlaces: [Int] = []
    private var saveCounter: SQLiteStatement?
    var appendChange: SQLiteStatement?
    private var beginStatement: SQLiteStatement?
    private var commitStatement: SQLiteStatement?
    package let tokens: RequestTokens
    /// The names of the backup that was read last.
    var backupNames: (path: String, names: NameTable)?

    init(_ connection: StoreConnection, _ options: StoreOptions) throws(SQLiteFault) {
        self.connection = connection
        self.options = options
        tokens = try RequestTokens(connection.sqlite, options)
    }

    var sqlite: SQLiteConnection { connection.sqlite }

    /// Opens the transaction.
    func begin() throws(SQLiteFault) {
        changedItems.removeAll(keepingCapacity: true)
        writtenItems.removeAll(keepingCapacity: true)
        changedPlaces.removeAll(keepingCapacity: true)
        try sqlite.prepare("BEGIN IMMEDIATE", into: &beginStatement).run()
        changesBefore = sqlite.totalChanges
    }

    /// Whether the transaction that was committed last changed rows.
    private(set) var hasWritten = false
    private var changesBefore = 0

    /// Commits the transaction: when it returns, everything is on disk.
    func commit() throws(SQLiteFault) {
        hasWritten = sqlite.totalChanges != changesBefore
        try sqlite.prepare("COMMIT", into: &commitStatement).run()
    }

    /// The present state of a table that a request was checked against.
    package func current(_ table: TableInfo) throws(EngineFault) -> TableInfo {
        guard let current = state.catalog.byId[table.id] else { throw .request(.resourceNotFound) }
        return current
    }

    // MARK: Loading

    /// Reads everything but the rows.
    func load() throws(EngineFault) {
        try FileTable.meta.forEach("", sqlite) { row in
            if row.text(0) == Format.Meta.nextId { state.nextId = row.int(1) }
        }
        try FileTable.counters.forEach("", sqlite) { row in
            state.counters[row.int(0)] = Counter(items: row.int(1), bytes: row.int(2))
        }
        try storage { () throws(SQLiteFault) in try connection.names.load() }
        state.savedNames = connection.names.count
        try loadTasks()
        try loadRecordings()
        state.catalog = try CatalogRows.load(sqlite)
        try state.catalog.loadStreams(sqlite)
        try state.catalog.loadDropped(sqlite)
        for table in state.catalog.byId.values {
            for index in table.indexes where !index.isActive && state.tasks[IndexFilling(index.id).id] == nil {
                throw .damaged(table: table.name, what: "an index is being filled and its position is missing")
            }
        }
    }

    // MARK: Changes

    /// Notes that an item is not what readers remember.
    ///
    /// - Parameter row: what it is now; nil for one that is new or removed, or whose row was not decoded.
    @inline(__always)
    func noteChange(_ storage: Int, _ key: KeyBytes, _ row: NewRow? = nil) {
        let hash = key.withUnsafeBytes { DecodedItems.hash(storage, $0) }
        changedItems.append(hash)
        writtenItems.append(WrittenItems.Write(storage: storage, key: key, hash: hash, row: row))
        notePlace(storage, key)
    }

    /// Notes that a partition of a table or index gets or loses a row, or has another state of one.
    @inline(__always)
    func notePlace(_ storage: Int, _ key: KeyBytes) { changedPlaces.append(PartitionVersions.place(storage, key)) }

    /// Notes that there are other tables or indexes when the transaction is committed.
    func noteCatalogPlace() { changedPlaces.append(PartitionVersions.catalog) }

    // MARK: Counters

    /// Adds to a storage's counters.
    @inline(__always)
    package func count(_ storage: Int, items: Int, bytes: Int) {
        guard items != 0 || bytes != 0 else { return }
        state.counters[storage, default: Counter()].items += items
        state.counters[storage, default: Counter()].bytes += bytes
        state.changedCounters.insert(storage)
    }

    /// Writes what goes with the rows into the transaction: the names that they were the first to have, and the
    /// counters.
    func flush() throws(SQLiteFault) {
        try connection.names.save(from: state.savedNames)
        state.savedNames = connection.names.count
        try flushCounters()
    }

    private func flushCounters() throws(SQLiteFault) {
        guard !state.changedCounters.isEmpty else { return }
        let statement = try sqlite.prepare(FileTable.counters.replace, into: &saveCounter)
        for storage in state.changedCounters {
            guard let counter = state.counters[storage] else { continue }
            try FileTable.counters.write([.int(storage), .int(counter.items), .int(counter.bytes)], statement)
        }
        state.changedCounters.removeAll(keepingCapacity: true)
    }
}
