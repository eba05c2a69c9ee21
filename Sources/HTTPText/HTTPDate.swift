import CivilTime

extension Timestamp {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let httpDateLength = 29

    /// The one form of dates that is sent, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
    public var httpDate: String {
        let number = LocalDay(utc: self).number
        let (date, time) = (CivilDate(daysSince1970: number), text.utf8.dropFirst(11).dropLast())
        // The first of January 1970 was a Thursday.
        let day = Self.days[number - floorDivide(number, 7) * 7]
        return "\(day), \(date.day < 10 ? "0" : "")\(date.day) \(Self.months[date.month - 1]) "
            + "\(text.prefix(4)) \(Substring(time)) GMT"
    }

    /// Reads ``httpDate``; nil for other forms, and for what no calendar has. The name of the day is not checked.
    public init?(httpDate text: ArraySlice<UInt8>) {
        let bytes = Array(text)
        func number(_ range: Range<Int>) -> Int? { bytes[range].decimal }
        guard bytes.count == Self.httpDateLength, bytes[3..<5].elementsEqual(", ".utf8),
            bytes[26...].elementsEqual("GMT".utf8), [7, 11, 16, 25].allSatisfy({ bytes[$0] == ByteClass.space }),
            bytes[19] == UInt8(ascii: ":"), bytes[22] == UInt8(ascii: ":"),
            let month = Self.months.firstIndex(where: { bytes[8..<11].elementsEqual($0.utf8) }),
            let year = number(12..<16), let day = number(5..<7), let hour = number(17..<19),
            let minute = number(20..<22), let second = number(23..<25), hour < 24, minute < 60, second < 60,
            let date = LocalDay(year: year, month: month + 1, day: day)
        else { return nil }
        self.init(clamping: date.number * secondsOfDay + hour * 3600 + minute * 60 + second)
    }
}
