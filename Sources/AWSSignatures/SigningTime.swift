/// A moment in the basic format of ISO 8601 that signatures use: `YYYYMMDD'T'HHMMSS'Z'`, in UTC.
public struct SigningTime: Sendable, Hashable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let secondsSince1970: Int

    /// The moment so many seconds after 1970 began in UTC.
    public init(secondsSince1970: Int) { self.secondsSince1970 = secondsSince1970 }

    /// The moment that a text such as `20150830T123600Z` names; nil when it is not in the basic format or no such time exists.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[4..<6]),
            let day = Self.number(bytes[6..<8]), let hour = Self.number(bytes[9..<11]),
            let minute = Self.number(bytes[11..<13]), let second = Self.number(bytes[13..<15]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        guard Self.civil(days: days) == (year, month, day) else { return nil }
        secondsSince1970 = days * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// `YYYYMMDD'T'HHMMSS'Z'`.
    public var description: String {
        let second = secondsSince1970 - days * 86_400
        return "\(date)T\(Self.padded(second / 3600))\(Self.padded(second / 60 % 60))\(Self.padded(second % 60))Z"
    }

    /// The day, `YYYYMMDD`.
    public var date: String {
        let (year, month, day) = Self.civil(days: days)
        return "\(Self.padded(year / 100))\(Self.padded(year % 100))\(Self.padded(month))\(Self.padded(day))"
    }

    /// The moment so many seconds later.
    public func adding(seconds: Int) -> SigningTime { SigningTime(secondsSince1970: secondsSince1970 + seconds) }

    private var days: Int { Self.floorDivide(secondsSince1970, 86_400) }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }

    private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    // The proleptic Gregorian calendar in days since 1970, counted in eras of 400 years that begin on 1 March
    // (H. Hinnant, "chrono-compatible low-level date algorithms").
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
    }
}
