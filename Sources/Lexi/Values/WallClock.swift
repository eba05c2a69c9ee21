import CivilTime

/// The time of day, passed in so that a test can step it.
public struct WallClock: Sendable {
    /// Milliseconds since 1970, UTC.
    public let milliseconds: @Sendable () -> Int64

    /// A clock that reads so.
    public init(milliseconds: @escaping @Sendable () -> Int64) { self.milliseconds = milliseconds }

    /// The current time in whole seconds.
    public var now: Timestamp {
        let value = milliseconds()
        return Timestamp(clamping: value >= 0 ? value / 1000 : (value - 999) / 1000)
    }

    /// The machine's clock.
    public static let system = WallClock { MachineClock.millisecondsSince1970 }
}
