import CSQLite
import DynamoModel

/// Makes a new file of what can be read of one with damaged pages, and keeps the old one beside it.
///
/// Rows on damaged pages are lost, others not: of a page above others the leaves are found again, since every page says
/// by its checksum that it is whole, and the list of free pages which of them hold nothing. Items that were lost are
/// made again from the log of changes where that has their last state; the others are named by their keys, which the
/// tree of keys has. Indexes, counters and what else follows from other rows is made again by what comes after
/// (``FileMending``, ``Store/repair(removingDamagedItems:)``).
struct FileSalvage {
    /// What was mended and what is lost, and whether another file took the old one's place.
    struct Outcome {
        var report = FileRepair()
        /// Whether another file is in the place of the old one.
        var isNewFile = false
    }

    /// Why it stopped.
    enum Failure: Error {
        case file(StoreError)
        case storage(SQLiteFault)
        /// What is lost without which the rest says nothing.
        case beyond(String)
    }

    let path: String
    let new: SQLiteConnection
    var tree: PageTree
    var outcome = Outcome()
    /// The file's own tables of which rows were lost.
    private(set) var lostTables: Set<String> = []
    /// Tables of items of which pages were lost.
    var holedTables: [Holed] = []

    /// A table of items, and the tree of its keys.
    struct Holed {
        let id: Int
        let keys: Int
    }

    init(_ path: String, _ new: SQLiteConnection, _ tree: PageTree) {
        (self.path, self.new, self.tree) = (path, new, tree)
    }

    /// Works on a file that no other process uses.
    static func run(_ path: String, _ options: StoreOptions) throws(StoreError) -> Outcome {
        var outcome = Outcome()
        let mended = try PageMending.run(path)
        for page in mended { outcome.report.mended.append("page \(page), of which one bit was turned") }
        guard try hasDamage(path) else { return outcome }
        // The log may have newer copies of the pages.
        try emptyLog(path)
        guard try hasDamage(path) else { return outcome }
        let salvaged = try rewrite(path, options)
        outcome.report.mended += salvaged.report.mended
        outcome.report.lost += salvaged.report.lost
        outcome.isNewFile = true
        return outcome
    }

    private static func hasDamage(_ path: String) throws(StoreError) -> Bool {
        let pages = try FilePages(path: path)
        guard try PageMending.carriesChecksums(pages) else { return false }
        return !(try pages.damaged()).isEmpty
    }

    private static func emptyLog(_ path: String) throws(StoreError) {
        do throws(SQLiteFault) {
            let old = try SQLiteConnection(path: path, mode: .readWrite, files: TableFiles.name(.carelessWriter))
            defer { old.close() }
            guard let log = try old.checkpoint(SQLITE_CHECKPOINT_TRUNCATE), log.frames == log.copied else {
                throw SQLiteFault(
                    code: SQLITE_BUSY, message: "another program is reading the file", statement: "checkpoint")
            }
        } catch {
            guard error.isDamage else { throw StoreError.opening(path, error) }
            throw .beyondRepair(path: path, found: "\(error.message). \(FileRepair.remedy)")
        }
    }

    private static func rewrite(_ path: String, _ options: StoreOptions) throws(StoreError) -> Outcome {
        let replacement = FileReplacement(path: path, suffix: ".salvaging", task: "making a new file of it")
        replacement.remove()
        do throws(Failure) {
            let outcome = try build(path, replacement, options)
            let kept = try file { () throws(StoreError) in try replacement.exchange(keeping: "\(path).damaged") }
            var named = outcome
            named.report.mended.append("the file, of the pages that can be read; the old one is kept as \(kept)")
            return named
        } catch {
            replacement.remove()
            switch error {
            case .file(let error): throw error
            case .storage(let fault): throw StoreError.opening(path, fault)
            case .beyond(let what): throw .beyondRepair(path: path, found: "\(what). \(FileRepair.remedy)")
            }
        }
    }

    /// Where the first page has the number of the format's version (sqlite.org/fileformat2.html, section 1.3).
    private static let versionOffset = 60

    private static func build(
        _ path: String, _ replacement: FileReplacement, _ options: StoreOptions
    ) throws(Failure) -> Outcome {
        let new = try storage { () throws(SQLiteFault) in
            try replacement.openNew(cacheKibibytes: options.upgradeCacheKibibytes)
        }
        defer { new.close() }
        let pages = try file { () throws(StoreError) in try FilePages(path: path) }
        var salvage = FileSalvage(path, new, PageTree(pages))
        // The version of a file is that of its rows.
        let version = try file { () throws(StoreError) in try pages.page(1)?.number(at: versionOffset, bytes: 4) }
        guard let version else { throw .beyond("its first page is damaged") }
        try storage { () throws(SQLiteFault) in try new.execute("PRAGMA user_version = \(version); BEGIN") }
        try salvage.copy()
        if version >= Format.version { try salvage.mend(now: Int(options.clock() * 1000)) }
        try storage { () throws(SQLiteFault) in try new.execute("COMMIT") }
        return salvage.outcome
    }

    /// Mends the new file before it takes its place: nobody could say later which rows were lost.
    private mutating func mend(now: Int) throws(Failure) {
        // What is removed now is not left behind in the file.
        let connection = new
        try Self.storage { () throws(SQLiteFault) in try connection.execute("PRAGMA secure_delete = ON") }
        var mending = FileMending(new, now: now, lostTables: lostTables)
        mending.report = outcome.report
        do throws(FileMending.Failure) { try mending.run() } catch {
            if case .storage(let fault) = error, error.loss == nil { throw .storage(fault) }
            throw .beyond(error.loss ?? "")
        }
        outcome.report = mending.report
    }

    static func storage<Result>(_ body: () throws(SQLiteFault) -> Result) throws(Failure) -> Result {
        do throws(SQLiteFault) { return try body() } catch { throw .storage(error) }
    }

    static func file<Result>(_ body: () throws(StoreError) -> Result) throws(Failure) -> Result {
        do throws(StoreError) { return try body() } catch { throw .file(error) }
    }

    /// Runs `body` on the rows of a tree that can be read.
    ///
    /// - Returns: whether all could be read.
    mutating func walk(
        _ root: Int, _ body: (PageTree.Row) throws(SQLiteFault) -> Void
    ) throws(Failure) -> Bool {
        let before = (tree.damaged.count, tree.brokenRows)
        try tree.walk(root, body)
        return before == (tree.damaged.count, tree.brokenRows)
    }

    // MARK: Rows

    /// What the file's schema says of a table or an index.
    private struct Entry {
        let type: String
        let name: String
        let table: String
        let root: Int
        let sql: String?
    }

    private mutating func schema() throws(Failure) -> [Entry] {
        var entries: [Entry] = []
        let isWhole = try walk(1) { row in
            let record = row.record
            guard let type = record.text(0), let name = record.text(1), let table = record.text(2),
                let root = record.int(3)
            else { return }
            entries.append(Entry(type: type, name: name, table: table, root: root, sql: record.text(4)))
        }
        guard isWhole, !entries.isEmpty else { throw .beyond("the list of what is in it is on a damaged page") }
        return entries
    }

    private mutating func copy() throws(Failure) {
        let entries = try schema()
        for entry in entries {
            guard let sql = entry.sql else { continue }
            let connection = new
            try Self.storage { () throws(SQLiteFault) in try connection.execute(sql) }
        }
        for entry in entries where entry.type == "table" {
            let isWhole = try copy(entry.name, entry.root)
            if isWhole { continue }
            let keys = entries.first { $0.type == "index" && $0.table == entry.name }?.root
            try note(entry.name, keysAt: keys)
        }
        for entry in entries where entry.type == "index" { try visit(entry.root) }
        try addLostLeaves()
        for table in holedTables { try report(table) }
    }

    private mutating func visit(_ root: Int) throws(Failure) { _ = try walk(root) { _ in } }

    private mutating func copy(_ name: String, _ root: Int) throws(Failure) -> Bool {
        let connection = new
        var insert: SQLiteStatement?
        defer { insert?.finalize() }
        return try walk(root) { (row) throws(SQLiteFault) in
            let marks = repeatElement("?", count: row.record.values.count).joined(separator: ", ")
            let statement = try connection.prepare("INSERT OR IGNORE INTO \(name) VALUES (\(marks))", into: &insert)
            for (column, value) in row.record.values.enumerated() { statement.bind(Int32(column + 1), value) }
            try statement.run()
        }
    }

    /// Notes that rows of a table were lost.
    private mutating func note(_ name: String, keysAt keys: Int?) throws(Failure) {
        switch name {
        case FileTable.names.name: throw .beyond("names of attributes are on a damaged page")
        case "tables": throw .beyond("definitions of tables are on a damaged page")
        case _ where FileTable.all.contains { $0.name == name }: lostTables.insert(name)
        default:
            // Entries of indexes are made again from their tables.
            if let keys, let id = Int(name.dropFirst()) { holedTables.append(Holed(id: id, keys: keys)) }
        }
    }
}
