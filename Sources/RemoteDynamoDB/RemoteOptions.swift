import CivilTime

/// How a ``RemoteTable`` deals with a network and a service that fail.
///
/// The defaults follow the "standard" retry mode of AWS's SDKs and their settings for DynamoDB (AWS SDKs and Tools
/// Reference Guide, "Retry behavior").
public struct RemoteOptions: Sendable {
    /// How long a call may take: waiting for a connection, all tries, the pauses between them.
    public var deadline: Duration = .seconds(10)
    /// How long one try may take.
    public var attemptTimeout: Duration = .seconds(3)
    /// How often a call is tried, the first time included. It is ``deadline``, the pauses and ``retryTokens`` that end
    /// the tries: this many are never reached with the defaults.
    public var maximumAttempts = 100
    /// The upper bound of the first pause; each further pause has twice the bound of the one before.
    public var backoffBase: Duration = .milliseconds(25)
    /// The highest bound of a pause. Small compared with ``deadline``, so that a call's last try is not long before it.
    public var backoffCap: Duration = .seconds(2)
    /// What all calls together may spend on retries: see ``RetryBudget``.
    public var retryTokens = 500
    /// So many tries in a row that do not reach the endpoint open the circuit breaker: see ``CircuitBreaker``.
    public var breakerThreshold = 5
    /// How long an open breaker waits before it lets a call through to see whether the endpoint is back.
    public var breakerPause: Duration = .seconds(1)
    /// The connections of an endpoint without encryption; of one with encryption, their number and the body's limit.
    public var connections = ConnectionLimits()

    /// The defaults, which suit a service whose callers wait.
    public init() {}

    /// For moving whole tables, where a request may be large and the way long, and nobody waits for a single one. An
    /// endpoint that is gone for longer than some ten seconds ends the work, which can be continued; there are no
    /// other calls to spare for it.
    public static var bulk: RemoteOptions {
        var options = RemoteOptions()
        options.deadline = .seconds(180)
        options.attemptTimeout = .seconds(60)
        options.maximumAttempts = 12
        options.backoffCap = .seconds(5)
        options.breakerThreshold = .max
        return options
    }
}

/// What of the world a ``RemoteTable`` depends on, so that tests can stand in for it.
public struct RemoteSurroundings: Sendable {
    /// A clock that never jumps, from any start.
    public var monotonic: @Sendable () -> Duration
    /// Seconds since 1970, for signatures.
    public var wallClock: @Sendable () -> Int
    /// Waits; ends early when the task is cancelled.
    public var sleep: @Sendable (Duration) async -> Void
    /// A random number from 0 to below 1.
    public var random: @Sendable () -> Double

    /// The machine's clocks and random source.
    public init() {
        monotonic = { SocketLoop.now() }
        wallClock = { Int(MachineClock.secondsSince1970) }
        sleep = { try? await Task.sleep(for: $0) }
        random = { Double.random(in: 0..<1) }
    }
}
