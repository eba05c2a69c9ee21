import CivilTime

/// Dates in the one form that is sent, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
public enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let length = 29
    private static let secondsOfDay = 86_400

    /// The text of a moment.
    ///
    /// - Parameter seconds: since 1970 began in UTC; of the years 0 to 9999.
    public static func text(_ seconds: Int) -> String {
        let number = floorDivide(seconds, secondsOfDay)
        let second = seconds - number * secondsOfDay
        let date = CivilDate(daysSince1970: number)
        // The first of January 1970 was a Thursday.
        let day = days[number - floorDivide(number, 7) * 7]
        return "\(day), \(digits(date.day, 2)) \(months[date.month - 1]) \(digits(date.year, 4)) "
            + "\(digits(second / 3600, 2)):\(digits(second / 60 % 60, 2)):\(digits(second % 60, 2)) GMT"
    }

    /// The moment of a text, in seconds since 1970 began in UTC; nil for other forms, and for what no calendar has. The
    /// name of the day is not looked at.
    public static func seconds(_ text: ArraySlice<UInt8>) -> Int? {
        let bytes = Array(text)
        func number(_ range: Range<Int>) -> Int? { bytes[range].decimal }
        guard bytes.count == length, bytes[3..<5].elementsEqual(", ".utf8), bytes[26...].elementsEqual("GMT".utf8),
            [7, 11, 16, 25].allSatisfy({ bytes[$0] == ByteClass.space }),
            bytes[19] == UInt8(ascii: ":"), bytes[22] == UInt8(ascii: ":"),
            let month = months.firstIndex(where: { bytes[8..<11].elementsEqual($0.utf8) }),
            let year = number(12..<16), let day = number(5..<7), let hour = number(17..<19),
            let minute = number(20..<22), let second = number(23..<25), hour < 24, minute < 60, second < 60,
            let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        return date.daysSince1970 * secondsOfDay + hour * 3600 + minute * 60 + second
    }

    private static func digits(_ value: Int, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}
