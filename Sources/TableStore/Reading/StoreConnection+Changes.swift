import DynamoModel

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
        try changes(of: stream.storage, after: position, through: shard.end, limit: limit, bytes: bytes) { change in
            stream.slot(of: change.bytes(5)) == shard.slot
        }
    }

    /// Reads changes of a table after a sequence number: as many as fit into memory.
    package func changes(of table: Int, after position: Int) throws(EngineFault) -> ChangePage {
        try changes(of: table, after: position, through: nil, limit: Self.changesAtATime, bytes: Self.bytesAtATime) {
            _ in true
        }
    }

    /// Changes and bytes of a page that is not for a caller.
    private static let changesAtATime = 512
    private static let bytesAtATime = 1 << 20

    /// Reads the changes of a table after a sequence number that a condition takes.
    private func changes(
        of table: Int, after position: Int, through end: Int?, limit: Int, bytes: Int,
        _ takes: (SQLiteStatement) -> Bool
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
            let isReadable = try isReadable(statement, by: table)
            page.count(statement)
            if isReadable, statement.int(1) == table, takes(statement) {
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
    /// Times never go back, so that it is found by halving; each change that is looked at is verified, and damaged
    /// ones of other tables are passed over.
    ///
    /// - Parameters:
    ///   - time: in milliseconds since 1970.
    ///   - position: where to begin.
    ///   - table: the table whose changes are wanted.
    package func lastSequence(before time: Int, after position: Int, of table: Int) throws(EngineFault) -> Int {
        try lastSequence(before: time, after: position) { (row) throws(EngineFault) in try isReadable(row, by: table) }
    }

    /// As `lastSequence(before:after:of:)`, but any damaged change counts as made later: what it hides is kept, and one
    /// damaged row keeps nobody waiting.
    func lastReadable(before time: Int, after position: Int) throws(EngineFault) -> Int {
        try lastSequence(before: time, after: position) { FileTable.changes.isSound($0) ? true : nil }
    }

    /// Finds the last change before a time by halving.
    ///
    /// - Parameter counts: whether a change counts; one that does not is passed over, nil for one that counts as made
    ///   later.
    private func lastSequence(
        before time: Int, after position: Int, _ counts: (SQLiteStatement) throws(EngineFault) -> Bool?
    ) throws(EngineFault) -> Int {
        var low = position
        var high = try TableStore.storage { () throws(SQLiteFault) in
            try sqlite.integer("SELECT max(sequence) FROM changes") ?? position
        }
        while low < high {
            let middle = low + (high - low) / 2
            if let found = try change(after: middle, counts), found.time < time {
                low = found.sequence
            } else {
                high = middle
            }
        }
        return low
    }

    /// The first change after a sequence number that counts; nil when there is none, or when one counts as made later.
    private func change(
        after sequence: Int, _ counts: (SQLiteStatement) throws(EngineFault) -> Bool?
    ) throws(EngineFault) -> (sequence: Int, time: Int)? {
        let statement = try TableStore.storage { () throws(SQLiteFault) in
            try sqlite.prepare("\(FileTable.changes.select) WHERE sequence > \(sequence) ORDER BY sequence")
        }
        defer { statement.finalize() }
        while try TableStore.storage({ () throws(SQLiteFault) in try statement.step() }) {
            guard let isCounted = try counts(statement) else { return nil }
            if isCounted { return (statement.int(0), statement.int(2)) }
        }
        return nil
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
