import Digests
import DynamoModel

/// The rows of an index: the key is the index key and the table row's key, one after the other; the value says where
/// the second begins and in which row the item lies, and has a checksum.
///
///     value = version(1) offset(2, little endian) row(8, little endian) checksum(8, little endian)
///
/// In version 1 there is no row; the item is looked up by its key.
package enum IndexEntry {
    static let version: UInt8 = 2
    private static let size = 19
    private static let firstVersion: UInt8 = 1
    private static let firstSize = 11
    private static let offsetSize = 2

    /// The value of an entry.
    static func value(entryKey: KeyBytes, baseKeySize: Int, row: Int) -> [UInt8] {
        let offset = entryKey.count - baseKeySize
        var value = [UInt8](repeating: 0, count: size)
        value.withUnsafeMutableBytes { value in
            value[0] = version
            value.storeBytes(of: UInt16(truncatingIfNeeded: offset).littleEndian, toByteOffset: 1, as: UInt16.self)
            value.storeBytes(of: Int64(row).littleEndian, toByteOffset: 1 + offsetSize, as: Int64.self)
            let head = UnsafeRawBufferPointer(rebasing: value[..<(size - ItemCodec.checksumSize)])
            let checksum = RowChecksum.hash(head, seed: RowChecksum.hash(entryKey))
            value.storeBytes(of: checksum.littleEndian, toByteOffset: head.count, as: UInt64.self)
        }
        return value
    }

    /// Verifies an entry.
    ///
    /// - Returns: where the table row's key begins, and the number of the table's row (nil in entries of version 1).
    @inline(__always)
    package static func verify(
        key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
    ) throws(DamagedRow) -> (offset: Int, row: Int?) {
        let isFirst = value.count == firstSize && value[0] == firstVersion
        guard isFirst || value.count == size && value[0] == version else {
            throw DamagedRow(what: "an index row of \(value.count) bytes")
        }
        let headSize = value.count - ItemCodec.checksumSize
        let stored = UInt64(littleEndian: value.loadUnaligned(fromByteOffset: headSize, as: UInt64.self))
        let head = UnsafeRawBufferPointer(rebasing: value[..<headSize])
        guard RowChecksum.hash(head, seed: RowChecksum.hash(key)) == stored else {
            throw DamagedRow(what: "an index row's checksum does not match")
        }
        let offset = Int(value[1]) | Int(value[2]) << 8
        guard offset + KeyLayout.hashSize < key.count else { throw DamagedRow(what: "an index row without a key") }
        if isFirst { return (offset, nil) }
        return (offset, Int(Int64(littleEndian: value.loadUnaligned(fromByteOffset: 1 + offsetSize, as: Int64.self))))
    }
}
