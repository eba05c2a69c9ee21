/// Moments as RFC 3339 writes them.
public enum InternetTime {
    /// Seconds since 1970 of a text such as `2026-05-01T00:00:00Z`: a fraction is cut off, an offset applied, and
    /// without one the time is UTC. Nil for what is not a time.
    public static func seconds(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            case let year = number(bytes[0..<4]), year >= 0,
            let date = CivilDate(year: year, month: number(bytes[5..<7]), day: number(bytes[8..<10])),
            case let (hour, minute, second) = (number(bytes[11..<13]), number(bytes[14..<16]), number(bytes[17..<19])),
            0..<24 ~= hour, 0..<60 ~= minute, 0...60 ~= second
        else { return nil }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop(while: isDigit) }
        guard let offset = offset(Array(rest)) else { return nil }
        return Double(date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset)
    }

    /// The text of a moment, in whole seconds and UTC.
    public static func text(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.down))
        let days = (whole >= 0 ? whole : whole - 86_399) / 86_400
        let (date, rest) = (CivilDate(daysSince1970: days), whole - days * 86_400)
        let day = "\(padded(date.year, 4))-\(padded(date.month))-\(padded(date.day))"
        return "\(day)T\(padded(rest / 3600)):\(padded(rest / 60 % 60)):\(padded(rest % 60))Z"
    }

    private static func padded(_ value: Int, _ width: Int = 2) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    /// The number that digits write; -1 when they are not digits.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int {
        digits.reduce(0) { number, byte in
            number < 0 || !isDigit(byte) ? -1 : number * 10 + Int(byte - UInt8(ascii: "0"))
        }
    }

    private static func offset(_ bytes: [UInt8]) -> Int? {
        if bytes.isEmpty || bytes == [UInt8(ascii: "Z")] { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-")
        else { return nil }
        let (hours, minutes) = (number(bytes[1..<3]), number(bytes[4..<6]))
        guard 0..<24 ~= hours, 0..<60 ~= minutes else { return nil }
        return (bytes[0] == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
