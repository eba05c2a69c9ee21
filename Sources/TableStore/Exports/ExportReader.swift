import DynamoModel

/// Reads a table as it was after a change, or what changed in a stretch of changes, in the order of its keys.
///
/// It reads short slices of the present rows, and takes back what later changes did: the log tells what each row was
/// before its first change after the moment. Each row is so exactly as it was, without a copy of the table, and neither
/// writes nor the write-ahead log are held up. The changes after the moment have to stay in the log meanwhile.
package struct ExportReader {
    /// Which rows an export reads.
    package enum Scope: Sendable, Equatable {
        /// All items as they were after a change.
        case items(after: Int)
        /// The items that changed after a change, up to another.
        case changes(after: Int, through: Int)

        /// The first change that matters is after this one.
        package var first: Int {
            switch self {
            case .items(let sequence), .changes(let sequence, _): sequence
            }
        }
    }

    /// An item, or how it changed.
    package struct Entry: Sendable {
        /// When it changed last within the stretch, in milliseconds since 1970; 0 for an item.
        package let time: Int
        /// What it was before the stretch.
        package let old: Item?
        /// What it is, or was after the stretch.
        package let new: Item?
    }

    private let store: Store
    private let table: Int
    private let scope: Scope
    private let scratch: ExportScratch
    /// How far it is. What was read is in ``ExportScratch`` with its next commit.
    package private(set) var progress: ExportScratch.Progress
    private var applied: Int
    private var isCaughtUp = false
    private var reader: LongReader
    private var slice: ArraySlice<(key: KeyBytes, row: [UInt8])> = []
    /// Up to where the slice reaches.
    private var upper: KeyBytes = []
    private var isAtEnd = false

    /// - Parameter progress: how far an earlier reader came.
    package init(
        _ store: Store, table: Int, _ scope: Scope, _ scratch: ExportScratch, from progress: ExportScratch.Progress
    ) {
        (self.store, self.table, self.scope) = (store, table, scope)
        (self.scratch, self.progress) = (scratch, progress)
        applied = progress.applied ?? scope.first
        upper = progress.lastKey
        reader = LongReader(table, from: progress.lastKey + [0])
    }

    /// Does about a millisecond's work.
    ///
    /// - Returns: the next entries, which may be none; nil at the end.
    package mutating func next() throws(EngineFault) -> [Entry]? {
        guard isCaughtUp else {
            isCaughtUp = try applyPage()
            return []
        }
        guard !isAtEnd else { return nil }
        switch scope {
        case .items: return try nextItems()
        case .changes: return try nextChanges()
        }
    }

    // MARK: Changes

    /// Takes note of the next changes.
    ///
    /// - Returns: whether there were no more.
    private mutating func applyPage() throws(EngineFault) -> Bool {
        let (table, applied) = (table, applied)
        let (page, last) = try store.read { (connection) throws(EngineFault) in
            (try connection.changes(of: table, after: applied), try connection.lastSequence())
        }
        for change in page.changes { try note(change) }
        self.applied = page.position
        progress.applied = page.position
        return page.position >= last
    }

    private func note(_ change: RecordedChange) throws(EngineFault) {
        switch scope {
        case .items: try scratch.noteOld(change)
        case .changes(_, let through) where change.sequence <= through: try scratch.noteChange(change)
        case .changes: try scratch.noteNew(change)
        }
    }

    /// Takes note of all changes that rows which were read can show.
    private mutating func catchUp(through sequence: Int) throws(EngineFault) {
        while applied < sequence { _ = try applyPage() }
    }

    // MARK: Items

    private mutating func nextItems() throws(EngineFault) -> [Entry] {
        if progress.lastKey == upper {
            let read = try reader.next(store)
            slice = read.rows[...]
            upper = reader.isAtEnd ? KeyLayout.end : read.rows.last?.key ?? KeyLayout.end
            try catchUp(through: read.sequence)
        }
        let (past, isAll) = try scratch.past(after: progress.lastKey, through: upper)
        let bound = isAll ? upper : past.last?.key ?? upper
        var rows: [(key: KeyBytes, row: [UInt8])] = []
        var next = past[...]
        while let row = slice.first, Self.isUp(row.key, to: bound) {
            while let known = next.first, Self.isLess(known.key, row.key) {
                if let old = known.old { rows.append((known.key, old)) }
                next.removeFirst()
            }
            if let known = next.first, known.key == row.key {
                if let old = known.old { rows.append((known.key, old)) }
                next.removeFirst()
            } else {
                rows.append(row)
            }
            slice.removeFirst()
        }
        for known in next { if let old = known.old { rows.append((known.key, old)) } }
        let items = try decode(rows)
        progress.lastKey = bound
        isAtEnd = bound == KeyLayout.end
        return items.map { Entry(time: 0, old: nil, new: $0) }
    }

    private func decode(_ rows: [(key: KeyBytes, row: [UInt8])]) throws(EngineFault) -> [Item] {
        try store.read { (connection) throws(EngineFault) in
            try rows.map { (row) throws(EngineFault) in try connection.item(ofImage: row.row, key: row.key) }
        }
    }

    // MARK: Changed items

    private mutating func nextChanges() throws(EngineFault) -> [Entry] {
        let (found, isAll) = try scratch.past(after: progress.lastKey, through: KeyLayout.end)
        guard let last = found.last?.key else {
            isAtEnd = true
            return []
        }
        let (table, unsettled) = (table, found.filter { !$0.isSettled }.map(\.key))
        let (present, sequence) = try store.read { (connection) throws(EngineFault) in
            var rows: [KeyBytes: [UInt8]] = [:]
            for key in unsettled { rows[key] = try connection.row(table, key) }
            return (rows, try connection.lastSequence())
        }
        // A change since then settles what its row had become: it counts, not what was read just now.
        try catchUp(through: sequence)
        let known = try scratch.past(after: progress.lastKey, through: last).rows
        let entries = try store.read { (connection) throws(EngineFault) in
            var entries: [Entry] = []
            for row in known {
                func item(_ image: [UInt8]?) throws(EngineFault) -> Item? {
                    guard let image else { return nil }
                    return try connection.item(ofImage: image, key: row.key)
                }
                let new = row.isSettled ? row.new : present[row.key]
                // What was made and removed within the stretch leaves no trace.
                guard row.old != nil || new != nil else { continue }
                entries.append(Entry(time: row.time, old: try item(row.old), new: try item(new)))
            }
            return entries
        }
        progress.lastKey = last
        isAtEnd = isAll
        return entries
    }

    private static func isLess(_ left: KeyBytes, _ right: KeyBytes) -> Bool { left.lexicographicallyPrecedes(right) }

    private static func isUp(_ key: KeyBytes, to bound: KeyBytes) -> Bool { !isLess(bound, key) }
}

extension ExportReader {
    /// Notes what was written of the entries that were returned.
    package mutating func note(fileSize: Int, items: Int, bytes: Int) {
        progress.fileSize = fileSize
        progress.items += items
        progress.bytes += bytes
    }
}

extension StoreConnection {
    /// The row of a key as it lies there; nil without such a row.
    fileprivate func row(_ storage: Int, _ key: KeyBytes) throws(EngineFault) -> [UInt8]? {
        var found: [UInt8]?
        try forEachRow(storage, from: key, to: key + [0], forward: true) { (_, row) throws(EngineFault) in
            found = [UInt8](row)
            return false
        }
        return found
    }
}

extension Writer {
    /// The consumer that holds the changes which an export needs.
    private static func exportConsumer(_ id: String) -> String { exportPrefix + id }
    static let exportPrefix = "export:"

    /// Keeps the changes of a table after a sequence number in the log, which has them, until an export is done.
    package func holdForExport(_ id: String, of table: Int, after sequence: Int) throws(EngineFault) {
        try keep(table, for: Self.exportConsumer(id), images: .old, after: sequence)
    }

    /// Lets go of the changes that were held for exports that are not known any more.
    ///
    /// - Parameter known: the exports that are under way.
    /// - Returns: those of them for which changes are held.
    package func releaseExports(except known: Set<String>) throws(EngineFault) -> Set<String> {
        let consumers = Set(known.map(Self.exportConsumer))
        let held = Set(state.recordings.values.flatMap(\.keys))
        for (table, recordings) in state.recordings {
            for consumer in recordings.keys
            where consumer.hasBytePrefix(Self.exportPrefix) && !consumers.contains(consumer) {
                try stopRecording(table, for: consumer)
            }
        }
        return known.filter { held.contains(Self.exportConsumer($0)) }
    }

    /// Lets go of the changes that an export needed.
    package func releaseExport(_ id: String) throws(EngineFault) {
        for table in Array(state.recordings.keys) { try stopRecording(table, for: Self.exportConsumer(id)) }
    }
}
