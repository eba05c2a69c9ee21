import Digests
import DynamoModel

/// The stored form of items: compact, quick to read, with a checksum.
///
///     row    = version(1) size(varint) count(varint) { name value } checksum(8, little endian)
///     name   = twice the length(varint) bytes, or twice its number in the file's ``NameTable`` plus 1(varint)
///     value  = tag(1) payload
///
/// `size` is the item's size by DynamoDB's counting, so that capacity can be counted without decoding. The attributes
/// are sorted by name. The checksum is that of the row with the checksum of the row's key as seed, so that a row in the
/// wrong place is noticed as well.
enum ItemCodec {
    /// The first byte of a row. What follows it may change with it only.
    static let version: UInt8 = 1
    /// The bytes of the checksum at the end.
    static let checksumSize = 8
    /// Deeper nesting than items can have is damage.
    static let maximumDepth = DynamoLimits.nesting + 2

    enum Tag {
        static let s: UInt8 = 1
        static let int: UInt8 = 2
        static let number: UInt8 = 3
        static let b: UInt8 = 4
        static let no: UInt8 = 5
        static let yes: UInt8 = 6
        static let null: UInt8 = 7
        static let m: UInt8 = 8
        static let l: UInt8 = 9
        static let ss: UInt8 = 10
        static let ns: UInt8 = 11
        static let bs: UInt8 = 12
    }

    /// The row of an item of known size under a key.
    ///
    /// - Parameters:
    ///   - names: the writer's names, or nil to write all names out.
    ///   - storage: the table whose item it is.
    static func encode(
        _ item: Item, size: Int, key: [UInt8], names: NameTable?, for storage: Int = NameTable.nobody
    ) -> [UInt8] {
        var encoder = ItemEncoder(capacity: size + item.count * 4 + 24, names: names, for: storage)
        encoder.append(byte: version)
        encoder.append(varint: UInt64(size))
        encoder.append(members: item)
        encoder.append(checksum: checksum(key: key, body: encoder.bytes))
        return encoder.bytes
    }

    /// The checksum of a row without its checksum.
    static func checksum(key: [UInt8], body: [UInt8]) -> UInt64 {
        RowChecksum.hash(body, seed: RowChecksum.hash(key))
    }
}
