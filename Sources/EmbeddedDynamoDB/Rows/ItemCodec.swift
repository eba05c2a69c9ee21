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
    /// - Parameter names: the writer's names, or nil to write all names out.
    static func encode(_ item: Item, size: Int, key: [UInt8], names: NameTable?) -> [UInt8] {
        var encoder = ItemEncoder(capacity: size + item.count * 4 + 24, names: names)
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

/// Writes the stored form.
struct ItemEncoder {
    private(set) var bytes: [UInt8] = []
    private let names: NameTable?

    init(capacity: Int, names: NameTable?) {
        self.names = names
        bytes.reserveCapacity(capacity)
    }

    @inline(__always)
    mutating func append(byte: UInt8) { bytes.append(byte) }

    @inline(__always)
    mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func append(checksum: UInt64) {
        withUnsafeBytes(of: checksum.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(members map: AttributeMap) {
        append(varint: UInt64(map.count))
        for (name, value) in map {
            append(name: name)
            append(value)
        }
    }

    private mutating func append(name: String) {
        if let number = names?.number(name) {
            append(varint: UInt64(number) << 1 | 1)
        } else {
            append(varint: UInt64(name.utf8.count) << 1)
            name.withBytes { bytes.append(contentsOf: $0) }
        }
    }

    @inline(__always)
    mutating func append(text: String) {
        append(varint: UInt64(text.utf8.count))
        text.withBytes { bytes.append(contentsOf: $0) }
    }

    private mutating func append(binary: [UInt8]) {
        append(varint: UInt64(binary.count))
        bytes.append(contentsOf: binary)
    }

    mutating func append(_ value: AttributeValue) {
        switch value {
        case .s(let text):
            append(byte: ItemCodec.Tag.s)
            append(text: text)
        case .n(let number): append(number)
        case .b(let binary):
            append(byte: ItemCodec.Tag.b)
            append(binary: binary)
        case .bool(let truth): append(byte: truth ? ItemCodec.Tag.yes : ItemCodec.Tag.no)
        case .null: append(byte: ItemCodec.Tag.null)
        case .m(let map):
            append(byte: ItemCodec.Tag.m)
            append(members: map)
        case .l(let list):
            append(byte: ItemCodec.Tag.l)
            append(varint: UInt64(list.count))
            for element in list { append(element) }
        case .ss(let set):
            append(byte: ItemCodec.Tag.ss)
            append(varint: UInt64(set.elements.count))
            for element in set.elements { append(text: element) }
        case .ns(let set):
            append(byte: ItemCodec.Tag.ns)
            append(varint: UInt64(set.elements.count))
            for element in set.elements { append(element) }
        case .bs(let set):
            append(byte: ItemCodec.Tag.bs)
            append(varint: UInt64(set.elements.count))
            for element in set.elements { append(binary: element) }
        }
    }

    /// Integers that fit take the short form; others their sign, power of ten and digits.
    private mutating func append(_ number: DynamoNumber) {
        if let value = number.int {
            append(byte: ItemCodec.Tag.int)
            append(varint: UInt64(bitPattern: Int64((value << 1) ^ (value >> 63))))
            return
        }
        append(byte: ItemCodec.Tag.number)
        append(byte: number.isNegative ? 1 : 0)
        withUnsafeBytes(of: number.exponent.littleEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: number.coefficient.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
