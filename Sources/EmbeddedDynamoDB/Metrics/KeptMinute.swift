import DynamoModel

/// A minute's samples as they lie in the file: a document whose name is the minute.
///
/// It is read by hand, sample by sample: a decoder would refuse the minute for one sample that it cannot read.
enum KeptMinute {
    /// Digits of a minute: names sort as minutes do.
    private static let digits = 10

    static func name(_ minute: Int) -> String {
        let number = String(max(0, minute))
        return String(repeating: "0", count: max(0, digits - number.utf8.count)) + number
    }

    static func item(_ samples: [MetricIdentity: MetricSample]) -> Item {
        var (entries, distributions): ([AttributeValue], [AttributeValue]) = ([], [])
        for (metric, sample) in samples {
            if let distribution = sample.distribution { distributions.append(value(distribution, of: entries.count)) }
            let numbers = [sample.sum, sample.count, sample.minimum, sample.maximum]
            let words = metric.dimensions.flatMap { [AttributeValue.s($0.name), .s($0.value)] }
            entries.append(.l([.s(metric.name), .l(words), .l(numbers.map { .s("\($0)") })]))
        }
        // Apart from the samples, which programs read that know of no distributions.
        return distributions.isEmpty
            ? ["samples": .l(entries)] : ["samples": .l(entries), "distributions": .l(distributions)]
    }

    /// A distribution as numbers: the place of its sample, then ranges and their counts, in turn.
    private static func value(_ distribution: MetricDistribution, of place: Int) -> AttributeValue {
        let counts = distribution.counts.sorted { $0.key < $1.key }
        return .l([.int(place)] + counts.flatMap { [.int($0.key), .int(Int(exactly: $0.value) ?? 0)] })
    }

    private static func distributions(_ item: Item) -> [Int: MetricDistribution] {
        var found: [Int: MetricDistribution] = [:]
        for entry in item["distributions"]?.list ?? [] {
            let numbers = (entry.list ?? []).compactMap(\.int)
            guard let place = numbers.first else { continue }
            var counts: [Int: Double] = [:]
            for index in stride(from: 1, to: numbers.count - 1, by: 2) {
                counts[numbers[index]] = Double(numbers[index + 1])
            }
            found[place] = MetricDistribution(counts: counts)
        }
        return found
    }

    /// The samples of some metrics, of all when none are named. What cannot be read is left out: a figure less is no
    /// reason to refuse the others.
    static func samples(
        _ item: Item, of metrics: Set<MetricIdentity>?
    ) -> [(metric: MetricIdentity, sample: MetricSample)] {
        let names = metrics.map { Set($0.map(\.name)) }
        let distributions = distributions(item)
        return (item["samples"]?.list ?? []).enumerated().compactMap { place, entry in
            guard let parts = entry.list, parts.count == 3, let name = parts[0].string, names?.contains(name) ?? true,
                let words = parts[1].list?.compactMap(\.string), var sample = sample(parts[2])
            else { return nil }
            let dimensions = stride(from: 0, to: words.count - 1, by: 2).map {
                MetricIdentity.Dimension(words[$0], words[$0 + 1])
            }
            let metric = MetricIdentity(name, dimensions)
            guard metrics?.contains(metric) ?? true else { return nil }
            sample.distribution = distributions[place]
            return (metric, sample)
        }
    }

    private static func sample(_ value: AttributeValue) -> MetricSample? {
        let numbers = (value.list ?? []).compactMap { $0.string.flatMap { Double($0) } }
        guard numbers.count == 4 else { return nil }
        return MetricSample(sum: numbers[0], count: numbers[1], minimum: numbers[2], maximum: numbers[3])
    }
}
