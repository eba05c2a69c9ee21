import DynamoModel
import Glibc

/// Reads the values of a key back, in the order in which they were written.
package struct KeyDecoder {
    private let bytes: UnsafeRawBufferPointer
    /// How far the key was read.
    package private(set) var offset: Int

    package init(_ bytes: UnsafeRawBufferPointer, from offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    /// The next value; nil when the bytes are no value of the type.
    package mutating func next(_ type: ScalarAttributeType) -> AttributeValue? {
        switch type {
        case .s: nextBytes().map { .s(String(decoding: $0, as: UTF8.self)) }
        case .b: nextBytes().map { .b($0) }
        case .n: nextNumber().map { .n($0) }
        }
    }

    private mutating func nextBytes() -> [UInt8]? {
        var value: [UInt8] = []
        while offset + 1 < bytes.count {
            let rest = bytes.count - offset
            guard let base = bytes.baseAddress, let end = memchr(base + offset, 0, rest) else { return nil }
            let stop = UnsafeRawPointer(end) - base
            guard stop + 1 < bytes.count else { return nil }
            value.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[offset..<stop]))
            offset = stop + 2
            if bytes[stop + 1] == 0 { return value }
            guard bytes[stop + 1] == 0xff else { return nil }
            value.append(0)
        }
        return nil
    }

    private mutating func nextNumber() -> DynamoNumber? {
        guard offset < bytes.count else { return nil }
        let sign = bytes[offset]
        offset += 1
        if sign == 0x20 { return .zero }
        guard sign == 0x10 || sign == 0x30, offset < bytes.count else { return nil }
        let mask: UInt8 = sign == 0x10 ? 0xff : 0
        let magnitude = Int(bytes[offset] ^ mask) + DynamoNumber.minimumMagnitude
        offset += 1
        var coefficient: UInt128 = 0
        var pairs = 0
        while offset < bytes.count {
            let pair = bytes[offset] ^ mask
            offset += 1
            if pair == 0 {
                return try? DynamoNumber(
                    isNegative: sign == 0x10, coefficient: coefficient, exponent: magnitude + 1 - 2 * pairs)
            }
            pairs += 1
            guard pair <= 100, pairs <= 19 else { return nil }
            coefficient = coefficient * 100 + UInt128(pair - 1)
        }
        return nil
    }
}
