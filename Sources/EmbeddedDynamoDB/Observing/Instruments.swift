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
    /// What counts the keys of tables whose Contributor Insights are on; it goes with the metrics.
    let insights: KeyInsights?

    /// Nil without an observer, metrics and limits: operations are then carried out at once.
    init?(_ options: StoreOptions, _ observer: OperationObserver?) {
        guard observer != nil || options.keepsMetrics || options.enforcesThroughput else { return nil }
        self.observer = observer
        metrics = options.keepsMetrics ? TableMetrics(clock: options.clock) : nil
        throughput = options.enforcesThroughput ? ThroughputGate(clock: options.steadyClock) : nil
        insights = options.keepsMetrics ? KeyInsights(clock: options.clock) : nil
    }

    /// Takes what an operation was and took.
    func record(_ record: OperationRecord) {
        metrics?.record(record)
        observer?(record)
    }

    // MARK: Uses

    /// Whether it matters what a request is about to use.
    var wantsUses: Bool { throughput != nil || insights?.isOn == true }

    /// Takes the units that there are enough for, and counts what is refused.
    ///
    /// - Returns: for each use why it is refused; nil for those that pass, which are all when nothing limits them.
    func admit(_ uses: [ThroughputUse], isWhole: Bool) -> [ThroughputRefusal?] {
        guard let throughput else { return Array(repeating: nil, count: uses.count) }
        let refusals = throughput.admit(uses, isWhole: isWhole)
        let refused = zip(uses, refusals).compactMap { use, refusal in refusal.map { (use, $0) } }
        if !refused.isEmpty {
            metrics?.record(refused.map(\.1))
            insights?.recordThrottles(refused.map(\.0))
        }
        return refusals
    }

    func pass(_ uses: [ThroughputUse]) -> GatePass {
        GatePass(gate: throughput, insights: insights?.isOn == true ? insights : nil, uses: uses)
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
