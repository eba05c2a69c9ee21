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
