import Synchronization

/// Keeps calls from waiting for an endpoint that cannot be reached.
///
/// So many calls in a row without any answer open it; calls then fail at once. After a pause one call is let through: an answer,
/// whatever it says, closes the breaker, none keeps it open for twice as long.
public final class CircuitBreaker: Sendable {
    /// What a try says of the endpoint.
    enum Finding {
        /// It answered.
        case reached
        /// It did not.
        case notReached
        /// The try did not get that far.
        case nothing
    }

    private struct State {
        var failures = 0
        var opened = 0
        var openUntil: Duration?
        var isProbing = false
    }

    /// The longest pause is so many times the first.
    private static let longestPause = 32

    private let threshold: Int
    private let pause: Duration
    private let state = Mutex(State())

    init(threshold: Int, pause: Duration) {
        self.threshold = max(1, threshold)
        self.pause = pause
    }

    /// Whether calls are let through.
    public var isOpen: Bool { state.withLock { $0.openUntil != nil } }

    /// Whether a call may be tried. One that may must be followed by ``record(_:now:)``.
    func admits(now: Duration) -> Bool {
        state.withLock { state in
            guard let until = state.openUntil else { return true }
            guard now >= until, !state.isProbing else { return false }
            state.isProbing = true
            return true
        }
    }

    /// Notes what a try found.
    ///
    /// - Returns: whether the breaker opened (true) or closed (false); nil when it stays as it was.
    func record(_ finding: Finding, now: Duration) -> Bool? {
        state.withLock { state in
            switch finding {
            case .nothing:
                state.isProbing = false
                return nil
            case .reached:
                let wasOpen = state.openUntil != nil
                state = State()
                return wasOpen ? false : nil
            case .notReached:
                state.failures += 1
                guard state.isProbing || (state.openUntil == nil && state.failures >= threshold) else { return nil }
                let isNew = state.openUntil == nil
                state.openUntil = now + pause * min(Self.longestPause, 1 << min(state.opened, 10))
                state.opened += 1
                state.isProbing = false
                return isNew ? true : nil
            }
        }
    }
}
