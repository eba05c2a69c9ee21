import DynamoModel

/// A minute's samples as they lie in the file: a document whose name is the minute.
enum KeptMinute {
    /// Digits of a minute: names sort as minutes do.
    private static let digits = 10

    static func name(_ minute: Int) -> String {
        let number = String(max(0, minute))
        return String(repeating: "0", count: max(0, digits - number.utf8.count)) + number
    }

    static func item(_ samples: [MetricIdentity: MetricSample]) -> Item {
        let entries = samples.map { metric, sample -> AttributeValue in
            let words = metric.dimensions.flatMap { [AttributeValue.s($0.name), .s($0.value)] }
            let numbers = [sample.sum, sample.count, sample.minimum, sample.maximum]
            return .l([.s(metric.name), .l(words), .l(numbers.map { .s("\($0)") })])
        }
        return ["samples": .l(entries)]
    }

    /// The samples of some metrics, of all when none are named. What cannot be read is left out: a figure less is no
    /// reason to refuse the others.
    static func samples(
        _ item: Item, of metrics: Set<MetricIdentity>?
    ) -> [(metric: MetricIdentity, sample: MetricSample)] {
        let names = metrics.map { Set($0.map(\.name)) }
        return (item["samples"]?.list ?? []).compactMap { entry in
            guard let parts = entry.list, parts.count == 3, let name = parts[0].string, names?.contains(name) ?? true,
                let words = parts[1].list?.compactMap(\.string), let sample = sample(parts[2])
            else { return nil }
            let dimensions = stride(from: 0, to: words.count - 1, by: 2).map {
                MetricIdentity.Dimension(words[$0], words[$0 + 1])
            }
            let metric = MetricIdentity(name, dimensions)
            return metrics?.contains(metric) ?? true ? (metric, sample) : nil
        }
    }

    private static func sample(_ value: AttributeValue) -> MetricSample? {
        let numbers = (value.list ?? []).compactMap { $0.string.flatMap { Double($0) } }
        guard numbers.count == 4 else { return nil }
        return MetricSample(sum: numbers[0], count: numbers[1], minimum: numbers[2], maximum: numbers[3])
    }
}
