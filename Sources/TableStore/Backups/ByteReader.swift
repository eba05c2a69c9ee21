import DynamoModel

/// Reads numbers and bytes of a payload; nil for what is not there.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func number() -> Int? {
        var decoder = ItemDecoder(bytes, from: offset)
        guard let value = decoder.varint() else { return nil }
        offset = decoder.offset
        return Int(exactly: value)
    }

    mutating func take(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= bytes.count - offset else { return nil }
        defer { offset += count }
        return [UInt8](bytes[offset..<offset + count])
    }
}
