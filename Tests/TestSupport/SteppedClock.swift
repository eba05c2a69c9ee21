import Synchronization

/// A clock that stands still until a test moves it.
public final class SteppedClock: Sendable {
    private let time: Mutex<Double>

    /// A clock that shows `start`, in seconds since 1970.
    public init(_ start: Double = 1_777_717_800) { time = Mutex(start) }

    /// What the clock shows, in seconds since 1970.
    public var now: Double { time.withLock { $0 } }

    /// Moves the clock by some seconds.
    public func advance(by seconds: Double) { time.withLock { $0 += seconds } }
}
