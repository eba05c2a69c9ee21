import DynamoModel

/// Rows and earlier states of rows, as the payload of a block.
///
///     rows = { size of key(varint) key, size of row plus 1 or 0 for no row(varint) row } [sequence(varint)]
struct BackupRows {
    /// A row, or that there is none.
    struct Entry {
        let key: KeyBytes
        let row: [UInt8]?
    }

    private(set) var bytes: [UInt8] = []
    private(set) var count = 0

    mutating func add(_ key: KeyBytes, _ row: [UInt8]?) {
        count += 1
        Self.append(key.count, to: &bytes)
        bytes += key
        Self.append((row?.count).map { $0 + 1 } ?? 0, to: &bytes)
        if let row { bytes += row }
    }

    /// A number as seven bits a byte, the least ones first.
    static func append(_ value: Int, to bytes: inout [UInt8]) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// The entries of a payload; nil when it is none.
    static func entries(_ payload: ArraySlice<UInt8>) -> [Entry]? {
        payload.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            var entries: [Entry] = []
            while !reader.isAtEnd {
                guard let key = reader.number().flatMap({ reader.take($0) }), let size = reader.number() else {
                    return nil
                }
                if size == 0 {
                    entries.append(Entry(key: key, row: nil))
                } else {
                    guard let row = reader.take(size - 1) else { return nil }
                    entries.append(Entry(key: key, row: row))
                }
            }
            return entries
        }
    }
}
