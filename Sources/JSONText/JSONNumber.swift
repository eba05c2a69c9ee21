/// A JSON number as it was written, so that no digit is lost on its way through.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// The number's spelling, for example `-0`, `1e3` or `3.141592653589793238462643383`. ASCII, and valid JSON.
    public let text: String

    /// An integer.
    public init(_ value: Int) { text = String(value) }

    /// A binary number in the fewest digits that give it back; nil for an infinity or NaN, which JSON does not have.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// A number by its spelling; nil when that does not match the grammar of RFC 8259, section 6.
    public init?(text: String) {
        var copy = text
        let length = copy.withUTF8 { utf8 -> Int? in
            guard let base = utf8.baseAddress else { return nil }
            return numberLength(base, utf8.count)
        }
        guard length == text.utf8.count else { return nil }
        self.text = text
    }

    /// Takes a spelling that the parser has matched against the grammar.
    init(unchecked text: String) { self.text = text }

    /// The spelling.
    public var description: String { text }

    /// The exact value, when the number is spelt as a plain integer (no fraction, no exponent) and fits.
    public var int: Int? {
        var text = text
        return text.withUTF8 { digits in
            var index = 0
            let isNegative = digits.first == UInt8(ascii: "-")
            if isNegative { index = 1 }
            // Counted downwards, since the least integer has no positive counterpart.
            var value = 0
            while index < digits.count {
                let digit = Int(digits[index]) &- Int(UInt8(ascii: "0"))
                guard digit >= 0, digit <= 9 else { return nil }
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                let (difference, underflow) = product.subtractingReportingOverflow(digit)
                guard !overflow, !underflow else { return nil }
                value = difference
                index &+= 1
            }
            if isNegative { return value }
            return value == Int.min ? nil : -value
        }
    }

    /// The nearest binary number; nil when that would be infinite.
    public var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }
}

extension JSONNumber: ExpressibleByIntegerLiteral {
    /// Spelt in decimal, with neither fraction nor exponent.
    public init(integerLiteral value: Int) { self.init(value) }
}

/// How many bytes from `base` on are the longest number of RFC 8259, section 6; nil when no number starts there or when
/// one starts and breaks off (`-`, `1.`, `1e`).
func numberLength(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    var index = 0
    if index < count, base[index] == UInt8(ascii: "-") { index &+= 1 }
    guard index < count, isDigit(base[index]) else { return nil }
    if base[index] == UInt8(ascii: "0") {
        index &+= 1
    } else {
        index = endOfDigits(base, index, count)
    }
    if index < count, base[index] == UInt8(ascii: ".") {
        index &+= 1
        guard index < count, isDigit(base[index]) else { return nil }
        index = endOfDigits(base, index, count)
    }
    if index < count, base[index] | 0x20 == UInt8(ascii: "e") {
        index &+= 1
        if index < count, base[index] == UInt8(ascii: "+") || base[index] == UInt8(ascii: "-") { index &+= 1 }
        guard index < count, isDigit(base[index]) else { return nil }
        index = endOfDigits(base, index, count)
    }
    return index
}

@inline(__always)
private func endOfDigits(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    var index = start
    while index < count, isDigit(base[index]) { index &+= 1 }
    return index
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
