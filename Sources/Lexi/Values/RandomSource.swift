import Synchronization

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
