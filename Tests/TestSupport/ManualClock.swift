import Lexi
import Synchronization

/// A clock that stands still until it is moved.
public final class ManualClock: Sendable {
    private let current: Atomic<Int64>

    /// A clock that shows this time.
    public init(_ start: Timestamp) { current = Atomic(start.seconds * 1000) }

    /// Moves the clock by seconds, forwards or back.
    public func advance(seconds: Int64) { current.add(seconds * 1000, ordering: .relaxed) }
    /// Moves the clock to a time.
    public func set(_ time: Timestamp) { current.store(time.seconds * 1000, ordering: .relaxed) }
    /// The clock to pass in.
    public var clock: WallClock { WallClock { self.current.load(ordering: .relaxed) } }
}
