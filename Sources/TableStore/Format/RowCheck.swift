import Digests

/// The checksum of a row of the file's own tables: of the table's name and of all columns in their order, each with its
/// type.
struct RowCheck: Sendable {
    private var hash: UInt64

    init(_ table: String) { hash = RowChecksum.hash(Array(table.utf8)) }

    /// What precedes a value distinguishes the types.
    private enum Mark {
        static let null: UInt8 = 0
        static let int: UInt8 = 1
        static let bytes: UInt8 = 2
    }

    mutating func addNull() { hash = RowChecksum.hash([Mark.null], seed: hash) }

    mutating func add(_ value: Int) {
        hash = withUnsafeBytes(of: Int64(value).littleEndian) { RowChecksum.hash($0, seed: hash &+ UInt64(Mark.int)) }
    }

    mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        hash = RowChecksum.hash(bytes, seed: hash &+ UInt64(Mark.bytes))
    }

    /// As it is stored.
    var value: Int { Int(truncatingIfNeeded: hash) }
}
