import DynamoModel

/// Reads the stored form; every method returns nil when the bytes are not what it asks for.
struct ItemDecoder {
    let bytes: UnsafeRawBufferPointer
    private(set) var offset: Int
    let names: NameTable?

    init(_ bytes: UnsafeRawBufferPointer, from offset: Int = 0, names: NameTable? = nil) {
        self.bytes = bytes
        self.names = names
        self.offset = offset
    }

    var isAtEnd: Bool { offset == bytes.count }

    @inline(__always)
    mutating func varint() -> UInt64? {
        guard offset < bytes.count else { return nil }
        let first = bytes[offset]
        offset += 1
        return first < 0x80 ? UInt64(first) : longVarint(UInt64(first & 0x7f))
    }

    private mutating func longVarint(_ low: UInt64) -> UInt64? {
        var value = low
        var shift: UInt64 = 7
        while offset < bytes.count, shift < 64 {
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7f) &<< shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    /// A length or count that the rest of the bytes can hold.
    @inline(__always)
    mutating func length() -> Int? {
        guard let value = varint(), value <= UInt64(bytes.count - offset) else { return nil }
        return Int(value)
    }

    @inline(__always)
    mutating func slice() -> UnsafeRawBufferPointer? {
        guard let count = length() else { return nil }
        let slice = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
        offset += count
        return slice
    }

    @inline(__always)
    mutating func text() -> String? { slice().map { String(decoding: $0, as: UTF8.self) } }

    @inline(__always)
    mutating func name() -> String? {
        guard let head = varint() else { return nil }
        if head & 1 == 1 { return names?.name(Int(truncatingIfNeeded: head >> 1)) }
        let count = Int(truncatingIfNeeded: head >> 1)
        guard count <= bytes.count - offset else { return nil }
        let slice = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
        offset += count
        return String(decoding: slice, as: UTF8.self)
    }

    mutating func members(depth: Int) -> AttributeMap? {
        guard depth <= ItemCodec.maximumDepth, let count = length() else { return nil }
        var members: [AttributeMap.Member] = []
        members.reserveCapacity(count)
        for _ in 0..<count {
            guard let name = name(), let value = value(depth: depth) else { return nil }
            members.append((name, value))
        }
        return AttributeMap(sorted: members)
    }

    @inline(__always)
    mutating func byte() -> UInt8? {
        guard offset < bytes.count else { return nil }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func value(depth: Int) -> AttributeValue? {
        guard let tag = byte() else { return nil }
        switch tag {
        case ItemCodec.Tag.s: return text().map { .s($0) }
        case ItemCodec.Tag.int, ItemCodec.Tag.number: return number(tag).map { .n($0) }
        case ItemCodec.Tag.b: return slice().map { .b([UInt8]($0)) }
        case ItemCodec.Tag.no: return .bool(false)
        case ItemCodec.Tag.yes: return .bool(true)
        case ItemCodec.Tag.null: return .null
        case ItemCodec.Tag.m: return members(depth: depth + 1).map { .m($0) }
        case ItemCodec.Tag.l: return list(depth: depth + 1).map { .l($0) }
        case ItemCodec.Tag.ss: return set { $0.text() }.map { .ss($0) }
        case ItemCodec.Tag.ns: return set { $0.number() }.map { .ns($0) }
        case ItemCodec.Tag.bs: return set { $0.slice().map { [UInt8]($0) } }.map { .bs($0) }
        default: return nil
        }
    }

    private mutating func list(depth: Int) -> [AttributeValue]? {
        guard depth <= ItemCodec.maximumDepth, let count = length() else { return nil }
        var list: [AttributeValue] = []
        list.reserveCapacity(count)
        for _ in 0..<count {
            guard let value = value(depth: depth) else { return nil }
            list.append(value)
        }
        return list
    }

    private mutating func set<Element>(_ next: (inout ItemDecoder) -> Element?) -> AttributeSet<Element>? {
        guard let count = length() else { return nil }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count {
            guard let element = next(&self) else { return nil }
            elements.append(element)
        }
        return try? AttributeSet(elements)
    }

    mutating func number() -> DynamoNumber? { byte().flatMap { number($0) } }

    @inline(__always)
    mutating func integer() -> Int? {
        varint().map { Int(truncatingIfNeeded: $0 >> 1) ^ -Int(truncatingIfNeeded: $0 & 1) }
    }

    mutating func number(_ tag: UInt8) -> DynamoNumber? {
        if tag == ItemCodec.Tag.int { return integer().map { DynamoNumber($0) } }
        guard tag == ItemCodec.Tag.number, bytes.count - offset >= 19 else { return nil }
        let negative = bytes[offset] == 1
        let exponent = Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 1, as: Int16.self))
        let coefficient = UInt128(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 3, as: UInt128.self))
        offset += 19
        return try? DynamoNumber(isNegative: negative, coefficient: coefficient, exponent: Int(exponent))
    }
}
