import Digests
import DynamoModel
import DynamoWire
import JSONText

/// Reads a shard from its checkpoint to its end, and brings its records to the handler.
struct ShardConsumer: Sendable {
    let source: any DynamoDBStreams
    let streamArn: String
    let shard: String
    /// Whether it is read from where it is now, as far as nothing of it was handled.
    let startsAtLatest: Bool
    let settings: ConsumerSettings
    let handler: any BatchHandler
    let failures: FailureFile
    let checkpoints: Checkpoints
    let world: ConsumerWorld

    /// How long it waits when there was nothing to read, in seconds: Lambda asks four times a second.
    private static let pause = 0.25
    /// How long it waits when the stream could not be read.
    private static let longPause = 2.0
    private static let bytesPerRead = 4 << 20

    /// The stream, or the shard, is not there any more.
    private struct Gone: Error {}

    /// Records that were read and not brought yet.
    private struct Gathered {
        var records: [StreamRecord] = []
        /// The last record that was read, brought or left out.
        var last: String?
        var since: Double?
        var bytes = 0
        /// Whether the service said where the reading begins, and no time has to.
        var isExact = false
    }

    /// Consumes until the shard ends, or is gone.
    ///
    /// - Throws: `CancellationError`, and ``ConsumerError`` when a file cannot be written.
    func run() async throws {
        do { try await consume() } catch is Gone { world.report(.missed(shard: shard)) }
    }

    private func consume() async throws {
        var iterator: String?
        var gathered = Gathered()
        while true {
            try Task.checkCancellation()
            guard let place = try await place(iterator, &gathered) else { continue }
            guard let page = try await read(place, gathered) else {
                iterator = nil
                continue
            }
            gather(page.records, &gathered)
            iterator = page.nextShardIterator
            if isDue(gathered, isAtEnd: iterator == nil) {
                try await bring(gathered)
                gathered = Gathered(last: gathered.last, isExact: gathered.isExact)
            } else if gathered.records.isEmpty, let last = gathered.last, !page.records.isEmpty {
                try checkpoint(last, records: 0, isExact: gathered.isExact)
            }
            if iterator == nil { break }
            if page.records.isEmpty { try await world.sleep(Self.pause) }
        }
        try checkpoints.change(streamArn) { $0.done.insert(shard) }
    }

    // MARK: Reading

    /// The iterator to go on with; nil when none could be had for the moment.
    private func place(_ iterator: String?, _ gathered: inout Gathered) async throws -> String? {
        if let iterator { return iterator }
        let position = gathered.last ?? checkpoints.stream(streamArn)?.positions[shard]
        // A second time the shard is read from its beginning: what came meanwhile is not left out.
        let isFirst = startsAtLatest && position == nil && !gathered.isExact
        let request = GetShardIteratorRequest(
            streamArn: streamArn, shardId: shard,
            kind: position != nil ? .afterSequenceNumber : isFirst ? .latest : .trimHorizon, sequenceNumber: position)
        do throws(DynamoDBError) {
            let place = try await source.getShardIterator(request)
            gathered.isExact = isFirst || (gathered.isExact && position != nil)
            return place
        } catch {
            guard error.code == .trimmedDataAccess else {
                try await waitAfter(error)
                return nil
            }
            world.report(.missed(shard: shard))
            return try? await source.getShardIterator(
                GetShardIteratorRequest(streamArn: streamArn, shardId: shard, kind: .trimHorizon))
        }
    }

    /// The next page; nil when it takes another iterator.
    private func read(_ place: String, _ gathered: Gathered) async throws -> GetRecordsResponse? {
        let wanted = settings.batchSize * settings.parallel - gathered.records.count
        let limit = min(max(wanted, 1), ConsumerSettings.recordsPerRead)
        do throws(DynamoDBError) {
            return try await source.getRecords(GetRecordsRequest(shardIterator: place, limit: limit))
        } catch {
            if error.code != .expiredIterator && error.code != .trimmedDataAccess { try await waitAfter(error) }
            return nil
        }
    }

    /// Since when changes of the shard count; 0 for all.
    private func since(_ gathered: Gathered) -> Double {
        guard !gathered.isExact, let stream = checkpoints.stream(streamArn), stream.timed?.contains(shard) ?? true
        else { return 0 }
        return stream.since ?? 0
    }

    private func waitAfter(_ error: DynamoDBError) async throws {
        try Task.checkCancellation()
        if error.code == .resourceNotFound { throw Gone() }
        world.report(.unreadable(reason: error.description))
        try await world.sleep(Self.longPause)
    }

    // MARK: Gathering

    private func gather(_ records: [StreamRecord], _ gathered: inout Gathered) {
        guard let last = records.last else { return }
        gathered.last = last.sequenceNumber
        let since = since(gathered)
        let wanted = records.filter { $0.approximateCreationDateTime >= since && matches($0) }
        if gathered.records.isEmpty, !wanted.isEmpty { gathered.since = world.clock() }
        gathered.records += wanted
        gathered.bytes += wanted.reduce(0) { $0 + StreamEvent.estimatedBytes(of: $1) }
    }

    private func matches(_ record: StreamRecord) -> Bool {
        guard !settings.filters.isEmpty else { return true }
        let json = StreamEvent.json(record, streamArn: streamArn)
        let limits = JSONLimits(maximumDepth: DynamoRequest.jsonDepth, maximumBytes: ConsumerSettings.eventBytes)
        guard let event = try? JSONValue.parse(json, limits: limits) else { return true }
        return settings.filters.contains { $0.matches(event) }
    }

    private func isDue(_ gathered: Gathered, isAtEnd: Bool) -> Bool {
        guard let since = gathered.since else { return false }
        return isAtEnd || gathered.records.count >= settings.batchSize * settings.parallel
            || gathered.bytes >= Self.bytesPerRead || world.clock() - since >= settings.batchWindow
    }

    // MARK: Bringing

    /// Brings what was gathered: side by side when that is asked for, the changes of an item always in one lane.
    private func bring(_ gathered: Gathered) async throws {
        let delivery = BatchDelivery(
            settings: settings, handler: handler, failures: failures, shard: shard, streamArn: streamArn, world: world)
        if settings.parallel == 1 {
            try await delivery.deliver(gathered.records) { (last, count) throws(ConsumerError) in
                try checkpoint(last.sequenceNumber, records: count, isExact: gathered.isExact)
            }
        } else {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in lanes(gathered.records) {
                    group.addTask { try await delivery.deliver(lane) { _, _ in } }
                }
                try await group.waitForAll()
            }
        }
        guard let last = gathered.last else { return }
        let records = settings.parallel == 1 ? 0 : gathered.records.count
        try checkpoint(last, records: records, isExact: gathered.isExact)
    }

    private func lanes(_ records: [StreamRecord]) -> [[StreamRecord]] {
        var lanes: [[StreamRecord]] = Array(repeating: [], count: settings.parallel)
        for record in records {
            let hash = RowChecksum.hash(StreamEvent.key(of: record))
            lanes[Int(hash % UInt64(settings.parallel))].append(record)
        }
        return lanes.filter { !$0.isEmpty }
    }

    private func checkpoint(_ number: String, records: Int, isExact: Bool) throws(ConsumerError) {
        try checkpoints.change(streamArn) { stream in
            stream.positions[shard] = number
            if isExact { stream.timed?.remove(shard) }
        }
        world.report(.handled(shard: shard, sequenceNumber: number, records: records))
    }
}
