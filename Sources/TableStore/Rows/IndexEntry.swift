import Digests
import DynamoModel

/// The rows of an index: the key is the index key and the table row's key, one after the other; the value says where the
/// second begins, and has a checksum.
///
///     value = version(1) offset(2, little endian) checksum(8, little endian)
package enum IndexEntry {
    package static let version: UInt8 = 1
    package static let size = 11

    /// The value of an entry.
    package static func value(entryKey: KeyBytes, baseKeySize: Int) -> [UInt8] {
        let offset = entryKey.count - baseKeySize
        var value: [UInt8] = [version, UInt8(truncatingIfNeeded: offset), UInt8(truncatingIfNeeded: offset >> 8)]
        let checksum = RowChecksum.hash(value, seed: RowChecksum.hash(entryKey))
        withUnsafeBytes(of: checksum.littleEndian) { value.append(contentsOf: $0) }
        return value
    }

    /// Verifies an entry.
    ///
    /// - Returns: where the table row's key begins.
    package static func verify(
        key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
    ) throws(DamagedRow) -> Int {
        guard value.count == size, value[0] == version else {
            throw DamagedRow(what: "an index row of \(value.count) bytes")
        }
        let stored = UInt64(littleEndian: value.loadUnaligned(fromByteOffset: 3, as: UInt64.self))
        let head = UnsafeRawBufferPointer(rebasing: value[..<3])
        guard RowChecksum.hash(head, seed: RowChecksum.hash(key)) == stored else {
            throw DamagedRow(what: "an index row's checksum does not match")
        }
        let offset = Int(value[1]) | Int(value[2]) << 8
        guard offset + KeyLayout.hashSize < key.count else { throw DamagedRow(what: "an index row without a key") }
        return offset
    }
}
