import DynamoModel
import Synchronization
import TableStore

/// Contributor Insights: the most used and the most throttled keys of the tables and indexes for which they are on, by
/// minutes of the last hour, in memory: 50 keys a minute.
///
/// Source: DynamoDB's developer guide, "Using CloudWatch Contributor Insights for DynamoDB": the keys of partitions
/// and, where there is a sort key, of items, each with the units that were consumed or the events of throttling.
final class KeyInsights: Sendable {
    /// One of the rules of a table or an index.
    struct Rule: Hashable, Sendable {
        let table: Int
        /// 0 for the table; the place of an index among the table's, from 1.
        let index: Int
        /// Whether it is about items; otherwise about partitions.
        let isOfItems: Bool
        let isOfThrottles: Bool
    }

    /// Keys that are watched in a minute, and minutes that are kept.
    private static let keysPerMinute = 50
    private static let minutes = 60
    /// The most rules that are followed at a time.
    private static let mostRules = 200

    /// What was counted, by rule and minute.
    private let counts = Mutex<[Rule: [Int: FrequentKeys<KeyBytes>]]>([:])
    /// Whether they are on somewhere, so that keys have to be looked at; it stays so until the engine is closed.
    private let isOnSomewhere = Atomic(false)
    private let clock: @Sendable () -> Double

    /// - Parameter clock: the time in seconds since 1970.
    init(clock: @escaping @Sendable () -> Double) { self.clock = clock }

    /// Whether keys have to be looked at.
    var isOn: Bool { isOnSomewhere.load(ordering: .relaxed) }

    /// Insights of a table or an index are on.
    func turnOn() { isOnSomewhere.store(true, ordering: .relaxed) }

    // MARK: Counting

    /// Counts what the uses of a request consumed.
    ///
    /// - Parameter consumed: what was consumed of each table. Of a request of several items each is counted with what
    ///   it takes at least.
    func record(_ uses: [ThroughputUse], _ consumed: [ConsumedCapacity]) {
        for use in uses {
            guard let mode = use.insightsMode, mode != .throttled else { continue }
            let units = uses.count == 1 ? consumed.first.map(use.units(in:)) ?? use.units : use.units
            count(use, isOfThrottles: false, units)
        }
    }

    /// Counts the uses that were refused.
    func recordThrottles(_ uses: [ThroughputUse]) {
        for use in uses where use.insightsMode != nil { count(use, isOfThrottles: true, 1) }
    }

    private func count(_ use: ThroughputUse, isOfThrottles: Bool, _ amount: Double) {
        let minute = Int(clock()) / 60
        counts.withLock { counts in
            for (key, isOfItems) in [(use.partition, false), (use.item, true)] {
                guard let key else { continue }
                let rule = Rule(
                    table: use.table.id, index: use.accessed?.id ?? 0, isOfItems: isOfItems,
                    isOfThrottles: isOfThrottles)
                guard counts.count < Self.mostRules || counts[rule] != nil else { continue }
                if counts[rule]?[minute] == nil {
                    counts[rule] = (counts[rule] ?? [:]).filter { $0.key > minute - Self.minutes }
                }
                counts[rule, default: [:]][minute, default: FrequentKeys(capacity: Self.keysPerMinute)].add(key, amount)
            }
        }
    }

    // MARK: Reading

    /// The keys of a rule in some minutes, by minute.
    func keys(of rule: Rule, _ minutes: Range<Int>) -> [Int: FrequentKeys<KeyBytes>] {
        let oldest = Int(clock()) / 60 - Self.minutes
        return counts.withLock { $0[rule] ?? [:] }.filter { $0.key > oldest && minutes.contains($0.key) }
    }

    /// All that is kept of a rule.
    func keys(of rule: Rule) -> [Int: FrequentKeys<KeyBytes>] {
        let now = Int(clock()) / 60
        return keys(of: rule, now - Self.minutes..<now + 1)
    }
}
