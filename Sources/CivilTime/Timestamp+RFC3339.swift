extension Timestamp {
    /// Reads a time in any form of RFC 3339, section 5.6, which names a moment: `T` and `Z` in either case, a fraction
    /// of a second, which is cut off, an offset from UTC, and the leap second, which counts as the second after it.
    ///
    /// Nil for anything else, and for moments outside of the years 1 to 9999.
    public init?(rfc3339 text: String) {
        var text = text
        guard let moment = text.withUTF8({ bytes in Self.moment(bytes, colon: true) }) else { return nil }
        self = moment
    }

    /// Reads a time in the extended format of ISO 8601 as other programs write it: as RFC 3339, or with an offset
    /// without its colon. Nil for anything else.
    public init?(iso8601 text: String) {
        var text = text
        let moment = text.withUTF8 { bytes in Self.moment(bytes, colon: true) ?? Self.moment(bytes, colon: false) }
        guard let moment else { return nil }
        self = moment
    }

    /// - Parameter colon: whether an offset has one.
    private static func moment(_ bytes: UnsafeBufferPointer<UInt8>, colon: Bool) -> Timestamp? {
        guard bytes.count >= textLength, bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), let day = LocalDay(bytes: UnsafeBufferPointer(rebasing: bytes[..<10])),
            let hour = decimal(bytes, 11, 2), let minute = decimal(bytes, 14, 2), let second = decimal(bytes, 17, 2),
            hour < 24, minute < 60, second <= 60,
            let offset = offset(UnsafeBufferPointer(rebasing: bytes[endOfFraction(bytes)...]), colon: colon)
        else { return nil }
        let local = Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        let seconds = local - Int64(offset)
        // A leap second is the last second of a day of UTC (RFC 3339, section 5.7).
        guard second < 60 || seconds % 86_400 == 0 else { return nil }
        guard minimum.seconds...maximum.seconds ~= seconds else { return nil }
        return Timestamp(unchecked: seconds)
    }

    /// Where the offset begins, after a fraction of one or more digits.
    private static func endOfFraction(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard bytes[19] == UInt8(ascii: ".") else { return 19 }
        var end = 20
        while end < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[end] { end += 1 }
        return end == 20 ? 19 : end
    }

    /// The seconds that a local time is ahead of UTC: of `Z`, and of `+hh:mm` or `-hh:mm`, or those without the colon.
    private static func offset(_ bytes: UnsafeBufferPointer<UInt8>, colon: Bool) -> Int? {
        if bytes.count == 1, bytes[0] | 0x20 == UInt8(ascii: "z") { return 0 }
        let minute = colon ? 4 : 3
        guard bytes.count == minute + 2, !colon || bytes[3] == UInt8(ascii: ":"), let hours = decimal(bytes, 1, 2),
            let minutes = decimal(bytes, minute, 2), hours < 24, minutes < 60
        else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
        default: return nil
        }
    }
}
