import LexiAPI
import StreamConsumer
import Synchronization

/// What a consumer of a service has done, for `/metrics`.
final class ConsumerFigures: Sendable {
    let name: String
    private let handled = Atomic(0)
    private let failed = Atomic(0)
    private let givenUp = Atomic(0)
    private let missed = Atomic(0)

    init(name: String) { self.name = name }

    /// Counts an event of the consumer.
    func note(_ event: ConsumerEvent) {
        switch event {
        case .handled(_, _, let records): handled.add(records, ordering: .relaxed)
        case .failed: failed.add(1, ordering: .relaxed)
        case .gaveUp(_, let records, _): givenUp.add(records, ordering: .relaxed)
        case .missed: missed.add(1, ordering: .relaxed)
        case .began, .unreadable: break
        }
    }

    /// The figures of consumers, those of one name next to each other.
    static func gauges(of consumers: [ConsumerFigures]) -> [Gauge] {
        func counters(
            _ name: String, _ help: String, _ read: @escaping @Sendable (ConsumerFigures) -> Int
        ) -> [Gauge] {
            consumers.map { figures in
                Gauge(
                    "lexi_stream_consumer_\(name)_total", labels: "consumer=\"\(figures.name)\"", help,
                    isCounter: true
                ) { Double(read(figures)) }
            }
        }
        return counters("records", "Records of streams that were handled, given up ones too.") {
            $0.handled.load(ordering: .relaxed)
        }
            + counters("failures", "Batches that were not handled, or not whole, and come again.") {
                $0.failed.load(ordering: .relaxed)
            }
            + counters("given_up", "Records that were given up.") { $0.givenUp.load(ordering: .relaxed) }
            + counters("missed", "Times that changes were gone before they could be read.") {
                $0.missed.load(ordering: .relaxed)
            }
    }
}
