/// A moment in UTC, in whole seconds, from year 1 to year 9999.
///
/// Its text is RFC 3339 of fixed width with `Z` (`2026-05-02T10:30:00Z`), so that texts sort as the moments do.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// The length of the text.
    public static let textLength = 20
    /// The first moment that the text can show: 0001-01-01T00:00:00Z.
    public static let minimum = Timestamp(unchecked: -62_135_596_800)
    /// The last moment that the text can show: 9999-12-31T23:59:59Z.
    public static let maximum = Timestamp(unchecked: 253_402_300_799)

    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let seconds: Int64

    init(unchecked seconds: Int64) { self.seconds = seconds }

    /// The moment so many seconds after 1970, or the nearest one that the text can show.
    public init(clamping seconds: Int64) {
        self.seconds = Swift.min(Swift.max(seconds, Self.minimum.seconds), Self.maximum.seconds)
    }

    /// The moment so many seconds after 1970, or the nearest one that the text can show.
    public init(clamping seconds: Int) { self.init(clamping: Int64(seconds)) }

    /// The second in which a moment lies, or the nearest one that the text can show; the first for what is not a
    /// number.
    public init(roundingDown seconds: Double) {
        let bounds = (Double(Self.minimum.seconds), Double(Self.maximum.seconds))
        self.init(unchecked: Int64(Swift.min(Swift.max(bounds.0, seconds), bounds.1).rounded(.down)))
    }

    /// Reads exactly `yyyy-mm-ddThh:mm:ssZ`; nil for anything else, also for a day that no month has.
    public init?(_ text: String) {
        var text = text
        let seconds: Int64? = text.withUTF8 { bytes in
            guard bytes.count == Self.textLength, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
                bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "Z"),
                let day = LocalDay(bytes: UnsafeBufferPointer(rebasing: bytes[..<10])),
                let hour = decimal(bytes, 11, 2), let minute = decimal(bytes, 14, 2),
                let second = decimal(bytes, 17, 2),
                hour < 24, minute < 60, second < 60
            else { return nil }
            return Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        }
        guard let seconds else { return nil }
        self.seconds = seconds
    }

    /// The text of fixed width.
    public var text: String {
        String(unsafeUninitializedCapacity: Self.textLength) { buffer in
            let day = LocalDay(utc: self)
            let second = Int(seconds - Int64(day.number) * 86_400)
            day.write(to: buffer)
            buffer[10] = UInt8(ascii: "T")
            writeDecimal(second / 3600, to: buffer, 11, 2)
            buffer[13] = UInt8(ascii: ":")
            writeDecimal(second / 60 % 60, to: buffer, 14, 2)
            buffer[16] = UInt8(ascii: ":")
            writeDecimal(second % 60, to: buffer, 17, 2)
            buffer[19] = UInt8(ascii: "Z")
            return Self.textLength
        }
    }

    /// The moment so many seconds later (or earlier), or the nearest one that the text can show.
    public func adding(seconds added: Int64) -> Timestamp {
        let (sum, overflow) = seconds.addingReportingOverflow(added)
        return Timestamp(clamping: overflow ? (added < 0 ? .min : .max) : sum)
    }

    /// The moment so many times 24 hours later (or earlier).
    public func adding(days: Int) -> Timestamp { adding(seconds: Int64(days) * 86_400) }

    /// The order in time.
    @inlinable
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }
}

extension Timestamp: CustomStringConvertible {
    /// The text of fixed width.
    public var description: String { text }
}

/// The value of `count` decimal digits at an offset; nil when one of them is not a digit.
func decimal(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int, _ count: Int) -> Int? {
    var value = 0
    for byte in bytes[offset..<offset + count] {
        let digit = byte &- UInt8(ascii: "0")
        guard digit <= 9 else { return nil }
        value = value * 10 + Int(digit)
    }
    return value
}

/// Writes a number with leading zeros.
func writeDecimal(_ value: Int, to buffer: UnsafeMutableBufferPointer<UInt8>, _ offset: Int, _ count: Int) {
    var rest = value
    for index in stride(from: offset + count - 1, through: offset, by: -1) {
        buffer[index] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
    }
}
