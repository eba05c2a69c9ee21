import CivilTime

/// What a consumer is given from outside.
public struct ConsumerWorld: Sendable {
    /// The time in seconds since 1970.
    public var clock: @Sendable () -> Double
    /// Waits so many seconds; throws when the task is cancelled.
    public var sleep: @Sendable (Double) async throws -> Void
    /// Hears how the consumer goes on; it must be quick.
    public var report: @Sendable (ConsumerEvent) -> Void

    /// The machine's clock.
    public init(
        clock: @escaping @Sendable () -> Double = ConsumerWorld.systemClock,
        sleep: @escaping @Sendable (Double) async throws -> Void = { seconds in
            try await Task.sleep(for: .seconds(seconds))
        },
        report: @escaping @Sendable (ConsumerEvent) -> Void = { _ in }
    ) {
        self.clock = clock
        self.sleep = sleep
        self.report = report
    }

    /// The machine's clock, in seconds since 1970.
    public static let systemClock: @Sendable () -> Double = { MachineClock.secondsSince1970 }
}

/// What happens while a stream is consumed.
public enum ConsumerEvent: Sendable, Equatable {
    /// A stream is consumed from now on.
    case began(streamArn: String)
    /// A shard has been handled up to a sequence number, with so many records that were brought since the last time.
    case handled(shard: String, sequenceNumber: String, records: Int)
    /// The handler failed; the records come again.
    case failed(shard: String, records: Int, reason: String)
    /// Records were given up.
    case gaveUp(shard: String, records: Int, condition: String)
    /// Changes were gone from the stream before they could be read.
    case missed(shard: String)
    /// The stream could not be read for the moment.
    case unreadable(reason: String)
}
