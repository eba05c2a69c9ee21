import Synchronization

/// Keeps calls from waiting for an endpoint that cannot be reached.
///
/// So many calls in a row without any answer open it; calls then fail at once. After a pause one call is let through:
/// an answer, whatever it says, closes the breaker, none keeps it open for twice as long.
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

    /// As what a call was let through.
    struct Pass: Sendable, Equatable {
        /// The probe's number; nil for a call that went while the breaker was closed.
        fileprivate let probe: Int?
    }

    private struct State {
        var failures = 0
        var opened = 0
        var openUntil: Duration?
        /// The probe that is under way.
        var probe: Int?
        var probes = 0

        mutating func close() {
            failures = 0
            opened = 0
            openUntil = nil
            probe = nil
        }
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

    /// Lets a call through, which must be followed by ``record(_:of:now:)``; nil when it may not be tried.
    func admit(now: Duration) -> Pass? {
        state.withLock { state in
            guard let until = state.openUntil else { return Pass(probe: nil) }
            guard now >= until, state.probe == nil else { return nil }
            state.probes += 1
            state.probe = state.probes
            return Pass(probe: state.probe)
        }
    }

    /// Notes what a try found. While the breaker is open, only the probe's own failure counts: calls that went before
    /// may still be failing.
    ///
    /// - Returns: whether the breaker opened (true) or closed (false); nil when it stays as it was.
    func record(_ finding: Finding, of pass: Pass, now: Duration) -> Bool? {
        state.withLock { state in
            let isProbe = pass.probe != nil && pass.probe == state.probe
            switch finding {
            case .nothing:
                if isProbe { state.probe = nil }
                return nil
            case .reached:
                let wasOpen = state.openUntil != nil
                state.close()
                return wasOpen ? false : nil
            case .notReached:
                let isNew = state.openUntil == nil
                if isNew { state.failures += 1 }
                guard isProbe || (isNew && state.failures >= threshold) else { return nil }
                state.openUntil = now + pause * min(Self.longestPause, 1 << min(state.opened, 10))
                state.opened += 1
                state.probe = nil
                return isNew ? true : nil
            }
        }
    }
}
