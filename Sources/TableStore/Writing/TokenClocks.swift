import DynamoModel

/// The times of tokens, in milliseconds: those of this process go on from its start by a clock that does not step.
struct TokenClocks {
    private static let lifetime = DynamoLimits.transactionTokenLifetime * 1000

    private let wall: @Sendable () -> Double
    private let steady: @Sendable () -> Double
    private let steadyStart: Double
    /// The first time of this process, later than all those before.
    private let start: Int

    /// - Parameter lastTime: the latest time of an earlier process; nil in a file without tokens.
    init(wall: @escaping @Sendable () -> Double, steady: @escaping @Sendable () -> Double, lastTime: Int?) {
        (self.wall, self.steady) = (wall, steady)
        steadyStart = steady()
        start = max(Self.milliseconds(wall()), (lastTime ?? 0) + 1)
    }

    private static func milliseconds(_ seconds: Double) -> Int { Int(seconds * 1000) }

    /// The time of a token that comes now.
    var now: Int { start + elapsed }

    /// Milliseconds of the steady clock since the process started.
    private var elapsed: Int { Self.milliseconds(steady() - steadyStart) }

    /// Whether a token of this time is ten minutes old.
    func hasExpired(_ time: Int) -> Bool { expired.contains { $0.contains(time) } }

    /// The times of tokens that have expired: of earlier processes, and of this one.
    var expired: [ClosedRange<Int>] {
        guard elapsed >= Self.lifetime else { return [] }
        let before = min(Self.milliseconds(wall()) - Self.lifetime, start - 1)
        return [Int.min...before, start...(now - Self.lifetime)]
    }
}
