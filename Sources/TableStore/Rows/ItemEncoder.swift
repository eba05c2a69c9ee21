import DynamoModel

/// Writes items in the form in which rows hold them; see ``ItemCodec``.
package struct ItemEncoder {
    package private(set) var bytes: [UInt8] = []
    private let names: NameTable?
    private let storage: Int

    package init(capacity: Int) { self.init(capacity: capacity, names: nil) }

    /// - Parameters:
    ///   - names: the writer's names, or nil to write all names out.
    ///   - storage: the table whose item is encoded.
    init(capacity: Int, names: NameTable?, for storage: Int = NameTable.nobody) {
        self.names = names
        self.storage = storage
        bytes.reserveCapacity(capacity)
    }

    @inline(__always)
    package mutating func append(byte: UInt8) { bytes.append(byte) }

    @inline(__always)
    package mutating func append(varint value: UInt64) {
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

    package mutating func append(members map: AttributeMap) {
        append(varint: UInt64(map.count))
        for (name, value) in map {
            append(name: name)
            append(value)
        }
    }

    private mutating func append(name: String) {
        if let number = names?.number(name, for: storage) {
            append(varint: UInt64(number) << 1 | 1)
        } else {
            append(varint: UInt64(name.utf8.count) << 1)
            name.withBytes { bytes.append(contentsOf: $0) }
        }
    }

    @inline(__always)
    package mutating func append(text: String) {
        append(varint: UInt64(text.utf8.count))
        text.withBytes { bytes.append(contentsOf: $0) }
    }

    private mutating func append(binary: [UInt8]) {
        append(varint: UInt64(binary.count))
        bytes.append(contentsOf: binary)
    }

    package mutating func append(_ value: AttributeValue) {
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
