import DynamoModel

/// The samples of a period, added up.
struct MetricPeriod {
    private(set) var sample = MetricSample(sum: 0, count: 0, minimum: .infinity, maximum: -.infinity)
    /// How the values are spread, of the samples that show it.
    private(set) var distribution = MetricDistribution()

    /// As on CloudWatch, samples that were counted without their distribution show percentiles only when all of their
    /// values are equal.
    mutating func add(_ other: MetricSample) {
        sample.add(other)
        if let known = other.distribution {
            distribution = distribution.adding(known)
        } else if other.minimum == other.maximum {
            distribution.add(other.count, in: MetricDistribution.range(of: other.minimum))
        }
    }
}
