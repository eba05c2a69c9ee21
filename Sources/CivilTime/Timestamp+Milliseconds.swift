extension Timestamp {
    /// The millisecond since 1970 that a time in seconds lies in. A time that names a millisecond is that one, though
    /// no `Double` may be exactly it. Times beyond any that a table can have are brought into range.
    public static func milliseconds(_ seconds: Double) -> Int {
        Int((min(max(seconds, -1e12), 1e12) * 1000 + 0.001).rounded(.down))
    }

    /// `2026-05-02T10:20:30.123`, in UTC, without a zone.
    public static func text(milliseconds: Int) -> String {
        let second = floorDivide(milliseconds, 1000)
        let fraction = String(milliseconds - second * 1000)
        return "\(Timestamp(clamping: second).text.dropLast())."
            + String(repeating: "0", count: 3 - fraction.utf8.count) + fraction
    }
}
