import CivilTime
import Glibc
import HTTPText

/// The line `Date: … CRLF`, made once a second (RFC 9110, section 6.6.1).
struct DateLine {
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
                line = Array("Date: \(Timestamp(clamping: second).httpDate)\r\n".utf8)
            }
        }
        output.append(contentsOf: line)
    }
}
