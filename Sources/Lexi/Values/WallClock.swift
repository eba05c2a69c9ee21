import Glibc
import Synchronization

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
    public static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// A clock that stands still until it is told otherwise.
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

/// Random numbers, passed in so that a test can repeat them.
public struct RandomSource: Sendable {
    /// The next 64 random bits.
    public let next: @Sendable () -> UInt64

    /// A source that draws so.
    public init(next: @escaping @Sendable () -> UInt64) { self.next = next }

    /// A random number below `bound`, which is at least 1. The bias of at most bound / 2^64 does not matter here.
    public func below(_ bound: UInt64) -> UInt64 { next().multipliedFullWidth(by: max(1, bound)).high }

    /// The system's source.
    public static let system = RandomSource {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }

    /// The same numbers for the same seed (SplitMix64); for tests and fixtures, not for secrets.
    public static func seeded(_ seed: UInt64) -> RandomSource {
        let counter = SplitMixCounter(seed)
        return RandomSource { counter.next() }
    }
}

private final class SplitMixCounter: Sendable {
    private let state: Atomic<UInt64>

    init(_ seed: UInt64) { state = Atomic(seed) }

    func next() -> UInt64 {
        var value = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
