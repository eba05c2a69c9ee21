import DynamoModel

/// The steps of a ``FileRepair``, in one transaction.
struct FileMending {
    /// Why nothing can be mended.
    enum Failure: Error {
        case storage(SQLiteFault)
        /// The definition of a table is lost; its number.
        case lostDefinition(Int)

        /// What is lost for good; nil when the storage failed for another reason.
        var loss: String? {
            switch self {
            case .storage(let fault): fault.isDamage ? fault.message : nil
            case .lostDefinition(let number):
                "the definition of table number \(number) is lost, without which its items cannot be read"
            }
        }
    }

    let sqlite: SQLiteConnection
    /// Milliseconds since 1970.
    let now: Int
    var report = FileRepair()
    /// Rows of which more than a byte is damaged: they were removed.
    private(set) var lostRows: [String: [FileRow]] = [:]
    var definitions: [TableDefinition] = []
    var dropped: [DroppedTable] = []
    var streams: [StreamDefinition] = []
    /// The storages that are in the file: tables, indexes, and what is dropped and not emptied yet.
    private(set) var storages: Set<Int> = []

    /// - Parameter lostTables: the file's own tables of which pages were lost, nobody knows with which rows.
    init(_ sqlite: SQLiteConnection, now: Int, lostTables: Set<String> = []) {
        (self.sqlite, self.now) = (sqlite, now)
        for name in lostTables { lostRows[name] = [] }
    }

    mutating func run() throws(Failure) {
        try Self.storage { () throws(SQLiteFault) in
            storages = try loadStorages()
            for table in FileTable.all { try mendRows(table) }
        }
        try mendDefinitions()
        try Self.storage { () throws(SQLiteFault) in
            try loadDocuments()
            try mendCounters()
            if lostRows[FileTable.changes.name] != nil { try giveUpLog() }
            try mendRecordings()
            try mendTasks()
            try mendMeta()
            reportTokensAndNames()
        }
    }

    static func storage<Result>(_ body: () throws(SQLiteFault) -> Result) throws(Failure) -> Result {
        do throws(SQLiteFault) { return try body() } catch { throw .storage(error) }
    }

    /// Whether a row of a table was lost.
    func hasLost(_ table: FileTable) -> Bool { lostRows[table.name] != nil }

    /// How many rows of a table were lost, in words; nil when none was.
    func lostCount(_ table: FileTable) -> String? { lostRows[table.name].map { $0.isEmpty ? "some" : "\($0.count)" } }

    mutating func tell(mended what: String) { report.mended.append(what) }
    mutating func tell(lost what: String) { report.lost.append(what) }

    // MARK: Rows

    private func loadStorages() throws(SQLiteFault) -> Set<Int> {
        let names = try sqlite.texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'r[0-9]*'")
        return Set(names.compactMap { Int($0.dropFirst()) })
    }

    /// Makes rows again of which one byte is damaged, and removes others. Names stay: their numbers are never given
    /// away again.
    private mutating func mendRows(_ table: FileTable) throws(SQLiteFault) {
        for row in try table.damagedRows(sqlite) {
            if let mended = row.mended(in: table) {
                try table.replace(row, with: mended, sqlite)
                tell(mended: "a row of \(table.name), of which one byte was damaged")
                continue
            }
            if table.name != FileTable.names.name { try table.remove(row, sqlite) }
            lostRows[table.name, default: []].append(row)
        }
    }

    private mutating func mendDefinitions() throws(Failure) {
        let rows = try Self.storage { () throws(SQLiteFault) in
            var rows: [(id: Int, row: [UInt8])] = []
            let statement = try sqlite.prepare("SELECT id, v FROM tables ORDER BY id")
            defer { statement.finalize() }
            while try statement.step() { rows.append((statement.int(0), [UInt8](statement.bytes(1)))) }
            return rows
        }
        for (id, row) in rows {
            if let definition = CatalogRows.definition(row, id: id) {
                definitions.append(definition)
                continue
            }
            guard let definition = mended(row, id) else { throw .lostDefinition(id) }
            try Self.storage { () throws(SQLiteFault) in
                try CatalogRows.remove(id, sqlite)
                try CatalogRows.save(definition, sqlite)
            }
            definitions.append(definition)
            tell(mended: "the definition of table \(definition.name), of which one byte was damaged")
        }
    }

    /// A definition by another number, or with another byte.
    private func mended(_ row: [UInt8], _ id: Int) -> TableDefinition? {
        for number in storages.sorted() {
            if let definition = CatalogRows.definition(row, id: number) { return definition }
        }
        let bytes = CatalogRows.key(id).withUnsafeBytes { ByteMending.mended(row: row, key: $0) }
        return bytes.flatMap { CatalogRows.definition($0, id: id) }
    }

    /// Reads streams and removed tables. What a sound row holds and nobody can read was written so.
    private mutating func loadDocuments() throws(SQLiteFault) {
        var unreadable = 0
        let statement = try sqlite.prepare(FileTable.documents.select)
        defer { statement.finalize() }
        while try statement.step() {
            let name = statement.text(1)
            guard let kind = DocumentKind(rawValue: statement.text(0)),
                let item = Documents.item(kind, name, statement.bytes(2))
            else {
                unreadable += 1
                continue
            }
            switch kind {
            case .stream: if let stream = StreamDefinition(stored: item) { streams.append(stream) }
            case .droppedTable: if let table = DroppedTable(stored: item) { dropped.append(table) }
            // Nothing else of the file needs them: an export that is lost ends when the file is opened.
            case .export, .tableImport, .importProgress: break
            // Minutes that are lost are a gap in the figures, and nothing depends on them.
            case .metrics: break
            }
        }
        guard let lost = lostCount(.documents) else { return }
        tell(
            lost: "what stood in \(lost) rows of documents: a stream begins "
                + "anew, and a removed table can be restored from the system's backup of it alone")
    }

    private mutating func reportTokensAndNames() {
        if let lost = lostCount(.tokens) {
            tell(
                lost: "the tokens of \(lost) transactions: one that is sent again with its token within ten "
                    + "minutes is carried out again")
        }
        for row in lostRows[FileTable.names.name] ?? [] {
            tell(
                lost: "the attribute name of number \(row.int(0) ?? 0): items that have it cannot be read ('lexi table "
                    + "check' lists them); put or delete them, or restore a backup")
        }
    }
}
