import Synchronization

/// Makes identifiers from a clock and a random source: each later than all that it made before.
///
/// Within one millisecond, and while the clock goes back, the next identifier is the last one plus one, so that they
/// sort in the order of their making.
public final class ULIDGenerator: Sendable {
    private let clock: WallClock
    private let random: RandomSource
    private let last = Mutex(ULID(high: 0, low: 0))

    /// A generator on this clock and this source.
    public init(clock: WallClock, random: RandomSource) {
        self.clock = clock
        self.random = random
    }

    /// The next identifier.
    public func next() -> ULID {
        let now = UInt64(max(0, clock.milliseconds()))
        let fresh = ULID(milliseconds: now, randomHigh: random.next(), randomLow: random.next())
        return last.withLock { last in
            last = fresh.milliseconds > last.milliseconds ? fresh : last.successor
            return last
        }
    }

    /// Like ``next()``, typed so that ids of different entities do not mix.
    public func next<Entity>(_: Entity.Type = Entity.self) -> Identifier<Entity> { Identifier(next()) }
}
