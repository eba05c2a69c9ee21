/// A metric of CloudWatch: its name in the namespace `AWS/DynamoDB`, and what it is of.
public struct MetricIdentity: Sendable, Hashable {
    /// What a metric is of.
    public struct Dimension: Sendable, Hashable {
        /// Such as `TableName`.
        public let name: String
        /// Such as the table's name.
        public let value: String

        /// A dimension.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Such as `ConsumedReadCapacityUnits`.
    public let name: String
    /// In the order of their names.
    public let dimensions: [Dimension]

    /// A metric.
    public init(_ name: String, _ dimensions: [Dimension]) {
        self.name = name
        self.dimensions = dimensions.sorted { $0.name.compareBytes(with: $1.name) < 0 }
    }
}

/// What was measured in some time.
public struct MetricSample: Sendable, Equatable {
    /// The sum of all values.
    public var sum: Double
    /// How many there were.
    public var count: Double
    /// The least of them.
    public var minimum: Double
    /// The greatest of them.
    public var maximum: Double
    /// How they are spread; nil where that was not counted.
    public var distribution: MetricDistribution?

    /// A single value.
    public init(_ value: Double) { (sum, count, minimum, maximum) = (value, 1, value, value) }

    /// Values that were counted before.
    public init(sum: Double, count: Double, minimum: Double, maximum: Double) {
        (self.sum, self.count, self.minimum, self.maximum) = (sum, count, minimum, maximum)
    }

    /// Takes other values in.
    public mutating func add(_ other: MetricSample) {
        sum += other.sum
        count += other.count
        minimum = Swift.min(minimum, other.minimum)
        maximum = Swift.max(maximum, other.maximum)
        if let other = other.distribution { distribution = distribution?.adding(other) ?? other }
    }
}

/// What has the metrics of tables: a sample of each for every minute in which there was something, for 15 days.
public protocol MetricSource: Sendable {
    /// Reads the samples of some minutes (since 1970).
    ///
    /// - Parameters:
    ///   - metrics: which ones; nil for all.
    ///   - take: called with each sample, its minute and its metric, minute after minute.
    func samples(
        _ minutes: Range<Int>, of metrics: Set<MetricIdentity>?, _ take: (Int, MetricIdentity, MetricSample) -> Void
    ) async throws(DynamoDBError)

    /// Which metrics have a sample in some minute since this one (since 1970).
    func series(since minute: Int) async throws(DynamoDBError) -> Set<MetricIdentity>

    /// What a rule of Contributor Insights found in some minutes (since 1970) of the last hour; nil for one that there
    /// is not.
    func keyReport(rule: String, _ minutes: Range<Int>) -> KeyReport?

    /// Counts a request that was refused before it reached a table.
    func countRefusedRequest()
}
