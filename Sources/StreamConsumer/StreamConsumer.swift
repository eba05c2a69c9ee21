import DynamoModel

/// Brings the changes of a table to a handler, each at least once, the changes of an item in their order: what Lambda's
/// event source mapping does with a function.
///
/// It follows the table's streams: one that was turned off is read to its end before the next is begun, a shard after
/// its parent, shards of one generation side by side. What was handled is kept in a file of checkpoints.
public struct StreamConsumer: Sendable {
    private let source: any DynamoDBStreams
    private let tableName: String
    private let settings: ConsumerSettings
    private let handler: any BatchHandler
    private let failures: FailureFile
    private let checkpoints: Checkpoints
    private let world: ConsumerWorld

    /// How often it asks for new shards and streams, in seconds.
    private static let lookPause = 1.0

    /// A consumer of a table's streams.
    ///
    /// - Parameters:
    ///   - checkpointPath: the file that says how far it is; made when it is not there.
    ///   - failurePath: the file for what is given up; nil for none.
    /// - Throws: ``ConsumerError`` when the file of checkpoints cannot be used.
    public init(
        _ source: any DynamoDBStreams, tableName: String, settings: ConsumerSettings, handler: any BatchHandler,
        checkpointPath: String, failurePath: String?, world: ConsumerWorld = ConsumerWorld()
    ) throws(ConsumerError) {
        self.source = source
        self.tableName = tableName
        self.settings = settings
        self.handler = handler
        failures = FailureFile(path: failurePath)
        checkpoints = try Checkpoints(path: checkpointPath)
        self.world = world
    }

    /// Consumes until the task is cancelled.
    ///
    /// - Throws: ``ConsumerError`` when a file cannot be written, or another consumer has the file of checkpoints;
    ///   `CancellationError`.
    public func run() async throws {
        try await holding(try checkpoints.claim()) { try await consumeStreams() }
    }

    /// Runs a body as long as a claim is held.
    private func holding(_ claim: consuming FileClaim, _ body: () async throws -> Void) async throws {
        try await body()
    }

    private func consumeStreams() async throws {
        while true {
            try Task.checkCancellation()
            if let (arn, isFresh) = try await nextStream() {
                try await consume(arn, isFresh: isFresh)
            } else {
                try await world.sleep(Self.lookPause)
            }
        }
    }

    // MARK: Streams

    /// The oldest stream that was not read to its end, and whether only what comes from now on counts; nil when
    /// no such stream exists now.
    private func nextStream() async throws -> (arn: String, isFresh: Bool)? {
        guard let streams = try await streams() else { return nil }
        let isFresh = checkpoints.isEmpty && settings.startingPosition == .latest
        if isFresh {
            // Earlier records do not concern this consumer.
            for arn in streams.dropLast() { try checkpoints.change(arn) { $0.isDone = true } }
            if let arn = streams.last { try checkpoints.change(arn) { $0.since = world.clock().rounded(.down) } }
        }
        return streams.first { checkpoints.stream($0)?.isDone != true }.map { ($0, isFresh) }
    }

    /// The table's streams in the order in which they were turned on.
    private func streams() async throws -> [String]? {
        var (streams, start): ([ListStreamsResponse.Stream], String?) = ([], nil)
        repeat {
            do throws(DynamoDBError) {
                let page = try await source.listStreams(
                    ListStreamsRequest(tableName: tableName, exclusiveStartStreamArn: start))
                streams += page.streams
                start = page.lastEvaluatedStreamArn
            } catch {
                world.report(.unreadable(reason: error.description))
                return nil
            }
        } while start != nil
        return streams.sorted { $0.streamLabel < $1.streamLabel }.map(\.streamArn)
    }

    /// Consumes a stream until it is turned off and read to its end, or gone.
    ///
    /// - Parameter isFresh: whether its shards are read from where they are now.
    private func consume(_ arn: String, isFresh: Bool) async throws {
        world.report(.began(streamArn: arn))
        if checkpoints.stream(arn) == nil { try checkpoints.change(arn) { _ in } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            var running: Set<String> = []
            var there: Set<String>?
            while checkpoints.stream(arn)?.isDone != true {
                try Task.checkCancellation()
                if let stream = try await describe(arn) {
                    if isFresh, there == nil {
                        there = Set(stream.shards.map(\.shardId))
                        try checkpoints.change(arn) { [there] in $0.timed = there }
                    }
                    for shard in stream.shards where isReady(shard, stream, arn) && !running.contains(shard.shardId) {
                        running.insert(shard.shardId)
                        let consumer = consumer(
                            of: shard.shardId, arn, startsAtLatest: there?.contains(shard.shardId) ?? false)
                        group.addTask { try await consumer.run() }
                    }
                    let done = checkpoints.stream(arn)?.done ?? []
                    if stream.streamStatus == .disabled, stream.shards.allSatisfy({ done.contains($0.shardId) }) {
                        try checkpoints.change(arn) { $0.isDone = true }
                        break
                    }
                }
                try await pause(&group)
            }
            // What a handler still does not take of a stream that is gone cannot be read again.
            group.cancelAll()
            while await group.nextResult() != nil {}
        }
        try Task.checkCancellation()
    }

    /// Waits a moment, or until a shard has ended or failed.
    private func pause(_ group: inout ThrowingTaskGroup<Void, any Error>) async throws {
        let sleep = world.sleep
        group.addTask { try await sleep(Self.lookPause) }
        try await group.next()
    }

    /// Whether a shard may be begun: it is not done, and its parent is, or is gone.
    private func isReady(_ shard: StreamShard, _ stream: StreamDescription, _ arn: String) -> Bool {
        let done = checkpoints.stream(arn)?.done ?? []
        guard !done.contains(shard.shardId) else { return false }
        guard let parent = shard.parentShardId, stream.shards.contains(where: { $0.shardId == parent }) else {
            return true
        }
        return done.contains(parent)
    }

    private func consumer(of shard: String, _ arn: String, startsAtLatest: Bool) -> ShardConsumer {
        ShardConsumer(
            source: source, streamArn: arn, shard: shard, startsAtLatest: startsAtLatest, settings: settings,
            handler: handler, failures: failures, checkpoints: checkpoints, world: world)
    }

    private func describe(_ arn: String) async throws -> StreamDescription? {
        do throws(DynamoDBError) {
            var description = try await source.describeStream(DescribeStreamRequest(streamArn: arn))
            while let last = description.lastEvaluatedShardId {
                let page = try await source.describeStream(
                    DescribeStreamRequest(streamArn: arn, exclusiveStartShardId: last))
                description.shards += page.shards
                description.lastEvaluatedShardId = page.lastEvaluatedShardId
            }
            return description
        } catch {
            // A stream that is gone has nothing more to show.
            if error.code == .resourceNotFound { try checkpoints.change(arn) { $0.isDone = true } }
            world.report(.unreadable(reason: error.description))
            return nil
        }
    }
}
