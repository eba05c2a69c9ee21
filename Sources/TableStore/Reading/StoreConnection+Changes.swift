import DynamoModel

/// Some changes of a shard or a table, in the order in which they were read.
package struct ChangePage: Sendable {
    package var changes: [RecordedChange] = []
    /// The log has been read up to this sequence number.
    package var position: Int
    /// The changes that were read for it, those of others with them.
    private(set) var seen = 0
    /// The bytes of those changes.
    private(set) var bytesSeen = 0

    init(position: Int) { self.position = position }

    /// Counts the change in a row.
    mutating func count(_ row: SQLiteStatement) {
        seen += 1
        bytesSeen += row.bytes(5).count + row.bytes(6).count + row.bytes(7).count
    }
}

extension StoreConnection {
    /// The changes, and their bytes, that are looked at for one page, whatever shard they are of.
    private static let changesPerPage = 20_000
    private static let bytesPerPage = 16 << 20

    /// Reads changes of a shard after a sequence number.
    ///
    /// - Parameters:
    ///   - limit: the most changes.
    ///   - bytes: how many bytes of rows a page has at most, but for its last change.
    package func changes(
        of shard: StreamDefinition.Shard, in stream: StreamDefinition, after position: Int, limit: Int, bytes: Int
    ) throws(EngineFault) -> ChangePage {
        try changes(after: position, through: shard.end, limit: limit, bytes: bytes) { change in
            change.int(1) == stream.storage && stream.slot(of: change.bytes(5)) == shard.slot
        }
    }

    /// Reads changes of a table after a sequence number: as many as fit into memory.
    package func changes(of table: Int, after position: Int) throws(EngineFault) -> ChangePage {
        try changes(after: position, through: nil, limit: Self.changesAtATime, bytes: Self.bytesAtATime) {
            $0.int(1) == table
        }
    }

    /// Changes and bytes of a page that is not for a caller.
    private static let changesAtATime = 512
    private static let bytesAtATime = 1 << 20

    /// Reads the changes after a sequence number that a condition takes.
    private func changes(
        after position: Int, through end: Int?, limit: Int, bytes: Int, _ takes: (SQLiteStatement) -> Bool
    ) throws(EngineFault) -> ChangePage {
        let last = min(try lastSequence(), end ?? Int.max)
        var page = ChangePage(position: position)
        guard position < last else { return page }
        var size = 0
        let range = "WHERE sequence > \(position) AND sequence <= \(last) ORDER BY sequence"
        let statement = try TableStore.storage { () throws(SQLiteFault) in
            try sqlite.prepare("\(FileTable.changes.select) \(range)")
        }
        defer { statement.finalize() }
        while try TableStore.storage({ () throws(SQLiteFault) in try statement.step() }) {
            page.position = statement.int(0)
            // Before it is chosen by what it says: a change that is passed over is lost to the reader for good.
            try FileTable.changes.verify(statement)
            page.count(statement)
            if takes(statement) {
                page.changes.append(try change(in: statement))
                size += statement.bytes(6).count + statement.bytes(7).count
            }
            if page.changes.count >= limit || size >= bytes { return page }
            if page.seen >= Self.changesPerPage || page.bytesSeen >= Self.bytesPerPage { return page }
        }
        page.position = last
        return page
    }

    /// The sequence number up to which the changes of a stream are gone.
    package func trimmed(_ stream: StreamDefinition) throws(EngineFault) -> Int {
        var position = 0
        let condition = "WHERE storage = \(stream.storage) AND consumer = '\(stream.consumer)'"
        try FileTable.recordings.forEach(condition, sqlite) { position = $0.int(3) }
        return position
    }

    /// The sequence number of the last recorded change that was made before a time; `position` when none after it was.
    ///
    /// Times never go back, so that it is found by halving; each change that is looked at is verified.
    ///
    /// - Parameters:
    ///   - time: in milliseconds since 1970.
    ///   - position: where to begin.
    package func lastSequence(before time: Int, after position: Int) throws(EngineFault) -> Int {
        try lastSequence(before: time, after: position) { (error) throws(EngineFault) in throw error }
    }

    /// As `lastSequence(before:after:)`, but a damaged change counts as made later: what it hides is kept, and one
    /// damaged row holds nobody up.
    func lastReadable(before time: Int, after position: Int) throws(EngineFault) -> Int {
        try lastSequence(before: time, after: position) { (error) throws(EngineFault) in
            guard case .damagedFile = error else { throw error }
        }
    }

    /// Finds the last change before a time by halving. One that `atDamage` lets pass counts as made later.
    private func lastSequence(
        before time: Int, after position: Int, _ atDamage: (EngineFault) throws(EngineFault) -> Void
    ) throws(EngineFault) -> Int {
        var low = position
        var high = try TableStore.storage { () throws(SQLiteFault) in
            try sqlite.integer("SELECT max(sequence) FROM changes") ?? position
        }
        while low < high {
            let middle = low + (high - low) / 2
            var found: (sequence: Int, time: Int)?
            do throws(EngineFault) {
                try FileTable.changes.forEach("WHERE sequence > \(middle) ORDER BY sequence LIMIT 1", sqlite) {
                    found = ($0.int(0), $0.int(2))
                }
            } catch {
                try atDamage(error)
            }
            if let found, found.time < time { low = found.sequence } else { high = middle }
        }
        return low
    }

    /// The sequence number of the last change of the file.
    package func lastSequence() throws(EngineFault) -> Int {
        try counters([Format.fileCounter])[Format.fileCounter]?.items ?? 0
    }

    func change(in row: SQLiteStatement) throws(EngineFault) -> RecordedChange {
        guard let cause = ChangeCause(rawValue: row.int(3)), let kind = RecordedChange.Kind(rawValue: row.int(4))
        else { throw FileTable.changes.damage(row) }
        return RecordedChange(
            sequence: row.int(0), storage: row.int(1), time: row.int(2), cause: cause, kind: kind,
            key: KeyBytes(row.bytes(5)), old: row.isNull(6) ? nil : [UInt8](row.bytes(6)),
            new: row.isNull(7) ? nil : [UInt8](row.bytes(7)))
    }
}
