import DynamoModel
import TableStore

// Metrics lie in the file as documents, one for each minute.

extension TableEngine {
    /// How many minutes are read at a time: others use the thread in between.
    private static let minutesAtATime = 120
    /// How many minutes that are too old are removed at a time.
    private static let removedAtATime = 100

    /// What provisioned tables and their indexes have.
    var provisionedUnits: [MetricIdentity: MetricSample] {
        var units = MetricSamples()
        func add(_ throughput: ProvisionedThroughput, _ dimensions: [MetricIdentity.Dimension]) {
            let (read, write) = (Double(throughput.readCapacityUnits), Double(throughput.writeCapacityUnits))
            units.add("ProvisionedReadCapacityUnits", dimensions, MetricSample(read))
            units.add("ProvisionedWriteCapacityUnits", dimensions, MetricSample(write))
        }
        for table in store.catalog.byName.values where table.definition.billingMode == .provisioned {
            let name = MetricIdentity.Dimension("TableName", table.name)
            add(table.definition.throughput, [name])
            for index in table.definition.indexes {
                guard let throughput = index.index.provisionedThroughput else { continue }
                add(throughput, [name, .init("GlobalSecondaryIndexName", index.index.indexName)])
            }
        }
        return units.all
    }

    /// Writes minutes, each in place of what there is of it, and removes some of those that are too old.
    func keepMetrics(
        _ minutes: [Int: [MetricIdentity: MetricSample]], before oldest: Int
    ) async throws(DynamoDBError) {
        try await write { (writer) throws(EngineFault) -> Void in
            for (minute, samples) in minutes {
                try writer.save(KeptMinute.item(samples), as: .metrics, KeptMinute.name(minute))
            }
            try writer.removeDocuments(of: .metrics, before: KeptMinute.name(oldest), limit: Self.removedAtATime)
        }
    }

    /// Reads one minute, on the caller's thread.
    func keptMinute(_ minute: Int) -> [MetricIdentity: MetricSample] {
        let kept = try? minutes(minute..<minute + 1, of: nil).first?.samples
        return Dictionary((kept ?? []).map { ($0.metric, $0.sample) }) { first, _ in first }
    }

    /// Reads minutes, one after the other.
    func keptMetrics(
        _ range: Range<Int>, of metrics: Set<MetricIdentity>?, _ take: (Int, MetricIdentity, MetricSample) -> Void
    ) async throws(DynamoDBError) {
        var next = range.lowerBound
        while next < range.upperBound {
            guard !Task.isCancelled else { throw DynamoDBError(.serviceUnavailable, "The request was given up") }
            let slice = next..<min(next + Self.minutesAtATime, range.upperBound)
            for minute in try await reading({ () throws(EngineFault) in try self.minutes(slice, of: metrics) }) {
                for (metric, sample) in minute.samples { take(minute.minute, metric, sample) }
            }
            next = slice.upperBound
            await Task.yield()
        }
    }

    private func minutes(
        _ range: Range<Int>, of metrics: Set<MetricIdentity>?
    ) throws(EngineFault) -> [(minute: Int, samples: [(metric: MetricIdentity, sample: MetricSample)])] {
        let documents = try read { (connection) throws(EngineFault) in
            try connection.documents(
                of: .metrics, from: KeptMinute.name(range.lowerBound), to: KeptMinute.name(range.upperBound))
        }
        return documents.compactMap { document in
            Int(document.name).map { ($0, KeptMinute.samples(document.item, of: metrics)) }
        }
    }
}
