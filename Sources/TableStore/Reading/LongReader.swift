import DynamoModel

/// Reads a whole table or index in the order of its keys, for backups, exports and other work that takes long.
///
/// Each slice is read in a separate snapshot, which ends with it: the reader never holds back the log, however long
/// it takes, and writes go on. What it has read is therefore no single state of the table. Each slice says which change
/// was the last one that it shows; with the changes since the first slice, in their order, it becomes the state at the
/// end.
package struct LongReader: Sendable {
    /// Rows as they were at one moment.
    package struct Slice: Sendable {
        /// Keys and rows, verified by nobody yet.
        package let rows: [(key: KeyBytes, row: [UInt8])]
        /// The number of the last change that the rows show; 0 in a file that numbers none.
        package let sequence: Int
    }

    /// Rows and bytes of a slice: about a millisecond's work.
    private static let rowsPerSlice = 512
    private static let bytesPerSlice = 256 * 1024

    private let storage: Int
    /// Everything before this key was read. A task keeps it as its position, to go on after a restart.
    package private(set) var position: KeyBytes
    /// Whether everything was read.
    package private(set) var isAtEnd = false

    /// - Parameter position: where an earlier reader came to; the beginning without one.
    package init(_ storage: Int, from position: KeyBytes = []) {
        self.storage = storage
        self.position = position
    }

    /// Reads the next slice, which is empty at the end.
    ///
    /// - Throws: storage faults; the reader is as before then.
    package mutating func next(_ store: Store) throws(EngineFault) -> Slice {
        guard !isAtEnd else { return Slice(rows: [], sequence: 0) }
        let (storage, start) = (storage, position)
        let (slice, isFull) = try store.read { (connection) throws(EngineFault) in
            try Self.read(connection, storage, from: start)
        }
        isAtEnd = !isFull
        if let last = slice.rows.last { position = last.key + [0] }
        return slice
    }

    private static func read(
        _ connection: StoreConnection, _ storage: Int, from start: KeyBytes
    ) throws(EngineFault) -> (slice: Slice, isFull: Bool) {
        var rows: [(key: KeyBytes, row: [UInt8])] = []
        var bytes = 0
        var isFull = false
        try connection.forEachRow(storage, from: start, to: KeyLayout.end, forward: true) {
            (key, row) throws(EngineFault) in
            rows.append((KeyBytes(key), [UInt8](row)))
            bytes += key.count + row.count
            isFull = rows.count >= rowsPerSlice || bytes >= bytesPerSlice
            return !isFull
        }
        return (Slice(rows: rows, sequence: try connection.sequence()), isFull)
    }
}

extension StoreConnection {
    /// The number of the last change that the snapshot shows; 0 in a file that numbers none.
    func sequence() throws(EngineFault) -> Int {
        // Row 0 counts the file's changes; storages begin with 1.
        try counters([0])[0]?.items ?? 0
    }
}
