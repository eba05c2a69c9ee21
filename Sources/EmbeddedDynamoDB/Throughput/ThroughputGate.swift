import DynamoModel
import Synchronization
import TableStore

/// Holds requests to the throughput of their tables: it gives out units, and refuses requests when none is left.
///
/// A request takes at first what it needs at least, and what it really took afterwards, when that is known: a table may
/// go into debt by one request, and the next ones wait until it is paid. Updates and removals wait for the units of the
/// table, and what they take of global indexes is settled afterwards.
final class ThroughputGate: Sendable {
    /// A table (index 0) or a global index of it, by the numbers of their storages.
    private struct PartName: Hashable {
        let table: Int
        let index: Int

        init(_ table: TableInfo, _ index: IndexInfo?) {
            self.table = table.id
            self.index = index?.id ?? 0
        }
    }

    /// The most tables and indexes that are watched at a time.
    private static let mostParts = 10_000

    private let parts = Mutex<[PartName: PartThroughput]>([:])
    private let clock: @Sendable () -> Double

    /// - Parameter clock: seconds of a clock that does not step.
    init(clock: @escaping @Sendable () -> Double) { self.clock = clock }

    /// Takes the units of each use that there are enough for.
    ///
    /// - Parameter isWhole: whether nothing is taken unless there are enough for all.
    /// - Returns: for each use why it is refused; nil for those that pass.
    func admit(_ uses: [ThroughputUse], isWhole: Bool) -> [ThroughputRefusal?] {
        let now = clock()
        return parts.withLock { parts in
            var refusals: [ThroughputRefusal?] = []
            for use in uses {
                let refusal = Self.refusal(of: use, &parts, now)
                if refusal == nil { Self.take(use, use.units, &parts, now) }
                refusals.append(refusal)
            }
            guard isWhole, refusals.contains(where: { $0 != nil }) else { return refusals }
            for (use, refusal) in zip(uses, refusals) where refusal == nil { Self.take(use, -use.units, &parts, now) }
            return refusals
        }
    }

    /// Takes what was consumed beyond what the uses took, or gives the difference back.
    func settle(_ uses: [ThroughputUse], _ consumed: [ConsumedCapacity]) {
        let now = clock()
        let only = uses.count == 1 ? uses.first : nil
        parts.withLock { parts in
            for (part, extra) in Self.extras(uses, consumed) {
                for (isWrite, units) in [(false, extra.read), (true, extra.write)] where units != 0 {
                    let partition = only?.isWrite == isWrite && only?.part == part.name ? only?.partition : nil
                    Self.change(part.table, part.index, &parts, now) {
                        $0.take(units, isWrite: isWrite, partition, now)
                    }
                }
            }
        }
    }

    // MARK: Parts

    private struct Part: Hashable {
        let table: TableInfo
        let index: IndexInfo?

        var name: [Int] { [table.id, index?.id ?? 0] }

        static func == (left: Part, right: Part) -> Bool { left.name == right.name }

        func hash(into hasher: inout Hasher) { hasher.combine(name) }
    }

    /// Of each part the units that were consumed and not taken yet.
    private static func extras(_ uses: [ThroughputUse], _ consumed: [ConsumedCapacity]) -> [Part: CapacityUnits] {
        var extras: [Part: CapacityUnits] = [:]
        for use in uses {
            let taken = use.isWrite ? CapacityUnits(write: -use.units) : CapacityUnits(read: -use.units)
            let part = Part(table: use.table, index: use.index)
            extras[part] = (extras[part] ?? CapacityUnits()) + taken
        }
        for capacity in consumed {
            guard let table = uses.first(where: { $0.table.name == capacity.tableName })?.table else { continue }
            let part = Part(table: table, index: nil)
            let own = capacity.localIndexes.values.reduce(capacity.table, +)
            extras[part] = (extras[part] ?? CapacityUnits()) + own
            for (name, units) in capacity.globalIndexes {
                let part = Part(table: table, index: table.index(named: name))
                extras[part] = (extras[part] ?? CapacityUnits()) + units
            }
        }
        return extras
    }

    private static func change<Answer>(
        _ table: TableInfo, _ index: IndexInfo?, _ parts: inout [PartName: PartThroughput], _ now: Double,
        _ body: (inout PartThroughput) -> Answer
    ) -> Answer {
        let name = PartName(table, index)
        let rates = PartThroughput.Rates(table, index)
        if parts.count >= mostParts, parts[name] == nil { parts = [:] }
        parts[name, default: PartThroughput(rates, now)].follow(rates, now)
        return body(&parts[name, default: PartThroughput(rates, now)])
    }

    private static func refusal(
        of use: ThroughputUse, _ parts: inout [PartName: PartThroughput], _ now: Double
    ) -> ThroughputRefusal? {
        let isProvisioned = use.table.definition.billingMode == .provisioned
        func refusal(_ index: IndexInfo?, _ units: Double, _ partition: KeyBytes?) -> ThroughputRefusal? {
            let limit = change(use.table, index, &parts, now) {
                $0.shortage(of: units, isWrite: use.isWrite, partition, isProvisioned: isProvisioned, now)
            }
            return limit.map { limit in
                ThroughputRefusal(
                    tableName: use.table.name, indexName: index?.name, isWrite: use.isWrite,
                    isProvisioned: isProvisioned, limit: limit)
            }
        }
        if let refused = refusal(use.index, use.units, use.partition) { return refused }
        for index in use.writtenIndexes {
            // What the entry takes is known afterwards; a unit is the least.
            if let refused = refusal(index, 1, nil) { return refused }
        }
        return nil
    }

    private static func take(
        _ use: ThroughputUse, _ units: Double, _ parts: inout [PartName: PartThroughput], _ now: Double
    ) {
        change(use.table, use.index, &parts, now) { $0.take(units, isWrite: use.isWrite, use.partition, now) }
    }
}

extension ThroughputUse {
    /// The part whose units it takes.
    fileprivate var part: [Int] { [table.id, index?.id ?? 0] }
}
