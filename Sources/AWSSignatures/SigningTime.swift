import CivilTime

/// A moment in the basic format of ISO 8601 that signatures use: `YYYYMMDD'T'HHMMSS'Z'`, in UTC.
public struct SigningTime: Sendable, Hashable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let secondsSince1970: Int

    /// The moment so many seconds after 1970 began in UTC.
    public init(secondsSince1970: Int) { self.secondsSince1970 = secondsSince1970 }

    /// The moment that a text such as `20150830T123600Z` names; nil when it is not in the basic format or no such time
    /// exists.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[4..<6]),
            let day = Self.number(bytes[6..<8]), let hour = Self.number(bytes[9..<11]),
            let minute = Self.number(bytes[11..<13]), let second = Self.number(bytes[13..<15]),
            hour < 24, minute < 60, second < 60, let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        secondsSince1970 = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// `YYYYMMDD'T'HHMMSS'Z'`.
    public var description: String {
        let second = secondsSince1970 - days * 86_400
        return "\(date)T\(Self.padded(second / 3600))\(Self.padded(second / 60 % 60))\(Self.padded(second % 60))Z"
    }

    /// The day, `YYYYMMDD`.
    public var date: String {
        let date = CivilDate(daysSince1970: days)
        return
            "\(Self.padded(date.year / 100))\(Self.padded(date.year % 100))\(Self.padded(date.month))\(Self.padded(date.day))"
    }

    /// The moment so many seconds later.
    public func adding(seconds: Int) -> SigningTime { SigningTime(secondsSince1970: secondsSince1970 + seconds) }

    private var days: Int { floorDivide(secondsSince1970, 86_400) }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }

    private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
