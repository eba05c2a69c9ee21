import DynamoModel

/// A statistic that can be asked for.
enum MetricStatistic: Equatable {
    case sampleCount
    case average
    case sum
    case minimum
    case maximum
    /// A percentile, from 0 to 100, as it was asked for.
    case percentile(Double, name: String)

    private static let simple: [String: MetricStatistic] = [
        "SampleCount": .sampleCount, "Average": .average, "Sum": .sum, "Minimum": .minimum, "Maximum": .maximum,
    ]
    /// The most digits after a percentile's point.
    private static let mostDecimals = 10

    /// The simple statistic that has this name; nil when no statistic has it.
    init?(simple name: String) {
        guard let found = Self.simple[name] else { return nil }
        self = found
    }

    /// A percentile, such as `p99` or `p99.9`; nil for anything else: trimmed means and what else there is are not had
    /// here.
    init?(extended name: String) {
        let digits = name.utf8.dropFirst()
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard name.utf8.first == UInt8(ascii: "p"), parts.count <= 2, (1...3).contains(parts[0].count),
            parts.count == 1 || (1...Self.mostDecimals).contains(parts[1].count),
            parts.allSatisfy({ $0.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
            let percent = Double(String(decoding: digits, as: UTF8.self)), percent <= 100
        else { return nil }
        self = .percentile(percent, name: name)
    }

    /// The statistic of some samples; nil where they do not show it.
    func value(of samples: MetricPeriod) -> Double? {
        let sample = samples.sample
        switch self {
        case .sampleCount: return sample.count
        case .average: return sample.count > 0 ? sample.sum / sample.count : 0
        case .sum: return sample.sum
        case .minimum: return sample.minimum
        case .maximum: return sample.maximum
        case .percentile(let percent, _):
            guard sample.minimum <= sample.maximum else { return nil }
            return samples.distribution.percentile(percent, within: sample.minimum...sample.maximum)
        }
    }

    static func unit(of metric: String) -> String {
        switch metric {
        case "SuccessfulRequestLatency": "Milliseconds"
        case "ReturnedBytes": "Bytes"
        default: "Count"
        }
    }
}
