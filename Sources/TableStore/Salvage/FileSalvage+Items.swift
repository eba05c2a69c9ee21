import DynamoModel

// Items of tables of which pages are damaged.

extension FileSalvage {
    /// The most keys of lost items that are listed of a table.
    private static let mostListed = CheckReport.maximumFindings

    /// Adds the rows of leaves that no tree leads to any more.
    ///
    /// One that is neither free nor in a tree hangs below a damaged page. Whose it is, is plain when items of one table
    /// were lost; of several, the tree of keys says it, which names the number of each key's row.
    mutating func addLostLeaves() throws(Failure) {
        guard !holedTables.isEmpty else { return }
        let (tree, holed) = (tree, holedTables)
        let leaves = try Self.file { () throws(StoreError) in
            guard let free = try tree.freePages() else { return [Int]() }
            return try tree.lostLeaves(besides: free)
        }
        guard !leaves.isEmpty else { return }
        var owners: [[KeyBytes: Int]] = []
        if holed.count > 1 { for table in holed { owners.append(try keys(of: table).found) } }
        let connection = new
        for leaf in leaves {
            _ = try walk(leaf) { (row) throws(SQLiteFault) in
                guard let number = row.number, row.record.values.count == 3, let key = row.record.bytes(1),
                    let value = row.record.bytes(2), Self.isSound(value, key)
                else { return }
                let owner = holed.count == 1 ? 0 : owners.firstIndex { $0[key] == number }
                guard let owner else { return }
                try Self.insert(number, key, value, into: holed[owner].id, connection)
            }
        }
    }

    private static func isSound(_ row: [UInt8], _ key: KeyBytes) -> Bool {
        row.withUnsafeBytes { row in
            key.withUnsafeBytes { key in (try? StoredItem(row: row, key: key)) != nil }
        }
    }

    private static func insert(
        _ number: Int, _ key: KeyBytes, _ row: [UInt8], into table: Int, _ new: SQLiteConnection
    ) throws(SQLiteFault) {
        let statement = try new.prepare("INSERT OR IGNORE INTO \(Format.rowTable(table)) VALUES (?, ?, ?)")
        defer { statement.finalize() }
        statement.bind(1, number)
        statement.bind(2, copying: key)
        statement.bind(3, copying: row)
        try statement.run()
    }

    /// The keys of a table's items with the numbers of their rows, and whether all of them could be read.
    private mutating func keys(of table: Holed) throws(Failure) -> (found: [KeyBytes: Int], areAll: Bool) {
        var found: [KeyBytes: Int] = [:]
        // The tree was walked before, so as to know its pages: this walk is of its own.
        var walker = FileSalvage(path, new, PageTree(tree.pages))
        let areAll = try walker.walk(table.keys) { row in
            if let key = row.record.bytes(0), let number = row.record.int(1) { found[key] = number }
        }
        return (found, areAll)
    }

    /// Makes lost items of a table again from the log of changes, and says which ones are lost.
    mutating func report(_ table: Holed) throws(Failure) {
        let (keys, areAll) = try keys(of: table)
        let connection = new
        var lost = keys
        try Self.storage { () throws(SQLiteFault) in
            let statement = try connection.prepare("SELECT k FROM \(Format.rowTable(table.id))")
            defer { statement.finalize() }
            while try statement.step() { lost[KeyBytes(statement.bytes(0))] = nil }
        }
        let info = try Self.storage { () throws(SQLiteFault) in try Self.definition(of: table.id, connection) }
        let name = info?.name ?? "number \(table.id)"
        var remade = 0
        if !lost.isEmpty, !lostTables.contains(FileTable.changes.name) {
            for (key, row) in try lastStates(of: lost, in: table.id) {
                guard let number = lost.removeValue(forKey: key) else { continue }
                try Self.storage { () throws(SQLiteFault) in
                    try Self.insert(number, key, row, into: table.id, connection)
                }
                remade += 1
            }
        }
        if remade > 0 { outcome.report.mended.append("\(remade) items of table \(name), from the log of changes") }
        say(lost: lost, areAll: areAll, of: name, info)
    }

    private mutating func say(lost: [KeyBytes: Int], areAll: Bool, of name: String, _ info: TableInfo?) {
        for key in lost.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }).prefix(Self.mostListed) {
            let attributes = key.withUnsafeBytes { info?.layout.attributes(in: $0)?.attributes }
            outcome.report.lost.append("the item of table \(name) with the key \(Self.text(attributes, key))")
        }
        if lost.count > Self.mostListed {
            outcome.report.lost.append("\(lost.count - Self.mostListed) more items of table \(name)")
        }
        if !areAll {
            outcome.report.lost.append(
                "items of table \(name) whose keys are on damaged pages as well: which ones, the file does not say")
        }
    }

    private static func text(_ key: Item?, _ bytes: KeyBytes) -> String {
        let parts = (key ?? [:]).map { name, value in
            switch value {
            case .s(let text): "\(name) = \"\(text)\""
            case .n(let number): "\(name) = \(number)"
            case .b(let bytes): "\(name) = 0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            default: name
            }
        }
        return parts.isEmpty ? "of \(bytes.count) bytes" : parts.joined(separator: ", ")
    }

    private static func definition(of id: Int, _ new: SQLiteConnection) throws(SQLiteFault) -> TableInfo? {
        let statement = try new.prepare("SELECT v FROM tables WHERE id = \(id)")
        defer { statement.finalize() }
        guard try statement.step() else { return nil }
        return CatalogRows.definition([UInt8](statement.bytes(0)), id: id).map { TableInfo($0) }
    }

    /// The rows that the log of changes has of some keys, where it has their last state: a recording of new images
    /// was on since before the change, and is.
    private func lastStates(of keys: [KeyBytes: Int], in table: Int) throws(Failure) -> [KeyBytes: [UInt8]] {
        let connection = new
        return try Self.storage { () throws(SQLiteFault) in
            guard let start = try Self.startOfNewImages(table, connection) else { return [:] }
            var states: [KeyBytes: [UInt8]] = [:]
            let condition = "WHERE sequence > \(start) ORDER BY sequence"
            let statement = try connection.prepare("\(FileTable.changes.select) \(condition)")
            defer { statement.finalize() }
            while try statement.step() {
                // A log with a damaged row says nothing for certain.
                guard FileTable.changes.isSound(statement) else { return [:] }
                let key = KeyBytes(statement.bytes(5))
                guard statement.int(1) == table, keys[key] != nil else { continue }
                states[key] = statement.isNull(7) ? nil : [UInt8](statement.bytes(7))
            }
            return states.filter { Self.isSound($0.value, $0.key) }
        }
    }

    /// The sequence number after which the log has every new image of a table; nil when it does not record them.
    private static func startOfNewImages(_ table: Int, _ new: SQLiteConnection) throws(SQLiteFault) -> Int? {
        let statement = try new.prepare("\(FileTable.recordings.select) WHERE storage = \(table)")
        defer { statement.finalize() }
        var start: Int?
        while try statement.step() {
            let images = RecordedChange.Images(rawValue: statement.int(2))
            guard FileTable.recordings.isSound(statement), images.contains(.new), !images.contains(.ended) else {
                continue
            }
            start = min(start ?? .max, statement.int(3))
        }
        return start
    }
}
