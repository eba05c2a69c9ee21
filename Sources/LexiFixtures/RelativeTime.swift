import Lexi

/// A time of the fixtures, counted from the day of loading: `-12d 08:15:00` is twelve days before it, at 08:15:00 UTC.
///
/// Streaks stay alive and cards due that way, whenever the fixtures are loaded.
struct RelativeTime: Sendable, Hashable {
    /// Days after the day of loading; before it when negative.
    let days: Int
    /// Seconds after midnight, UTC.
    let secondOfDay: Int

    private static let largestDays = 100_000

    /// Reads a sign, days, `d `, `hh:mm:ss`; nil for anything else.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+"),
            let mark = bytes.firstIndex(of: UInt8(ascii: "d")), mark > 1, bytes.count == mark + 10,
            bytes[mark + 1] == UInt8(ascii: " "), bytes[mark + 4] == UInt8(ascii: ":"),
            bytes[mark + 7] == UInt8(ascii: ":"), let days = Self.decimal(bytes[1..<mark]),
            let hours = Self.decimal(bytes[(mark + 2)..<(mark + 4)]), hours < 24,
            let minutes = Self.decimal(bytes[(mark + 5)..<(mark + 7)]), minutes < 60,
            let seconds = Self.decimal(bytes[(mark + 8)...]), seconds < 60
        else { return nil }
        self.days = sign == UInt8(ascii: "-") ? -days : days
        self.secondOfDay = hours * 3600 + minutes * 60 + seconds
    }

    /// The moment, when the fixtures are loaded on this day.
    func moment(loadedOn day: LocalDay) -> Timestamp {
        Timestamp(clamping: Int64(day.number + days) * 86_400 + Int64(secondOfDay))
    }

    private static func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for byte in digits {
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9, value < largestDays else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
