import DynamoModel

#if canImport(Glibc)
    import Glibc
#endif

/// Keys as bytes whose order is DynamoDB's order of the values, and from which the values can be read back.
///
/// Text and binary: the bytes, with 00 written as 00 FF, ended by 00 00; so that a value sorts before its extensions, and
/// what follows cannot change the order. Numbers: a byte for the sign; then, complemented when negative, the power of ten
/// of the first digit in one byte, the digits in pairs (each pair plus one) and a 0 as the end. No encoding is a prefix of another
/// of the same type. The types of a key's attributes are fixed by its table, and need no byte.
enum KeyEncoding {
    /// The type's first byte of a negative number, zero and a positive number.
    private static let negative: UInt8 = 0x10
    private static let zero: UInt8 = 0x20
    private static let positive: UInt8 = 0x30
    /// What follows a 00 that is part of the value.
    private static let escaped: UInt8 = 0xff

    /// Appends a value with its end.
    static func append(_ value: AttributeValue, to key: inout [UInt8]) {
        switch value {
        case .s(let text):
            text.withBytes { appendEscaped($0, to: &key) }
            appendEnd(to: &key)
        case .b(let bytes):
            bytes.withUnsafeBufferPointer { appendEscaped($0, to: &key) }
            appendEnd(to: &key)
        case .n(let number): append(number, to: &key)
        default: break
        }
    }

    /// Appends the beginning of all values that begin with a text or binary value.
    static func appendPrefix(_ value: AttributeValue, to key: inout [UInt8]) {
        switch value {
        case .s(let text): text.withBytes { appendEscaped($0, to: &key) }
        case .b(let bytes): bytes.withUnsafeBufferPointer { appendEscaped($0, to: &key) }
        default: append(value, to: &key)
        }
    }

    private static func appendEnd(to key: inout [UInt8]) {
        key.append(0)
        key.append(0)
    }

    private static func appendEscaped(_ bytes: UnsafeBufferPointer<UInt8>, to key: inout [UInt8]) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return }
        guard memchr(base, 0, bytes.count) != nil else {
            key.append(contentsOf: bytes)
            return
        }
        for byte in bytes {
            key.append(byte)
            if byte == 0 { key.append(escaped) }
        }
    }

    /// Appends a number.
    static func append(_ number: DynamoNumber, to key: inout [UInt8]) {
        guard number.coefficient != 0 else {
            key.append(zero)
            return
        }
        key.append(number.isNegative ? negative : positive)
        let mask: UInt8 = number.isNegative ? 0xff : 0
        var digits: [UInt8] = []
        digits.reserveCapacity(DynamoNumber.maximumDigits + 1)
        var rest = number.coefficient
        while rest > UInt128(UInt64.max) {
            digits.append(UInt8(rest % 10))
            rest /= 10
        }
        var small = UInt64(rest)
        while small != 0 {
            digits.append(UInt8(small % 10))
            small /= 10
        }
        let magnitude = Int(number.exponent) + digits.count - 1
        key.append(UInt8(magnitude - DynamoNumber.minimumMagnitude) ^ mask)
        var index = digits.count - 1
        while index >= 0 {
            let pair = digits[index] * 10 + (index > 0 ? digits[index - 1] : 0)
            key.append((pair + 1) ^ mask)
            index -= 2
        }
        key.append(mask)
    }

    /// The least key above all that begin with `prefix`; nil when there is none, since all bytes are FF.
    static func successor(ofPrefix prefix: [UInt8]) -> [UInt8]? {
        var bound = prefix
        while let last = bound.last {
            if last != 0xff {
                bound[bound.count - 1] = last + 1
                return bound
            }
            bound.removeLast()
        }
        return nil
    }
}

/// Reads the values of a key back, in the order in which they were written.
struct KeyDecoder {
    private let bytes: UnsafeRawBufferPointer
    /// How far the key was read.
    private(set) var offset: Int

    init(_ bytes: UnsafeRawBufferPointer, from offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    /// The next value; nil when the bytes are no value of the type.
    mutating func next(_ type: ScalarAttributeType) -> AttributeValue? {
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
