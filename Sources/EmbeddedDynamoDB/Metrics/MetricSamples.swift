import DynamoModel

/// Samples by what they are of.
struct MetricSamples {
    private(set) var all: [MetricIdentity: MetricSample] = [:]

    /// Adds a sample, when there is one.
    mutating func add(_ name: String, _ dimensions: [MetricIdentity.Dimension], _ sample: MetricSample?) {
        if let sample { all.add(sample, to: MetricIdentity(name, dimensions)) }
    }
}
