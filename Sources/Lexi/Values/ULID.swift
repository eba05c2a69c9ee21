/// A sortable identifier of 128 bits: 48 bits of milliseconds since 1970, then 80 random bits.
///
/// Its text is 26 characters of Crockford's base 32, in upper case, so that texts sort as the values do.
/// Source: the ULID specification (github.com/ulid/spec).
public struct ULID: Sendable, Hashable {
    /// In characters, all of them ASCII: 10 of the time and 16 of chance.
    public static let textLength = 26
    /// The largest time, in milliseconds since 1970.
    public static let maximumMilliseconds: UInt64 = 1 << 48 - 1

    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The identifier with this time and these random bits (of `randomHigh` the lower 16 count).
    public init(milliseconds: UInt64, randomHigh: UInt64, randomLow: UInt64) {
        high = min(milliseconds, Self.maximumMilliseconds) << 16 | randomHigh & 0xFFFF
        low = randomLow
    }

    /// Reads 26 characters of Crockford's base 32, in either case; nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count == Self.textLength else { return nil }
        var (high, low): (UInt64, UInt64) = (0, 0)
        var first = true
        for byte in text.utf8 {
            let digit = Self.digits[Int(byte)]
            // 26 characters have 130 bits: the first may only use three of its five.
            guard digit < (first ? 8 : 32) else { return nil }
            first = false
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(digit)
        }
        self.init(high: high, low: low)
    }

    /// When the identifier was made, in milliseconds since 1970.
    public var milliseconds: UInt64 { high >> 16 }

    /// The canonical text.
    public var text: String {
        String(unsafeUninitializedCapacity: Self.textLength) { buffer in
            var (high, low) = (high, low)
            for index in stride(from: Self.textLength - 1, through: 0, by: -1) {
                buffer[index] = Self.alphabet[Int(low & 31)]
                low = low >> 5 | high << 59
                high >>= 5
            }
            return Self.textLength
        }
    }

    /// The next identifier, wrapping at the end.
    var successor: ULID {
        let (next, carry) = low.addingReportingOverflow(1)
        return ULID(high: carry ? high &+ 1 : high, low: next)
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private static let digits: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, byte) in alphabet.enumerated() {
            table[Int(byte)] = UInt8(value)
            if byte >= UInt8(ascii: "A") { table[Int(byte | 0x20)] = UInt8(value) }
        }
        return table
    }()
}

extension ULID: Comparable, CustomStringConvertible {
    /// The order of the values, which is that of the texts.
    public static func < (left: ULID, right: ULID) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
    /// The canonical text.
    public var description: String { text }
}
