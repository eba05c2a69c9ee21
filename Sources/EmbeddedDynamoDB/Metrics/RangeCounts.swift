import DynamoModel

/// How many values lie in each range of a distribution, from the lowest range that has one to the highest: four bytes
/// for each of these, of which latencies that differ eightfold have 48.
struct RangeCounts: Sendable {
    private var first = 0
    private var counts: ContiguousArray<UInt32> = []

    mutating func add(_ value: Double) {
        let range = MetricDistribution.range(of: value)
        if counts.isEmpty { first = range }
        if range < first {
            counts.insert(contentsOf: repeatElement(0, count: first - range), at: 0)
            first = range
        } else if range >= first + counts.count {
            counts.append(contentsOf: repeatElement(0, count: range - first - counts.count + 1))
        }
        counts[range - first] &+= 1
    }

    var distribution: MetricDistribution {
        var distribution = MetricDistribution()
        for (place, count) in counts.enumerated() where count > 0 {
            distribution.add(Double(count), in: first + place)
        }
        return distribution
    }
}
