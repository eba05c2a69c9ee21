/// How a consumer reads a stream and calls its handler: the settings of Lambda's event source mapping, with its limits
/// and defaults.
///
/// Source: Lambda's API reference, `CreateEventSourceMapping`.
public struct ConsumerSettings: Sendable, Equatable {
    /// Where a consumer without a checkpoint begins.
    public enum StartingPosition: String, Sendable, CaseIterable {
        /// With the oldest change that the stream still shows.
        case trimHorizon = "TRIM_HORIZON"
        /// With the next change.
        case latest = "LATEST"
    }

    /// Where it begins without a checkpoint.
    public var startingPosition = StartingPosition.latest
    /// The most records of a batch, 1 to 10,000.
    public var batchSize = 100
    /// How long it gathers records for a batch that is not full, in seconds, 0 to 300.
    public var batchWindow = 0.0
    /// Whether a batch that failed is cut in two, which counts as no retry.
    public var bisects = false
    /// How often a batch is tried again, 0 to 10,000; nil for ever.
    public var retries: Int?
    /// Older records are given up, in seconds, 60 to 604,800; nil for none.
    public var recordAge: Double?
    /// How many batches of a shard are handled at a time, 1 to 10. The changes of an item stay in order.
    public var parallel = 1
    /// A record is handled when it matches one of them; all are when there are none.
    public var filters: [FilterPattern] = []

    /// The defaults.
    public init() {}

    /// The most bytes of an event: those of a call of Lambda.
    static let eventBytes = 6 * 1024 * 1024
    /// The most records that are read at a time.
    static let recordsPerRead = 1_000
}
