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
