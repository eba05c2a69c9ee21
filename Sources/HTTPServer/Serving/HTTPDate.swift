import Glibc

/// The line `Date: … CRLF`, made once a second (RFC 9110, sections 5.6.7 and 6.6.1).
struct HTTPDate {
    private var line: [UInt8] = []
    private var second: time_t = -1
    private var checkedAt = MonotonicTime(nanoseconds: 0)

    mutating func append(to output: inout [UInt8], _ now: MonotonicTime) {
        // The wall clock is read once a turn: within a turn the second seldom changes.
        if now != checkedAt {
            checkedAt = now
            var time = timespec()
            clock_gettime(CLOCK_REALTIME_COARSE, &time)
            if time.tv_sec != second {
                second = time.tv_sec
                line = Array("Date: \(Self.text(second))\r\n".utf8)
            }
        }
        output.append(contentsOf: line)
    }

    /// Such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func text(_ second: time_t) -> String {
        var second = second
        var parts = tm()
        gmtime_r(&second, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
    }
}
