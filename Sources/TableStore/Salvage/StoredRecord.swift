/// A row as SQLite stores it (sqlite.org/fileformat2.html, section 2.1).
struct StoredRecord {
    private(set) var values: [FileTable.Value]

    /// Reads a record; nil for bytes that are none, and for one with a fraction, which no table of ours has.
    init?(_ payload: [UInt8]) {
        var header = VarintReader(payload)
        guard let size = header.next(), size <= payload.count else { return nil }
        var offset = size
        values = []
        while header.offset < size {
            guard let type = header.next(), let width = Self.width(of: type), offset + width <= payload.count else {
                return nil
            }
            let bytes = payload[offset..<offset + width]
            switch type {
            case 0: values.append(.null)
            case 8, 9: values.append(.int(type - 8))
            case 1...6:
                let first: Int64 = (bytes.first ?? 0) & 0x80 == 0 ? 0 : -1
                values.append(.int(Int(bytes.reduce(first) { $0 << 8 | Int64($1) })))
            case _ where type & 1 == 0: values.append(.blob(Array(bytes)))
            default: values.append(.text(String(decoding: bytes, as: UTF8.self)))
            }
            offset += width
        }
    }

    private static func width(of type: Int) -> Int? {
        switch type {
        case 0, 8, 9: 0
        case 1...4: type
        case 5: 6
        case 6: 8
        case 12...: (type - 12) / 2
        default: nil
        }
    }

    /// Puts the row's number where its column is stored as nothing.
    mutating func setNumber(_ number: Int) {
        if case .null? = values.first { values[0] = .int(number) }
    }

    func int(_ column: Int) -> Int? {
        guard values.indices.contains(column), case .int(let value) = values[column] else { return nil }
        return value
    }

    func bytes(_ column: Int) -> [UInt8]? {
        guard values.indices.contains(column), case .blob(let value) = values[column] else { return nil }
        return value
    }

    func text(_ column: Int) -> String? {
        guard values.indices.contains(column), case .text(let value) = values[column] else { return nil }
        return value
    }
}
