import DynamoModel
import Lexi
import Synchronization

/// Counts what the service does with its table, by access pattern, for `/metrics`.
///
/// A call costs a look-up and a few additions. Labels are numbers of the registry, operations and error types of
/// DynamoDB, so that their number is bounded.
final class AccessMeter: AccessObserver {
    /// The counts of a pattern.
    private final class Counts: Sendable {
        let pattern: AccessPattern
        /// The pattern's own calls, and the batch gets of what its keys stand for.
        let own: Calls
        let hydrating = Calls(.batchGet)
        let errors = DynamoDBError.Code.allCases.map { _ in Counter() }
        /// In hundredths.
        let readUnits = Counter()
        let writeUnits = Counter()

        init(_ pattern: AccessPattern) {
            self.pattern = pattern
            own = Calls(pattern.operation)
        }

        func calls(of operation: AccessPattern.Operation) -> Calls {
            operation == pattern.operation ? own : hydrating
        }

        /// The calls that were made, with their labels.
        var calls: [(labels: String, calls: Calls)] {
            [own, hydrating].filter { $0.durations.count > 0 }
                .map { ("\(AccessMeter.label(self)),operation=\"\($0.operation)\"", $0) }
        }
    }

    /// The calls of one operation.
    private final class Calls: Sendable {
        let operation: String
        let durations = DurationHistogram(AccessMeter.bounds)
        let retries = Counter()
        let throttles = Counter()
        /// Calls that were begun.
        let begun = Atomic(0)

        init(_ operation: AccessPattern.Operation) { self.operation = operation.apiName }
    }

    /// Upper bounds of the latencies, from an embedded table's to those of a remote one that is retried.
    static let bounds = DurationHistogram.bounds.filter {
        [100, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 1_000_000].contains($0.microseconds)
    }

    private static let places = Dictionary(
        uniqueKeysWithValues: DynamoDBError.Code.allCases.enumerated().map { ($0.element, $0.offset) })

    /// Calls of a pattern that are asked for their units in any case: what happens seldom is not estimated.
    static let exactCalls = 64
    /// Of how many further calls one is asked for its units on average, which then counts for so many: the number of
    /// values of the bits that ``isSampled(_:)`` tests.
    static let sampledCalls = 16

    let consumedCapacity = ReturnConsumedCapacity.total
    private let countsUnits: Bool
    private let counts: [Counts]
    /// The counts by the patterns' ordinals.
    private let byOrdinal: [Counts?]

    /// - Parameter countsUnits: whether each call is asked for the units that it takes; otherwise some are, and the
    ///   figures are estimates.
    init(countsUnits: Bool) {
        self.countsUnits = countsUnits
        counts = AccessPatterns.all.map { Counts($0) }
        var places = [Counts?](repeating: nil, count: 1 + (counts.map(\.pattern.ordinal).max() ?? -1))
        for count in counts { places[count.pattern.ordinal] = count }
        byOrdinal = places
    }

    func weight(ofNext pattern: AccessPattern, _ operation: AccessPattern.Operation) -> Int {
        guard !countsUnits else { return 1 }
        guard let calls = counts(of: pattern)?.calls(of: operation) else { return 0 }
        let number = calls.begun.wrappingAdd(1, ordering: .relaxed).oldValue
        if number < Self.exactCalls { return 1 }
        return Self.isSampled(number) ? Self.sampledCalls : 0
    }

    /// Whether a call is among those that are asked for their units: by the highest bits of its number times the golden
    /// ratio, since what requests take is often periodic, as pages of a list are.
    private static func isSampled(_ number: Int) -> Bool {
        let mixed = UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15
        return mixed >> 60 == 0
    }

    private func counts(of pattern: AccessPattern) -> Counts? {
        byOrdinal.indices.contains(pattern.ordinal) ? byOrdinal[pattern.ordinal] : nil
    }

    func observe(_ call: AccessCall) {
        guard let counts = counts(of: call.pattern) else { return }
        let (seconds, attoseconds) = call.duration.components
        let microseconds = Int(clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
        let calls = counts.calls(of: call.operation)
        calls.durations.observe(microseconds: microseconds)
        if call.retries > 0 { calls.retries.add(call.retries) }
        if call.throttles > 0 { calls.throttles.add(call.throttles) }
        if let error = call.error, let place = Self.places[error] { counts.errors[place].add() }
        for capacity in call.consumed where call.weight > 0 {
            let units = capacity.total
            if units.read > 0 { counts.readUnits.add(Int((units.read * 100).rounded()) * call.weight) }
            if units.write > 0 { counts.writeUnits.add(Int((units.write * 100).rounded()) * call.weight) }
        }
    }
}

// MARK: - Prometheus' text format

extension AccessMeter {
    /// Adds the lines of the patterns that were used.
    func write(to text: inout String) {
        let used = counts.filter { !$0.calls.isEmpty }
        Metrics.header("lexi_access_pattern_info", "gauge", "What the numbers of the patterns stand for.", &text)
        for counts in used {
            text += "lexi_access_pattern_info{\(Self.label(counts)),name=\"\(counts.pattern.name)\"} 1\n"
        }
        writeCalls(used, to: &text)
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
            for (labels, calls) in counts.calls {
                calls.durations.write("lexi_access_pattern_duration_seconds", labels: labels, to: &text)
            }
        }
        writeUnits(used, to: &text)
    }

    private func writeCalls(_ used: [Counts], to text: inout String) {
        let counters: [(name: String, help: String, value: (Calls) -> Int)] = [
            ("calls", "Calls of the table, failed ones too.", { $0.durations.count }),
            ("retries", "Requests to the table beyond the first of a call.", { $0.retries.current }),
            ("throttles", "Requests that were too much for the table, retried or not.", { $0.throttles.current }),
        ]
        for (kind, help, value) in counters {
            let name = "lexi_access_pattern_\(kind)_total"
            Metrics.header(name, "counter", help, &text)
            for counts in used {
                for (labels, calls) in counts.calls { text += "\(name){\(labels)} \(value(calls))\n" }
            }
        }
    }

    private func writeUnits(_ used: [Counts], to text: inout String) {
        let sample = "lexi_access_pattern_units_sampled_calls"
        let why = "Of how many calls of a pattern one is asked for its units, after the first \(Self.exactCalls)."
        Metrics.header(sample, "gauge", why, &text)
        text += "\(sample) \(countsUnits ? 1 : Self.sampledCalls)\n"
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
