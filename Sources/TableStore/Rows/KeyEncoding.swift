import DynamoModel
import Glibc

/// Keys as bytes whose order is DynamoDB's order of the values, and from which the values can be read back.
///
/// Text and binary: the bytes, with 00 written as 00 FF, ended by 00 00; so that a value sorts before its extensions,
/// and what follows cannot change the order. Numbers: a byte for the sign; then, complemented when negative, the power
/// of ten of the first digit in one byte, the digits in pairs (each pair plus one) and a 0 as the end. No encoding is a
/// prefix of another of the same type. The types of a key's attributes are fixed by its table, and need no byte.
package enum KeyEncoding {
    /// The type's first byte of a negative number, zero and a positive number.
    private static let negative: UInt8 = 0x10
    private static let zero: UInt8 = 0x20
    private static let positive: UInt8 = 0x30
    /// What follows a 00 that is part of the value.
    private static let escaped: UInt8 = 0xff

    /// Appends a value with its end.
    package static func append(_ value: AttributeValue, to key: inout [UInt8]) {
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
    package static func appendPrefix(_ value: AttributeValue, to key: inout [UInt8]) {
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
    package static func append(_ number: DynamoNumber, to key: inout [UInt8]) {
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

    /// The least key above all that begin with `prefix`; nil when all of its bytes are FF, above which no key is.
    package static func successor(ofPrefix prefix: [UInt8]) -> [UInt8]? {
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
