import DynamoModel
import TableStore

/// What watches the operations of an engine. An engine that nothing watches has none, and its operations pay a
/// comparison for that.
struct Instruments: Sendable {
    /// What learns of each operation.
    let observer: OperationObserver?
    /// What counts the operations by minutes.
    let metrics: TableMetrics?
    /// What holds requests to the throughput of their tables.
    let throughput: ThroughputGate?

    /// Nil when nothing watches.
    init?(_ options: StoreOptions, _ observer: OperationObserver?) {
        guard observer != nil || options.keepsMetrics || options.enforcesThroughput else { return nil }
        self.observer = observer
        metrics = options.keepsMetrics ? TableMetrics(clock: options.clock) : nil
        throughput = options.enforcesThroughput ? ThroughputGate(clock: options.steadyClock) : nil
    }

    /// Takes what an operation was and took.
    func record(_ record: OperationRecord) {
        metrics?.record(record)
        observer?(record)
    }

    /// Takes what of a request was refused since its table's throughput is used up.
    func record(_ refusals: [ThroughputRefusal]) {
        guard !refusals.isEmpty else { return }
        metrics?.record(refusals)
    }
}

extension Instruments? {
    /// The options of a store whose expiries are counted, too.
    func watching(_ options: StoreOptions) -> StoreOptions {
        guard let metrics = self?.metrics else { return options }
        var watched = options
        watched.onExpiry = { table, count in
            metrics.recordExpiry(of: table, count)
            options.onExpiry?(table, count)
        }
        return watched
    }
}
