import DynamoExpressions
import DynamoModel
import TableStore

/// One page of a query or scan: which rows, what of them, and where it ends.
struct PageReader: Sendable {
    /// What is returned of the items that match.
    enum Shape: Sendable {
        case count
        case all
        case paths(ProjectionPaths)
        /// Parts of statements, by the names that they get.
        case named([NamedPath])
    }

    let table: TableInfo
    /// The index that is read; nil for the table.
    let index: IndexInfo?
    /// From here (inclusive) to there (exclusive).
    var lower: KeyBytes
    var upper: KeyBytes
    var forward = true
    var limit: Int?
    var filter: Condition?
    var shape = Shape.all
    /// The form in which the items are wanted.
    var form = ItemForm.values
    var consistent = false
    /// Whether a local index's entries have to be completed from the table.
    var fetchesWholeItems = false

    /// Reads the next slice of the page, in one snapshot; true when the page is complete.
    ///
    /// A page may have many thousands of rows: its reader lets others go first between its slices.
    mutating func readSlice(into page: inout Page, _ connection: StoreConnection) throws(EngineFault) -> Bool {
        guard lower.compareBytes(with: upper) < 0 else { return true }
        page.startSlice()
        page.wire.expect(limit ?? .max)
        try connection.forEachRow(index?.id ?? table.id, from: lower, to: upper, forward: forward) {
            (key, row) throws(EngineFault) in
            guard try add(key, row, to: &page, connection) else { return false }
            return !page.isSliceFull
        }
        guard page.isSliceFull || page.isInterrupted, !page.isCut else { return true }
        guard page.hasAdvanced else { return false }
        if forward { lower = page.lastKey + [0] } else { upper = page.lastKey }
        return false
    }

    /// The answer, when the page is complete.
    func response(_ page: Page, _ returned: ReturnConsumedCapacity) throws(EngineFault) -> PageResponse {
        var response = PageResponse(items: page.items, count: page.matched, scannedCount: page.scanned)
        if isWire { response.wireItems = page.wire }
        if page.isCut { response.lastEvaluatedKey = try startKey(page.lastKey) }
        if returned != .none { response.consumedCapacity = capacity(page) }
        return response
    }

    /// What has been read so far.
    struct Page: Sendable {
        private(set) var items: [Item] = []
        /// The items in the form of the wire, in place of ``items``, when they are wanted so.
        var wire = WireItems()
        /// What the items take that are values.
        private var memory = AnswerMemory()
        var matched = 0
        var scanned = 0
        /// The size of what was read, by DynamoDB's counting.
        var bytes = 0
        var fetched = CapacityUnits()
        /// The key of the last row that was read.
        var lastKey = KeyBytes()
        /// Whether there may be more.
        var isCut = false
        private var sliceRows = 0
        private var sliceBytes = 0
        /// What the filter may take in this slice.
        fileprivate var budget = EvaluationBudget(limit: stepsPerSlice)
        /// What it took in the slices before, in steps.
        private var earlierSteps = 0
        /// Whether the slice ended in the middle of a row that takes the filter longer than a slice. The row begins the
        /// next slice.
        fileprivate private(set) var isInterrupted = false
        /// Whether a slice was interrupted: the rest is read with patience, no longer where others wait.
        private var isPatient = false

        /// Rows, bytes and the filter's steps of a slice: about a millisecond's work.
        private static let rowsPerSlice = 512
        private static let bytesPerSlice = 256 * 1024
        static let stepsPerSlice = 1 << 20
        /// The filter's steps after which the page ends with the row that it is at, as it ends after a megabyte.
        var mostSteps = 1 << 28

        var isSliceFull: Bool {
            scanned - sliceRows >= Self.rowsPerSlice || bytes - sliceBytes >= Self.bytesPerSlice
                || budget.spent >= Self.stepsPerSlice
        }

        /// Whether the slice has taken a row.
        fileprivate var hasAdvanced: Bool { scanned > sliceRows }

        /// What the filter took, in steps.
        var steps: Int { earlierSteps + budget.spent }

        mutating func startSlice() {
            (sliceRows, sliceBytes) = (scanned, bytes)
            earlierSteps += budget.spent
            budget = EvaluationBudget(limit: isPatient ? nil : Self.stepsPerSlice)
            isInterrupted = false
        }

        fileprivate mutating func interrupt() { (isInterrupted, isPatient) = (true, true) }

        /// Adds an item that was made of a row of this size, by DynamoDB's counting.
        fileprivate mutating func append(_ item: Item, size: Int) {
            memory.add(item, size: size, earlier: items)
            items.append(item)
        }

        /// Adds an item that is at hand, for the wire.
        fileprivate mutating func appendToWire(_ item: Item, size: Int) {
            if memory.mayExceed(adding: size) { memory.count(item, earlier: wire.values) }
            wire.append(item)
        }

        /// Whether the page ends with the row that it is at, however many follow: because of what it has read, what the
        /// filter took, or what its items take.
        fileprivate var isFull: Bool {
            bytes > DynamoLimits.pageSize || steps >= mostSteps
                || memory.taken + wire.textBytes > AnswerMemory.page
        }
    }

    /// Whether the filter lets an item through; nil when that takes longer than a slice.
    func holds(for item: Item) -> Bool? {
        var page = Page()
        return filter.map { $0.holds(for: item, within: &page.budget) } ?? true
    }

    /// Takes one row; false when the page is full, or the row is left for the next slice.
    private func add(
        _ key: UnsafeRawBufferPointer, _ row: UnsafeRawBufferPointer, to page: inout Page,
        _ connection: StoreConnection
    ) throws(EngineFault) -> Bool {
        let entry = try entry(key, row, &page.wire, connection)
        var matches = true
        if let filter {
            guard let holds = filter.holds(for: entry.item ?? Item(), within: &page.budget) else {
                page.interrupt()
                return false
            }
            matches = holds
        }
        page.bytes += entry.size
        page.scanned += 1
        page.lastKey.removeAll(keepingCapacity: true)
        page.lastKey.append(contentsOf: key)
        if let fetchedSize = entry.fetchedSize {
            page.fetched = page.fetched + .read(bytes: fetchedSize, CapacityUnits.ReadKind(consistent: consistent))
        }
        if matches { take(entry.item, entry.size, &page) }
        // The item with which a page exceeds its size is the last on it.
        guard page.scanned != limit, !page.isFull else {
            page.isCut = true
            return false
        }
        return true
    }

    private func take(_ item: Item?, _ size: Int, _ page: inout Page) {
        page.matched += 1
        guard let item else { return }
        switch shape {
        case .count: break
        case .all where isWire: page.appendToWire(item, size: size)
        case .all: page.append(item, size: size)
        case .paths(let paths): page.append(paths.project(item), size: size)
        // Parts may lie within each other.
        case .named(let parts): page.append(item.selecting(parts), size: size * parts.count)
        }
    }

    // MARK: Rows

    private struct Entry {
        /// Nil when only the number counts, and when the item's JSON was appended.
        var item: Item?
        var size: Int
        /// The size of the table's item, when it had to be fetched besides the index entry.
        var fetchedSize: Int?
    }

    private var needsItems: Bool {
        if case .count = shape, filter == nil { return false }
        return true
    }

    /// Whether whole items are wanted in the form of the wire: a filter and projections need them as values.
    private var isWire: Bool {
        if form == .json, filter == nil, case .all = shape { true } else { false }
    }

    private func entry(
        _ key: UnsafeRawBufferPointer, _ row: UnsafeRawBufferPointer, _ wire: inout WireItems,
        _ connection: StoreConnection
    ) throws(EngineFault) -> Entry {
        do throws(DamagedRow) {
            guard let index else {
                guard needsItems else { return Entry(item: nil, size: try StoredItem(row: row, key: key).size) }
                let (item, size): (Item?, Int) =
                    if isWire {
                        try connection.item(table, row: row, key: key, else: &wire)
                    } else {
                        try connection.item(table, row: row, key: key)
                    }
                return Entry(item: item, size: size)
            }
            let (offset, row) = try IndexEntry.verify(key: key, value: row)
            if index.isKeysOnly && !fetchesWholeItems {
                let item = try attributes(key, offset, index)
                return Entry(item: item, size: item.itemSize)
            }
            let key = UnsafeRawBufferPointer(rebasing: key[offset...])
            return try hydrate(key, row: row, index, &wire, connection)
        } catch {
            throw error.fault(in: table.name)
        }
    }

    /// The attributes that an index row's key holds: the index's and the table's.
    private func attributes(
        _ key: UnsafeRawBufferPointer, _ offset: Int, _ index: IndexInfo
    ) throws(DamagedRow) -> Item {
        guard let (own, end) = index.layout.attributes(in: key), end == offset,
            let (base, _) = table.layout.attributes(in: key, from: offset)
        else { throw DamagedRow(what: "an index row's key cannot be decoded") }
        return own.merging(base)
    }

    /// Completes an index row with the table's item, in the same snapshot.
    private func hydrate(
        _ key: UnsafeRawBufferPointer, row: Int?, _ index: IndexInfo, _ wire: inout WireItems,
        _ connection: StoreConnection
    ) throws(DamagedRow) -> Entry {
        let isWhole = index.projectedNames == nil
        let wantsItem = needsItems || !isWhole
        let found: (item: Item?, size: Int)?
        do throws(EngineFault) {
            found =
                if isWire && isWhole {
                    try connection.item(table, row: row, at: key, else: &wire)
                } else if wantsItem {
                    try connection.item(table, row: row, at: key).map { ($0.item, $0.size) }
                } else {
                    try connection.size(table, row: row, at: key).map { (nil, $0) }
                }
        } catch {
            throw DamagedRow(error)
        }
        guard let found else { throw DamagedRow(what: "an index row without its item") }
        guard let item = found.item, !isWhole else { return Entry(item: found.item, size: found.size) }
        let size = index.entrySize(of: item, itemSize: found.size)
        if fetchesWholeItems { return Entry(item: item, size: size, fetchedSize: found.size) }
        return Entry(item: index.project(item), size: size)
    }

    // MARK: The end of a page

    func startKey(_ key: KeyBytes) throws(EngineFault) -> Item {
        let decoded: Item? = key.withUnsafeBytes { key in
            guard let index else { return table.layout.attributes(in: key)?.attributes }
            guard let (own, end) = index.layout.attributes(in: key),
                let (base, _) = table.layout.attributes(in: key, from: end)
            else { return nil }
            return own.merging(base)
        }
        guard let decoded else { throw .damaged(table: table.name, what: "a row's key cannot be decoded") }
        return decoded
    }

    private func capacity(_ page: Page) -> ConsumedCapacity {
        let units = CapacityUnits.read(bytes: page.bytes, CapacityUnits.ReadKind(consistent: consistent))
        return ConsumedCapacity(reading: units, table, index, fetched: fetchesWholeItems ? page.fetched : nil)
    }
}

// MARK: - Where a page begins

extension PageReader {
    /// What is reported besides the fact that a start key is not one of the table.
    static let keyMismatch = ": The provided key element does not match the schema"

    /// Goes on after the last key of the page before.
    ///
    /// - Parameters:
    ///   - namesTell: what is reported besides the fact that the key has other attributes than it should; queries and
    ///     scans differ.
    ///   - outside: what is said of a key that this read does not come by.
    mutating func start(
        after startKey: Item, namesTell: String, _ outside: () -> String
    ) throws(EngineFault) {
        let parts = (index?.layout.parts ?? []) + table.layout.parts
        let names = Set(parts.map { ByteKey($0.name) })
        guard startKey.count == names.count, names.allSatisfy({ startKey[$0.text] != nil }) else {
            throw .validation("The provided starting key is invalid\(namesTell)")
        }
        let position = try position(of: startKey)
        guard position.compareBytes(with: lower) >= 0, position.compareBytes(with: upper) < 0 else {
            throw .validation(outside())
        }
        if forward { lower = max(lower, position + [0]) } else { upper = min(upper, position) }
    }

    private func max(_ left: KeyBytes, _ right: KeyBytes) -> KeyBytes {
        left.compareBytes(with: right) < 0 ? right : left
    }

    private func min(_ left: KeyBytes, _ right: KeyBytes) -> KeyBytes {
        left.compareBytes(with: right) < 0 ? left : right
    }

    private func position(of startKey: Item) throws(EngineFault) -> KeyBytes {
        guard let base = table.layout.key(of: startKey) else {
            throw .validation("The provided starting key is invalid\(index == nil ? Self.keyMismatch : "")")
        }
        guard let index else { return base }
        guard let position = index.entryKey(of: startKey, baseKey: base) else {
            throw .validation("The provided starting key is invalid")
        }
        return position
    }
}
