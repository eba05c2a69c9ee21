/// How long things took, in buckets with fixed bounds.
final class DurationHistogram: Sendable {
    /// Upper bounds in microseconds, and how Prometheus spells them in seconds.
    static let bounds: [(microseconds: Int, label: String)] = [
        (100, "0.0001"), (250, "0.00025"), (500, "0.0005"), (1_000, "0.001"), (2_500, "0.0025"), (5_000, "0.005"),
        (10_000, "0.01"), (25_000, "0.025"), (50_000, "0.05"), (100_000, "0.1"), (250_000, "0.25"), (500_000, "0.5"),
        (1_000_000, "1"), (2_500_000, "2.5"), (5_000_000, "5"), (10_000_000, "10"),
    ]

    private let bounds: [(microseconds: Int, label: String)]
    /// One bucket for each bound and one beyond.
    private let buckets: [Counter]
    private let sum = Counter()

    /// - Parameter bounds: some of ``bounds``, in their order.
    init(_ bounds: [(microseconds: Int, label: String)] = DurationHistogram.bounds) {
        self.bounds = bounds
        buckets = (0...bounds.count).map { _ in Counter() }
    }

    /// How many were observed.
    var count: Int { buckets.reduce(0) { $0 + $1.current } }

    func observe(microseconds: Int) {
        var index = 0
        while index < bounds.count, microseconds > bounds[index].microseconds { index &+= 1 }
        buckets[index].add()
        sum.add(microseconds)
    }

    /// Adds the lines of this histogram (Prometheus text format), with these labels, to a text.
    func write(_ name: String, labels: String, to text: inout String) {
        var total = 0
        for (index, bound) in bounds.enumerated() {
            total += buckets[index].current
            text += "\(name)_bucket{\(labels),le=\"\(bound.label)\"} \(total)\n"
        }
        total += buckets[bounds.count].current
        text += "\(name)_bucket{\(labels),le=\"+Inf\"} \(total)\n"
        text += "\(name)_sum{\(labels)} \(Double(sum.current) / 1_000_000)\n"
        text += "\(name)_count{\(labels)} \(total)\n"
    }
}
