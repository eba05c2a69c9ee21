import CSQLite
import DynamoModel
import Glibc
import Synchronization

// How a database is opened: what is refused, what is made, and which settings its connections have.

extension Store {
    /// Opens or makes a database file.
    package static func open(path: String, _ options: StoreOptions) throws(StoreError) -> Store {
        if options.isReadOnly { return try openForReading(path: path, options) }
        let lock = try FileLock.take(on: path)
        try checkFirstBytes(path)
        let log = try inspectLog(path)
        try checkOwner(path)
        if try Upgrade.run(path: path, options) { try lock.follow(path) }
        let sqlite = try connect(path: path) { () throws(SQLiteFault) in
            try openWriter(path: path, options)
        }
        try prepareFormat(sqlite, path: path)
        if log.hasLeftovers { try beginLogAgain(sqlite, path: path) }
        let writer = try loadWriter(sqlite, options, path: path)
        let pool = ReaderPool(
            maximum: options.readerConnections, decodedBytes: options.decodedBytes,
            writtenBytes: options.writtenBytes, keepsSnapshots: true, path: path
        ) { () throws(SQLiteFault) in
            try openReader(path: path, options, .readWrite)
        }
        return try start(path: path, writer, pool, options, isShared: false, lock)
    }

    /// A database in memory.
    package static func inMemory(_ options: StoreOptions) throws(StoreError) -> Store {
        let path = memory
        let sqlite = try connect(path: path) { () throws(SQLiteFault) in
            let sqlite = try SQLiteConnection(path: path, mode: .readWriteCreate)
            try limitPages(sqlite, options)
            return sqlite
        }
        try prepareFormat(sqlite, path: path)
        let writer = try loadWriter(sqlite, options, path: path)
        return try start(
            path: path, writer, ReaderPool(sharing: writer.connection), options, isShared: true, nil)
    }

    private static func openForReading(
        path: String, _ options: StoreOptions
    ) throws(StoreError) -> Store {
        guard access(path, F_OK) == 0 else {
            throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        try checkFirstBytes(path)
        // A writer goes on with the log while it is read; it was whole when the writer came.
        if !FileLock.isHeld(on: path) { _ = try inspectLog(path) }
        guard !PlainFile.isOnReadOnlyMount(path) || PlainFile.size(of: path + "-wal") ?? 0 == 0 else {
            throw .cannotOpen(
                path: path,
                reason:
                    "its write-ahead log would have to be read into it, on a mount that is read-only; copy the folder to "
                    + "another place")
        }
        let pool = ReaderPool(maximum: 1, decodedBytes: options.decodedBytes, keepsSnapshots: false, path: path) {
            () throws(SQLiteFault) in
            try openReader(path: path, options, .readOnly)
        }
        let sqlite = try connect(path: path) { () throws(SQLiteFault) in
            try openReader(path: path, options, .readOnly)
        }
        defer { sqlite.close() }
        try checkFormat(sqlite, path: path)
        do throws(EngineFault) {
            var catalog = try CatalogRows.load(sqlite)
            try passingOverDamage { () throws(EngineFault) in try catalog.loadStreams(sqlite) }
            try passingOverDamage { () throws(EngineFault) in try catalog.loadDropped(sqlite) }
            return Store(options, path: path, pool: pool, thread: nil, published: Published(catalog))
        } catch {
            if case .storage(let fault) = error { throw StoreError.opening(path, fault) }
            throw .damaged(path: path, found: error.answer.message)
        }
    }

    /// Reads what a check is to report when it is damaged; a read that fails is no damage.
    private static func passingOverDamage(_ body: () throws(EngineFault) -> Void) throws(EngineFault) {
        do throws(EngineFault) { try body() } catch {
            if case .storage(let fault) = error, !fault.isDamage { throw error }
        }
    }

    private static func start(
        path: String, _ writer: Writer, _ pool: ReaderPool, _ options: StoreOptions, isShared: Bool,
        _ lock: FileLock?
    ) throws(StoreError) -> Store {
        let published = Published(writer.state.catalog)
        let held = Mutex(lock)
        let thread = WriterThread(
            writer: writer, pool: pool, options: options, isShared: isShared,
            presence: isShared ? nil : FilePresence(database: path),
            openCopier: { () throws(SQLiteFault) in try openCopier(path: path, options) },
            publish: { catalog in published.catalog.withLock { $0 = catalog } },
            // The next process may come when everything is closed.
            atEnd: { held.withLock { $0 = nil } })
        try thread.start()
        return Store(options, path: path, pool: pool, thread: thread, published: published)
    }

    private static func loadWriter(
        _ sqlite: SQLiteConnection, _ options: StoreOptions, path: String
    ) throws(StoreError) -> Writer {
        do throws(EngineFault) {
            let writer = try storage { () throws(SQLiteFault) in
                try Writer(try StoreConnection(sqlite, decodedBytes: options.decodedBytes), options)
            }
            try writer.load()
            try settle(writer)
            return writer
        } catch {
            throw .damaged(path: path, found: error.answer.message)
        }
    }

    /// Makes up for what the program did not do yet that wrote the file: it kept settings of streams without streams,
    /// and of expiry without an index of times.
    private static func settle(_ writer: Writer) throws(EngineFault) {
        let tables = Array(writer.state.catalog.byId.values)
        let streamed = tables.filter { table in
            table.definition.streamViewType != nil && writer.state.catalog.openStream(of: table.id) == nil
        }
        let expiring = tables.filter { $0.definition.timeToLive.isEnabled && $0.definition.expiry == nil }
        guard !streamed.isEmpty || !expiring.isEmpty else { return }
        try storage { () throws(SQLiteFault) in try writer.begin() }
        for table in streamed { try writer.startStream(table.definition) }
        for table in expiring {
            var definition = table.definition
            try writer.changeExpiry(of: &definition)
            try writer.save(definition)
        }
        try storage { () throws(SQLiteFault) in
            try writer.flush()
            try writer.commit()
        }
        writer.state.catalogChanged = false
    }

    // MARK: Connections

    static func connect(
        path: String, _ body: () throws(SQLiteFault) -> SQLiteConnection
    ) throws(StoreError) -> SQLiteConnection {
        do throws(SQLiteFault) {
            return try body()
        } catch {
            throw StoreError.opening(path, error)
        }
    }

    static func openWriter(path: String, _ options: StoreOptions) throws(SQLiteFault) -> SQLiteConnection {
        // Without the sync in each commit others would be shown pages of the log that are not in the file yet.
        let files = TableFiles.name(options.isDurable ? .writer : .carelessWriter)
        let sqlite = try SQLiteConnection(path: path, mode: .readWriteCreate, files: files)
        sqlite.reserveForChecksums()
        try sqlite.execute("PRAGMA page_size = \(pageSize)")
        try sqlite.execute("PRAGMA journal_mode = WAL")
        try sqlite.execute("PRAGMA synchronous = \(options.isDurable ? "FULL" : "OFF")")
        // What is removed is not left behind in the file: rows hold what people have asked to be erased.
        try sqlite.execute("PRAGMA secure_delete = ON")
        try sqlite.execute("PRAGMA wal_autocheckpoint = 0")
        try sqlite.execute("PRAGMA cache_size = -\(options.writerCacheKibibytes)")
        try limitPages(sqlite, options)
        sqlite.watchWriteAheadLog()
        return sqlite
    }

    static func openReader(
        path: String, _ options: StoreOptions, _ mode: SQLiteConnection.Mode
    ) throws(SQLiteFault) -> SQLiteConnection {
        // Beside a writer of another process nothing that is kept would be forgotten when it is written.
        let files = TableFiles.name(mode != .readOnly ? .reader : PlainFile.isOnReadOnlyMount(path) ? .still : .guest)
        let sqlite = try SQLiteConnection(path: path, mode: mode, files: files)
        try sqlite.execute("PRAGMA busy_timeout = \(Tuning.readerPatience)")
        try sqlite.execute("PRAGMA query_only = ON")
        try sqlite.execute("PRAGMA wal_autocheckpoint = 0")
        try sqlite.execute("PRAGMA cache_size = -\(options.cacheKibibytes)")
        try sqlite.execute("PRAGMA mmap_size = \(options.pageCacheBytes)")
        return sqlite
    }

    /// Opens a connection that copies the log into the file.
    private static func openCopier(path: String, _ options: StoreOptions) throws(SQLiteFault) -> SQLiteConnection {
        let files = TableFiles.name(options.isDurable ? .copier : .carelessWriter)
        let sqlite = try SQLiteConnection(path: path, mode: .readWrite, files: files)
        try sqlite.execute("PRAGMA synchronous = \(options.isDurable ? "FULL" : "OFF")")
        try sqlite.execute("PRAGMA wal_autocheckpoint = 0")
        // SQLite looks for a log when it reads.
        _ = try sqlite.integer("PRAGMA schema_version")
        return sqlite
    }

    private static func limitPages(_ sqlite: SQLiteConnection, _ options: StoreOptions) throws(SQLiteFault) {
        guard let pages = options.maximumPages else { return }
        try sqlite.execute("PRAGMA max_page_count = \(pages)")
    }

    /// SQLite's default: small pages keep what a row that lies by chance adds to the log small.
    static let pageSize = 4096

    private enum Tuning {
        /// How long a reader waits, in milliseconds, when another process recovers the log.
        static let readerPatience = 1000
    }

    static let memory = ":memory:"

    // MARK: The format

    /// Refuses a file that is no SQLite database, or of a newer version, before SQLite makes files next to it.
    static func checkFirstBytes(_ path: String) throws(StoreError) {
        guard let first = PlainFile.prefix(of: path, count: TableFile.headerSize), !first.isEmpty else { return }
        guard first.starts(with: Format.magic) else {
            let found = first.prefix(Format.magic.count).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            throw .foreign(
                path: path, found: "it is not a SQLite database (it begins with \(found.joined(separator: " ")))")
        }
        // A newer version may give its pages another form, by which they would look damaged.
        guard first.count == TableFile.headerSize else { return }
        let words = first.withUnsafeBytes { bytes in
            bytes.baseAddress.map { ($0.bigEndianWord(60), $0.bigEndianWord(68)) }
        }
        guard let (version, application) = words, application == Format.applicationId, version > Format.version else {
            return
        }
        throw .foreign(
            path: path,
            found: "its format version \(version) is newer; this program reads version \(Format.version)")
    }

    /// Refuses a damaged log before SQLite cuts it, and before SQLite begins a new index, which is a witness.
    static func inspectLog(_ path: String) throws(StoreError) -> LogInspection {
        let inspection = try LogInspection(database: path)
        if let damage = inspection.damage { throw .damagedLog(path: path, damage) }
        return inspection
    }

    /// Copies a recovered log into the file and begins it again, so that what a dead process left in it can never be
    /// taken for later commits. Without room for that it is left for the next time.
    static func beginLogAgain(_ sqlite: SQLiteConnection, path: String) throws(StoreError) {
        do throws(SQLiteFault) {
            _ = try sqlite.checkpoint(SQLITE_CHECKPOINT_TRUNCATE)
        } catch {
            guard !error.isFull else { return }
            throw .cannotOpen(path: path, reason: "its log cannot be copied into it: \(error.message)")
        }
    }

    /// Refuses another program's database before anything is changed in it: opening one for writing turns its log on.
    private static func checkOwner(_ path: String) throws(StoreError) {
        guard access(path, F_OK) == 0 else { return }
        let application: Int?
        do throws(SQLiteFault) {
            let sqlite = try SQLiteConnection(path: path, mode: .readOnly)
            defer { sqlite.close() }
            let isEmpty = try sqlite.integer("SELECT count(*) FROM sqlite_schema") == 0
            application = isEmpty ? nil : try sqlite.integer("PRAGMA application_id")
        } catch {
            // What cannot be read so may need recovery first, or is damaged: opening it for writing shows which.
            return
        }
        guard let application, application != Format.applicationId else { return }
        throw .foreign(
            path: path, found: "it is a SQLite database of another program (application id \(application))")
    }

    private static func prepareFormat(_ sqlite: SQLiteConnection, path: String) throws(StoreError) {
        do throws(SQLiteFault) {
            let isEmpty = try sqlite.integer("SELECT count(*) FROM sqlite_schema") == 0
            let application = try sqlite.integer("PRAGMA application_id") ?? 0
            // A process that died while making the file leaves an empty database.
            if isEmpty && application == 0 {
                try sqlite.execute("BEGIN IMMEDIATE")
                try Format.make(sqlite)
                try sqlite.execute("COMMIT")
                _ = try sqlite.checkpoint(SQLITE_CHECKPOINT_TRUNCATE)
            }
        } catch {
            throw .cannotOpen(path: path, reason: error.message)
        }
        try checkFormat(sqlite, path: path)
    }

    /// Asks the connection, and never opens the file besides: to close it would give up the lock that SQLite holds on
    /// it for this process, and another program that closes the file would remove the log as if nobody used it.
    static func checkFormat(_ sqlite: SQLiteConnection, path: String) throws(StoreError) {
        let objection: String?
        do throws(EngineFault) {
            objection = try Format.objection(to: sqlite)
        } catch {
            throw .damaged(path: path, found: error.answer.message)
        }
        if let objection { throw .foreign(path: path, found: objection) }
        guard path == memory || sqlite.verifiesPages else {
            throw .foreign(path: path, found: "its pages have no checksums")
        }
    }
}
