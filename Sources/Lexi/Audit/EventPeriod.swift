/// Within which time the same event is noted once.
public enum EventPeriod: Sendable, Hashable {
    /// An hour of the clock.
    case hour
    /// A day of UTC.
    case day

    /// The number of the period that a moment lies in.
    func number(at moment: Timestamp) -> Int64 { moment.seconds / (self == .hour ? 3_600 : 86_400) }
}
