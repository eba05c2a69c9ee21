import CSQLite
import Digests
import DynamoModel
import Synchronization

/// The steps of a check.
struct Checker {
    let store: Store
    var report = CheckReport()
    /// What counters should be, of those that are wrong.
    private(set) var corrections: [Int: Counter] = [:]

    /// What is said of a counter that is not what was counted.
    static let wrongCounter = "its stored number of items or size is wrong"

    /// Rows that are read in one snapshot.
    private static let rowsPerStep = 500

    mutating func run() async throws(DynamoDBError) {
        do throws(EngineFault) {
            for problem in try store.integrityProblems() { add("", nil, "SQLite: \(problem)") }
            for table in FileTable.all { try await checkRows(table) }
        } catch {
            add("", nil, error.answer.message)
        }
        let tables = store.catalog.byName.values.sorted { $0.name.compareBytes(with: $1.name) < 0 }
        for table in tables {
            let start = state
            let before = report.findings.count
            defer { dropFindings(of: table, from: before) }
            let counter = await checkRows(table)
            var counters = [table.id: counter.base]
            for index in table.indexes where index.isActive {
                _ = await checkEntries(table, index)
                counters[index.id] = counter.indexes[index.id]
            }
            // An odd generation is that of a commit which the rows may show or not.
            let isQuiet = start.map { $0 == state && $0.first.map { $0 & 1 == 0 } ?? true } ?? false
            if isQuiet && !counter.isDamaged && store.table(table.name) === table {
                checkCounters(table, counters)
            }
        }
        for dropped in store.catalog.dropped.values { await check(dropped) }
    }

    /// Verifies the items of a removed table that can still be restored.
    private mutating func check(_ dropped: DroppedTable) async {
        var definition = dropped.definition
        // Of its storages only that of its items is kept.
        definition.indexes = []
        definition.expiry = nil
        let before = report.findings.count
        let counted = await checkRows(TableInfo(definition))
        guard store.catalog.dropped[dropped.id] != nil else { return report.findings.removeSubrange(before...) }
        if !counted.isDamaged { checkCounters(TableInfo(definition), [dropped.id: counted.base]) }
    }

    /// Forgets what was found in a table, or in an index, that was dropped meanwhile: its rows and entries go at
    /// different times.
    private mutating func dropFindings(of table: TableInfo, from start: Int) {
        let present = store.table(id: table.id)
        let kept = report.findings[start...].filter { finding in
            guard let present else { return false }
            return finding.index.map { $0 == Self.indexOfTimes || present.index(named: $0) != nil } ?? true
        }
        report.findings.replaceSubrange(start..., with: kept)
    }

    /// What changes with every commit, of this process or of another; nil when it cannot be read.
    private var state: [Int]? {
        let own = Int(truncatingIfNeeded: store.pool.generation.load(ordering: .acquiring))
        guard store.options.isReadOnly else { return [own] }
        let others = try? store.read { (connection) throws(EngineFault) in
            try storage { () throws(SQLiteFault) in try connection.sqlite.integer("PRAGMA data_version") ?? 0 }
        }
        return others.map { [own, $0] }
    }

    private mutating func add(_ table: String, _ index: String?, _ problem: String, at row: CheckReport.Row? = nil) {
        guard report.findings.count < CheckReport.maximumFindings else { return }
        report.findings.append(CheckReport.Finding(table: table, index: index, row: row, problem: problem))
    }

    private func row(_ kind: CheckReport.Row.Kind, _ ordinal: Int, _ key: some Sequence<UInt8>) -> CheckReport.Row {
        let key = KeyBytes(key)
        return CheckReport.Row(
            kind: kind, ordinal: ordinal, keyStart: Hex.encode(Array(key.prefix(KeyLayout.hashSize))), bytes: key)
    }

    /// Verifies the rows of one of the file's own tables.
    private mutating func checkRows(_ table: FileTable) async throws(EngineFault) {
        var position: FileTable.Position?
        repeat {
            let from = position
            let slice = try store.read { (connection) throws(EngineFault) in
                try table.problems(after: from, connection.sqlite)
            }
            for problem in slice.found { add("", nil, problem) }
            position = slice.next
            await Task.yield()
        } while position != nil
    }

    // MARK: Rows

    private struct Counted {
        /// Rows that were met, damaged ones too.
        var rows = 0
        var base = Counter()
        var indexes: [Int: Counter] = [:]
        /// Rows that could not be read are not counted.
        var isDamaged = false
    }

    /// Verifies the rows of a table, and that each has its entries in the indexes.
    private mutating func checkRows(_ table: TableInfo) async -> Counted {
        var counted = Counted()
        for index in table.indexes { counted.indexes[index.id] = Counter() }
        var next: KeyBytes = [0]
        while true {
            let from = next
            do throws(EngineFault) {
                let last = try store.read { (connection) throws(EngineFault) in
                    try step(table.id, from, connection) { (key, row) in
                        checkRow(table, key, row, connection, &counted)
                    }
                }
                guard let last else { return counted }
                next = last + [0]
            } catch {
                counted.isDamaged = true
                add(table.name, nil, error.answer.message)
                return counted
            }
            await Task.yield()
        }
    }

    /// Reads some rows, and returns the last key when there may be more.
    private func step(
        _ storage: Int, _ from: KeyBytes, _ connection: StoreConnection,
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
    ) throws(EngineFault) -> KeyBytes? {
        var count = 0
        var last: KeyBytes?
        try connection.forEachRow(storage, from: from, to: KeyLayout.end, forward: true) {
            (key, row) throws(EngineFault) in
            body(key, row)
            count += 1
            guard count == Self.rowsPerStep else { return true }
            last = KeyBytes(key)
            return false
        }
        return last
    }

    private mutating func checkRow(
        _ table: TableInfo, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer,
        _ connection: StoreConnection, _ counted: inout Counted
    ) {
        report.items += 1
        counted.rows += 1
        var place = row(.item, counted.rows, key)
        place.key = table.layout.attributes(in: key)?.attributes
        do throws(DamagedRow) {
            let stored = try StoredItem(row: value, key: key)
            let item = try stored.item(names: connection.names)
            let rowKey = KeyBytes(key)
            if table.layout.key(of: item) != rowKey {
                add(table.name, nil, "an item is stored under another key", at: place)
            }
            if item.itemSize != stored.size { add(table.name, nil, "an item's stored size is wrong", at: place) }
            counted.base.items += 1
            counted.base.bytes += stored.size
            for index in table.indexes where index.isActive {
                guard let entryKey = index.entryKey(of: item, baseKey: rowKey) else { continue }
                counted.indexes[index.id]?.items += 1
                counted.indexes[index.id]?.bytes += index.entrySize(of: item, itemSize: stored.size)
                checkEntry(table, index, entryKey, of: place, connection)
            }
            checkTime(table, item, rowKey, place, connection)
        } catch {
            counted.isDamaged = true
            add(table.name, nil, error.what, at: place)
        }
    }

    /// The place that is named for problems of the index of times.
    static let indexOfTimes = "the index of times to live"

    private mutating func checkTime(
        _ table: TableInfo, _ item: Item, _ key: KeyBytes, _ place: CheckReport.Row, _ connection: StoreConnection
    ) {
        guard let expiry = table.definition.expiry, expiry.isActive,
            let attribute = table.definition.timeToLive.attributeName,
            let entry = expiry.entryKey(of: item, attribute: attribute, baseKey: key)
        else { return }
        do throws(EngineFault) {
            let found = entry.withUnsafeBytes { entry in
                Result { () throws(EngineFault) in
                    try connection.withRow(
                        expiry.id, at: entry,
                        { value, key throws(DamagedRow) in _ = try IndexEntry.verify(key: key, value: value) },
                        table: table)
                }
            }
            if try found.get() == nil {
                add(table.name, Self.indexOfTimes, "the entry of an item is missing", at: place)
            }
        } catch {
            add(table.name, Self.indexOfTimes, error.answer.message, at: place)
        }
    }

    private mutating func checkEntry(
        _ table: TableInfo, _ index: IndexInfo, _ entryKey: KeyBytes, of item: CheckReport.Row,
        _ connection: StoreConnection
    ) {
        do throws(EngineFault) {
            let found = entryKey.withUnsafeBytes { key in
                Result { () throws(EngineFault) in
                    try connection.withRow(index.id, at: key, { _, _ throws(DamagedRow) in true }, table: table)
                }
            }
            if try found.get() == nil { add(table.name, index.name, "the entry of an item is missing", at: item) }
        } catch {
            add(table.name, index.name, error.answer.message, at: item)
        }
    }

    // MARK: Index entries

    /// Verifies the entries of an index, and that each is of an item that asks for it.
    private mutating func checkEntries(_ table: TableInfo, _ index: IndexInfo) async -> Int {
        var count = 0
        var next: KeyBytes = [0]
        while true {
            let from = next
            do throws(EngineFault) {
                let last = try store.read { (connection) throws(EngineFault) in
                    try step(index.id, from, connection) { (key, row) in
                        count += 1
                        checkEntry(table, index, key, row, at: count, connection)
                    }
                }
                guard let last else { return count }
                next = last + [0]
            } catch {
                add(table.name, index.name, error.answer.message)
                return count
            }
            await Task.yield()
        }
    }

    private mutating func checkEntry(
        _ table: TableInfo, _ index: IndexInfo, _ key: UnsafeRawBufferPointer,
        _ value: UnsafeRawBufferPointer, at ordinal: Int, _ connection: StoreConnection
    ) {
        report.indexEntries += 1
        let place = row(.entry, ordinal, key)
        do throws(DamagedRow) {
            let (offset, number) = try IndexEntry.verify(key: key, value: value)
            let baseKey = KeyBytes(key[offset...])
            let row: StoredRow?
            do throws(EngineFault) {
                row = try connection.row(table, baseKey)
            } catch {
                // A damaged row is reported once, by the pass over the rows.
                return
            }
            if let number, let row, number != row.id {
                add(table.name, index.name, "an entry that names the row of another item", at: place)
            }
            guard let item = row?.item else {
                return add(table.name, index.name, "an entry without its item", at: place)
            }
            if index.entryKey(of: item, baseKey: baseKey) != KeyBytes(key) {
                add(table.name, index.name, "an entry that its item does not ask for", at: place)
            }
        } catch {
            add(table.name, index.name, error.what, at: place)
        }
    }

    // MARK: Counters

    private mutating func checkCounters(_ table: TableInfo, _ counted: [Int: Counter]) {
        do throws(EngineFault) {
            let stored = try store.read { (connection) throws(EngineFault) in
                try connection.counters(Array(counted.keys))
            }
            for (id, counter) in counted where stored[id] != counter {
                corrections[id] = counter
                let index = table.indexes.first { $0.id == id }?.name
                add(table.name, index, Self.wrongCounter)
            }
        } catch {
            add(table.name, nil, error.answer.message)
        }
    }
}
