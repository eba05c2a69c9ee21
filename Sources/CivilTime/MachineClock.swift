import Glibc

/// The machine's clocks. Code that decides by the time is given a clock from outside; these are what the program gives.
public enum MachineClock {
    /// Seconds since 1970 began in UTC, by the wall clock: an operator may set it, both ways.
    public static var secondsSince1970: Double {
        let now = read(CLOCK_REALTIME)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    /// Whole milliseconds since 1970 began in UTC, by the wall clock.
    public static var millisecondsSince1970: Int64 {
        let now = read(CLOCK_REALTIME)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }

    /// Seconds since the machine started, sleep included: nobody sets it, and it outlives the process.
    public static var secondsSinceStart: Double {
        let now = read(CLOCK_BOOTTIME)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    /// Nanoseconds of a clock that only goes forward, for measuring spans.
    public static var nanoseconds: UInt64 {
        let now = read(CLOCK_MONOTONIC)
        return UInt64(now.tv_sec) &* 1_000_000_000 &+ UInt64(now.tv_nsec)
    }

    @inline(__always)
    private static func read(_ clock: clockid_t) -> timespec {
        var now = timespec()
        clock_gettime(clock, &now)
        return now
    }
}
