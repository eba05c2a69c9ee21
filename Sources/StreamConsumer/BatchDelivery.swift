import DynamoModel
import DynamoWire

/// Brings the records of one lane of a shard to the handler, in their order, until each is handled or given up.
struct BatchDelivery: Sendable {
    let settings: ConsumerSettings
    let handler: any BatchHandler
    let failures: FailureFile
    let shard: String
    let streamArn: String
    let world: ConsumerWorld

    /// Records that are brought together, and how often that was tried.
    private struct Part {
        var records: ArraySlice<StreamRecord>
        var attempts = 0
    }

    private static let firstPause = 0.2
    private static let longestPause = 60.0

    /// Brings records, batch after batch.
    ///
    /// - Parameter handled: called with the last record of each batch, and its number of records.
    /// - Throws: `CancellationError` when the consumer stops, ``ConsumerError`` when what is given up cannot be kept:
    ///   the rest comes again then.
    func deliver(
        _ records: [StreamRecord], handled: (StreamRecord, Int) throws(ConsumerError) -> Void
    ) async throws {
        var rest = records[...]
        while let last = rest.prefix(batchCount(of: rest)).last {
            let batch = rest.prefix(batchCount(of: rest))
            rest = rest.dropFirst(batch.count)
            try await deliver(Part(records: batch))
            try handled(last, batch.count)
        }
    }

    /// How many of the records are the next batch: by number and by size.
    private func batchCount(of records: ArraySlice<StreamRecord>) -> Int {
        var (count, bytes) = (0, 0)
        for record in records.prefix(settings.batchSize) {
            bytes += StreamEvent.estimatedBytes(of: record)
            if count > 0, bytes > ConsumerSettings.eventBytes { break }
            count += 1
        }
        return count
    }

    private func deliver(_ batch: Part) async throws {
        var parts = [batch]
        while var part = parts.popLast() {
            try Task.checkCancellation()
            try giveUpOld(&part)
            guard !part.records.isEmpty else { continue }
            let outcome = await call(part)
            switch outcome {
            case .done: continue
            case .doneBefore(let position):
                part.records = part.records.dropFirst(position)
                world.report(.failed(shard: shard, records: part.records.count, reason: "partial batch"))
            case .failed(let reason):
                world.report(.failed(shard: shard, records: part.records.count, reason: reason))
                if settings.bisects, part.records.count > 1 {
                    // The first half comes first; halving is not a retry.
                    let half = part.records.count / 2
                    parts.append(Part(records: part.records.dropFirst(half), attempts: part.attempts))
                    parts.append(Part(records: part.records.prefix(half), attempts: part.attempts))
                    continue
                }
            }
            part.attempts += 1
            if let retries = settings.retries, part.attempts > retries {
                try giveUp(part.records, .retriesExhausted, attempts: part.attempts)
                continue
            }
            try await world.sleep(min(Self.longestPause, Self.firstPause * Double(1 << min(part.attempts - 1, 9))))
            parts.append(part)
        }
    }

    private func call(_ part: Part) async -> BatchAnswer {
        do throws(HandlerFailure) {
            let answer = try await handler.handle(StreamEvent.json(part.records, streamArn: streamArn))
            return BatchAnswer(answer, of: part.records.map(\.sequenceNumber))
        } catch {
            return .failed(error.reason)
        }
    }

    /// Records are older the earlier they come.
    private func giveUpOld(_ part: inout Part) throws(ConsumerError) {
        guard let age = settings.recordAge else { return }
        let horizon = world.clock() - age
        let old = part.records.prefix { $0.approximateCreationDateTime < horizon }
        guard !old.isEmpty else { return }
        try giveUp(old, .recordAgeExceeded, attempts: part.attempts)
        part.records = part.records.dropFirst(old.count)
    }

    private func giveUp(
        _ records: ArraySlice<StreamRecord>, _ condition: FailureFile.Condition, attempts: Int
    ) throws(ConsumerError) {
        try failures.add(
            Array(records), condition, attempts: attempts, shard: shard, streamArn: streamArn, now: world.clock())
        world.report(.gaveUp(shard: shard, records: records.count, condition: condition.rawValue))
    }
}
