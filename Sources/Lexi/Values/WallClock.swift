// Moments and days are values of the domain: code that imports Lexi has them.
@_exported import CivilTime

/// The time of day, passed in so that a test can step it.
public struct WallClock: Sendable {
    /// Milliseconds since 1970, UTC.
    public let milliseconds: @Sendable () -> Int64

    /// A clock that reads so.
    public init(milliseconds: @escaping @Sendable () -> Int64) { self.milliseconds = milliseconds }

    /// The current time in whole seconds.
    public var now: Timestamp {
        Timestamp(clamping: floorDivide(Int(milliseconds()), 1000))
    }

    /// The machine's clock.
    public static let system = WallClock { MachineClock.millisecondsSince1970 }
}
