import DynamoModel

/// A row of a table that is there and whose item cannot be read.
package struct UnreadableRow: Sendable {
    /// The number of the row in the table's storage.
    let id: Int
    /// The item's size as the row states it, which nothing vouches for; 0 when that cannot be.
    let size: Int
    /// The row as it is.
    let bytes: [UInt8]

    init(id: Int, bytes: [UInt8]) {
        self.id = id
        self.bytes = bytes
        size = Self.size(of: bytes)
    }

    /// The size that a row states.
    static func size(of row: UnsafeRawBufferPointer) -> Int {
        var decoder = ItemDecoder(row, from: 1)
        let size = decoder.varint().flatMap { Int(exactly: $0) } ?? 0
        return size <= DynamoLimits.itemSize ? size : 0
    }

    static func size(of row: [UInt8]) -> Int { row.withUnsafeBytes { size(of: $0) } }
}

extension StoreConnection {
    /// The row with a key, whatever is in it.
    package func unreadableRow(_ table: TableInfo, _ key: KeyBytes) throws(EngineFault) -> UnreadableRow? {
        try TableStore.storage { () throws(SQLiteFault) in
            let statement = try rows(table.id).itemByKey()
            statement.bind(1, copying: key)
            defer { statement.reset() }
            guard try statement.step() else { return nil }
            return UnreadableRow(id: statement.int(1), bytes: [UInt8](statement.bytes(0)))
        }
    }

    /// Whether the row with a number has this key.
    func hasRow(_ storage: Int, number: Int, key: UnsafeRawBufferPointer) throws(EngineFault) -> Bool {
        try TableStore.storage { () throws(SQLiteFault) in
            let statement = try rows(storage).itemById()
            statement.bind(1, number)
            defer { statement.reset() }
            return try statement.step() && statement.bytes(1).hasSameBytes(as: key)
        }
    }
}
