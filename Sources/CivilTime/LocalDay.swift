/// A calendar day, from year 1 to year 9999: what a wall calendar shows, in whatever time zone.
///
/// Its text is `yyyy-mm-dd`, so that texts sort as the days do.
public struct LocalDay: Sendable, Hashable, Comparable {
    /// The length of the text.
    public static let textLength = 10
    /// The first day.
    public static let minimum = LocalDay(number: -719_162)
    /// The last day.
    public static let maximum = LocalDay(number: 2_932_896)

    /// Days since 1970-01-01.
    public let number: Int

    init(number: Int) { self.number = number }

    /// The day so many days after 1970-01-01, or the nearest that the text can show.
    public init(clamping number: Int) {
        self.number = Swift.min(Swift.max(number, Self.minimum.number), Self.maximum.number)
    }

    /// The day in UTC.
    public init(utc moment: Timestamp) {
        number = floorDivide(Int(moment.seconds), secondsOfDay)
    }

    /// The day of the Gregorian calendar, nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard 1...9999 ~= year, let date = CivilDate(year: year, month: month, day: day) else { return nil }
        number = date.daysSince1970
    }

    init?(bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == Self.textLength, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = decimal(bytes, 0, 4), let month = decimal(bytes, 5, 2), let day = decimal(bytes, 8, 2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Reads exactly `yyyy-mm-dd`; nil for anything else, also for a day that no month has.
    public init?(_ text: String) {
        var text = text
        guard let day = text.withUTF8({ LocalDay(bytes: $0) }) else { return nil }
        self = day
    }

    /// The text `yyyy-mm-dd`.
    public var text: String {
        String(unsafeUninitializedCapacity: Self.textLength) { buffer in
            write(to: buffer)
            return Self.textLength
        }
    }

    /// The day so many days later (or earlier), or the nearest that the text can show.
    public func adding(days: Int) -> LocalDay { LocalDay(clamping: number + days) }

    /// The order of the days.
    public static func < (left: LocalDay, right: LocalDay) -> Bool { left.number < right.number }

    /// Year, month and day of the Gregorian calendar.
    public var civil: CivilDate { CivilDate(daysSince1970: number) }

    func write(to buffer: UnsafeMutableBufferPointer<UInt8>) {
        let date = civil
        writeDecimal(date.year, to: buffer, 0, 4)
        buffer[4] = UInt8(ascii: "-")
        writeDecimal(date.month, to: buffer, 5, 2)
        buffer[7] = UInt8(ascii: "-")
        writeDecimal(date.day, to: buffer, 8, 2)
    }
}

extension LocalDay: CustomStringConvertible {
    /// The text `yyyy-mm-dd`.
    public var description: String { text }
}
