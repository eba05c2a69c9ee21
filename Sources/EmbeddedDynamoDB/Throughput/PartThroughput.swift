import DynamoModel
import TableStore

/// What a table or a global index can give: its own units, and those of each partition.
///
/// Source: DynamoDB's developer guide, "Burst and adaptive capacity": unused capacity is kept for 300 seconds; a
/// partition key gets at most 3,000 read units and 1,000 write units a second.
struct PartThroughput: Sendable {
    /// Units a second; nil for as many as wished.
    struct Rates: Sendable, Equatable {
        var read: Double?
        var write: Double?
    }

    /// Why a request gets nothing for now, as the reasons of a throttled request end.
    enum Limit: String, Sendable {
        case provisioned = "ProvisionedThroughputExceeded"
        case onDemandMaximum = "MaxOnDemandThroughputExceeded"
        case keyRange = "KeyRangeThroughputExceeded"
    }

    private static let burst: Double = 300
    private static let partitionRates = (read: 3_000.0, write: 1_000.0)
    /// The most partitions that are watched at a time: about a megabyte of keys.
    private static let mostPartitions = 10_000

    /// A bucket for reads and one for writes, where there is a limit.
    private struct Buckets: Sendable {
        var read: TokenBucket?
        var write: TokenBucket?

        subscript(isWrite isWrite: Bool) -> TokenBucket? {
            get { isWrite ? write : read }
            set { if isWrite { write = newValue } else { read = newValue } }
        }
    }

    private var rates: Rates
    private var own = Buckets()
    private var partitions: [KeyBytes: Buckets] = [:]

    init(_ rates: Rates, _ now: Double) {
        self.rates = rates
        own.read = rates.read.map { TokenBucket(rate: $0, seconds: Self.burst, now: now) }
        own.write = rates.write.map { TokenBucket(rate: $0, seconds: Self.burst, now: now) }
    }

    /// Goes on with these rates: they are those of the table's definition, which may have changed.
    mutating func follow(_ rates: Rates, _ now: Double) {
        guard rates != self.rates else { return }
        self.rates = rates
        for (isWrite, rate) in [(false, rates.read), (true, rates.write)] {
            own[isWrite: isWrite]?.refill(now)
            if let rate, own[isWrite: isWrite]?.change(rate: rate) != nil { continue }
            own[isWrite: isWrite] = rate.map { TokenBucket(rate: $0, seconds: Self.burst, now: now) }
        }
    }

    /// Whether there are units of the part itself and of a partition.
    ///
    /// - Returns: whose units are used up; nil when there are enough.
    mutating func shortage(
        of units: Double, isWrite: Bool, _ partition: KeyBytes?, isProvisioned: Bool, _ now: Double
    ) -> Limit? {
        own[isWrite: isWrite]?.refill(now)
        if let bucket = own[isWrite: isWrite], !bucket.has(units) {
            return isProvisioned ? .provisioned : .onDemandMaximum
        }
        guard let partition, var bucket = partitions[partition]?[isWrite: isWrite] else { return nil }
        bucket.refill(now)
        return bucket.has(units) ? nil : .keyRange
    }

    /// Takes units, or gives some back when the amount is negative.
    mutating func take(_ units: Double, isWrite: Bool, _ partition: KeyBytes?, _ now: Double) {
        own[isWrite: isWrite]?.refill(now)
        own[isWrite: isWrite]?.take(units)
        guard let partition else { return }
        if partitions.count >= Self.mostPartitions, partitions[partition] == nil { forgetPartitions(now) }
        let rate = isWrite ? Self.partitionRates.write : Self.partitionRates.read
        var bucket =
            partitions[partition, default: Buckets()][isWrite: isWrite]
            ?? TokenBucket(rate: rate, seconds: 1, now: now)
        bucket.refill(now)
        bucket.take(units)
        partitions[partition, default: Buckets()][isWrite: isWrite] = bucket
    }

    /// Forgets the partitions that were not used in the last second; if all were used, it forgets all.
    private mutating func forgetPartitions(_ now: Double) {
        partitions = partitions.filter { _, buckets in
            !(buckets.read?.isFull(now) ?? true) || !(buckets.write?.isFull(now) ?? true)
        }
        if partitions.count >= Self.mostPartitions { partitions = [:] }
    }
}

extension PartThroughput.Rates {
    /// What the definition of a table, or of a global index of it, says.
    init(_ table: TableInfo, _ index: IndexInfo?) {
        if table.definition.billingMode == .provisioned {
            let units = index?.definition.index.provisionedThroughput ?? table.definition.throughput
            self.init(read: Double(units.readCapacityUnits), write: Double(units.writeCapacityUnits))
        } else {
            let most = index == nil ? table.definition.onDemandThroughput : index?.definition.index.onDemandThroughput
            self.init(read: Self.limit(most?.maxReadRequestUnits), write: Self.limit(most?.maxWriteRequestUnits))
        }
    }

    private static func limit(_ most: Int?) -> Double? { most.flatMap { $0 > 0 ? Double($0) : nil } }
}
