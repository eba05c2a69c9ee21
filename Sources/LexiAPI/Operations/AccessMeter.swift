import DynamoModel
import Lexi

/// Counts what the service does with its table, by access pattern; `/metrics` tells it.
///
/// A call costs a look-up and a few additions. Labels are numbers of the registry, operations and error types of DynamoDB,
/// so that their number is bounded.
final class AccessMeter: AccessObserver {
    /// The counts of a pattern.
    private final class Counts: Sendable {
        let pattern: AccessPattern
        /// The pattern's own calls, and the batch gets of what its keys stand for.
        let own = DurationHistogram(AccessMeter.bounds)
        let hydrating = DurationHistogram(AccessMeter.bounds)
        let errors = DynamoDBError.Code.allCases.map { _ in Counter() }
        /// In hundredths.
        let readUnits = Counter()
        let writeUnits = Counter()

        init(_ pattern: AccessPattern) { self.pattern = pattern }

        /// The histograms that have something to tell, with their operations.
        var durations: [(operation: String, histogram: DurationHistogram)] {
            [
                (pattern.operation.apiName, own),
                (AccessPattern.Operation.batchGet.apiName, hydrating),
            ].filter { $0.1.count > 0 }
        }
    }

    /// Upper bounds of the latencies, from an embedded table's to those of a remote one that is retried.
    static let bounds = DurationHistogram.bounds.filter {
        [100, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 1_000_000].contains($0.microseconds)
    }

    private static let places = Dictionary(
        uniqueKeysWithValues: DynamoDBError.Code.allCases.enumerated().map { ($0.element, $0.offset) })

    let consumedCapacity: ReturnConsumedCapacity
    private let counts: [Counts]
    private let byNumber: [String: Counts]

    /// - Parameter countsUnits: whether each call is asked for the units that it takes.
    init(countsUnits: Bool) {
        consumedCapacity = countsUnits ? .total : .none
        counts = AccessPatterns.all.map { Counts($0) }
        byNumber = Dictionary(uniqueKeysWithValues: counts.map { ($0.pattern.number, $0) })
    }

    func observe(_ call: AccessCall) {
        guard let counts = byNumber[call.pattern.number] else { return }
        let isOwn = call.operation == call.pattern.operation
        let (seconds, attoseconds) = call.duration.components
        let microseconds = Int(clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
        (isOwn ? counts.own : counts.hydrating).observe(microseconds: microseconds)
        if let error = call.error, let place = Self.places[error] { counts.errors[place].add() }
        for capacity in call.consumed {
            let units = capacity.total
            if units.read > 0 { counts.readUnits.add(Int((units.read * 100).rounded())) }
            if units.write > 0 { counts.writeUnits.add(Int((units.write * 100).rounded())) }
        }
    }
}

// MARK: - Prometheus' text format

extension AccessMeter {
    /// Adds the lines of the patterns that were used.
    func write(to text: inout String) {
        let used = counts.filter { !$0.durations.isEmpty }
        Metrics.header("lexi_access_pattern_info", "gauge", "What the numbers of the patterns stand for.", &text)
        for counts in used {
            text += "lexi_access_pattern_info{\(Self.label(counts)),name=\"\(counts.pattern.name)\"} 1\n"
        }
        Metrics.header("lexi_access_pattern_calls_total", "counter", "Calls of the table, failed ones too.", &text)
        for counts in used {
            for (operation, histogram) in counts.durations {
                let labels = "\(Self.label(counts)),operation=\"\(operation)\""
                text += "lexi_access_pattern_calls_total{\(labels)} \(histogram.count)\n"
            }
        }
        Metrics.header("lexi_access_pattern_errors_total", "counter", "Calls that the table answered so.", &text)
        for counts in used {
            for (code, counter) in zip(DynamoDBError.Code.allCases, counts.errors) where counter.current > 0 {
                let labels = "\(Self.label(counts)),error=\"\(code.rawValue)\""
                text += "lexi_access_pattern_errors_total{\(labels)} \(counter.current)\n"
            }
        }
        Metrics.header(
            "lexi_access_pattern_duration_seconds", "histogram", "Time of a call, with what the client retried.", &text)
        for counts in used {
            for (operation, histogram) in counts.durations {
                let labels = "\(Self.label(counts)),operation=\"\(operation)\""
                histogram.write("lexi_access_pattern_duration_seconds", labels: labels, to: &text)
            }
        }
        if consumedCapacity != .none { writeUnits(used, to: &text) }
    }

    private func writeUnits(_ used: [Counts], to text: inout String) {
        for (kind, help, units) in [
            ("read", "Read units consumed, indexes too.", \Counts.readUnits),
            ("write", "Write units consumed, indexes too.", \Counts.writeUnits),
        ] {
            let name = "lexi_access_pattern_consumed_\(kind)_units_total"
            Metrics.header(name, "counter", help, &text)
            for counts in used where counts[keyPath: units].current > 0 {
                text += "\(name){\(Self.label(counts))} \(Double(counts[keyPath: units].current) / 100)\n"
            }
        }
    }

    private static func label(_ counts: Counts) -> String { "pattern=\"\(counts.pattern.number)\"" }
}
