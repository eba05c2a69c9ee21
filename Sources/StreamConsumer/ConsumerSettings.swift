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
    /// The most records of a batch.
    public var batchSize = 100
    /// How long it gathers records for a batch that is not full, in seconds.
    public var batchWindow = 0.0
    /// Whether a batch that failed is cut in two, which counts as no retry.
    public var bisects = false
    /// How often a batch is tried again; nil for ever.
    public var retries: Int?
    /// Older records are given up, in seconds; nil for none.
    public var recordAge: Double?
    /// How many batches of a shard are handled at a time. The changes of an item stay in order.
    public var parallel = 1
    /// A record is handled when it matches one of them; all are when there are none.
    public var filters: [FilterPattern] = []

    /// The defaults.
    public init() {}

    /// What ``batchSize`` may be.
    public static let batchSizes = 1...10_000
    /// What ``batchWindow`` may be, in seconds.
    public static let batchWindows = 0...300
    /// What ``retries`` may be.
    public static let retryCounts = 0...10_000
    /// What ``recordAge`` may be, in seconds.
    public static let recordAges = 60...604_800
    /// What ``parallel`` may be.
    public static let lanes = 1...10

    /// The most ``filters``, as of a mapping of Lambda's.
    public static let mostFilters = 5

    /// The most bytes of an event: those of a call of Lambda.
    static let eventBytes = 6 * 1024 * 1024
    /// The most records that are read at a time.
    static let recordsPerRead = 1_000
}
