import CivilTime

/// A point on the machine's monotonic clock (`CLOCK_MONOTONIC`), in nanoseconds: it measures spans and never jumps.
public struct MonotonicTime: Sendable, Hashable, Comparable {
    /// Nanoseconds since an unspecified start.
    public let nanoseconds: UInt64

    /// A point so late that it is never reached.
    public static let never = MonotonicTime(nanoseconds: .max)

    /// The point at `nanoseconds` on the clock.
    public init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// The clock's reading now.
    public static var now: MonotonicTime { MonotonicTime(nanoseconds: MachineClock.nanoseconds) }

    /// Which of two points is earlier.
    public static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The point `duration` later; stops at `never`, and a negative duration counts as none.
    public static func + (time: MonotonicTime, duration: Duration) -> MonotonicTime {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return time }
        guard seconds < 9_000_000_000 else { return .never }
        let span = UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
        let (sum, overflow) = time.nanoseconds.addingReportingOverflow(span)
        return MonotonicTime(nanoseconds: overflow ? .max : sum)
    }

    /// The time from `start` to here, zero when `start` is later.
    public func elapsed(since start: MonotonicTime) -> Duration {
        .nanoseconds(Int64(clamping: nanoseconds > start.nanoseconds ? nanoseconds - start.nanoseconds : 0))
    }
}
