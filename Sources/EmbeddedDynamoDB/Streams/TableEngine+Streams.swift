import DynamoModel
import DynamoWire
import TableStore

// What streams answer: see ``DynamoDBStreams``.

extension TableEngine {
    private static let streamsPerPage = 100
    private static let shardsPerPage = 100

    func list(_ request: ListStreamsRequest) throws(DynamoDBError) -> ListStreamsResponse {
        let most = try Self.limit(request.limit, Self.streamsPerPage)
        let start = try request.exclusiveStartStreamArn.map { (arn) throws(DynamoDBError) -> String in
            let name = try Self.streamName(arn)
            return StreamDefinition.name(name.table, name.label)
        }
        let streams = store.catalog.streams.values.map(\.definition).filter { stream in
            (request.tableName.map { stream.tableName.hasSameBytes(as: $0) } ?? true)
                && (start.map { stream.name.compareBytes(with: $0) > 0 } ?? true)
        }.sorted { $0.name.compareBytes(with: $1.name) < 0 }
        let place = place
        let page = streams.prefix(most).map { stream in
            ListStreamsResponse.Stream(
                streamArn: place.stream(stream.label, of: stream.tableName), tableName: stream.tableName,
                streamLabel: stream.label)
        }
        return ListStreamsResponse(
            streams: page, lastEvaluatedStreamArn: streams.count > most ? page.last?.streamArn : nil)
    }

    func describe(_ request: DescribeStreamRequest) throws(DynamoDBError) -> StreamDescription {
        let most = try Self.limit(request.limit, Self.shardsPerPage)
        let stream = try stream(request.streamArn).definition
        let shards = stream.shards.filter { shard in
            (request.exclusiveStartShardId.map { shard.id.compareBytes(with: $0) > 0 } ?? true)
                && (request.childrenOf.map { shard.parent?.hasSameBytes(as: $0) ?? false } ?? true)
        }
        let page = shards.prefix(most).map { shard in
            StreamShard(
                shardId: shard.id, startingSequenceNumber: SequenceNumber.text(shard.start),
                endingSequenceNumber: shard.end.map { SequenceNumber.text(max($0, shard.start)) },
                parentShardId: shard.parent)
        }
        return StreamDescription(
            streamArn: request.streamArn, streamLabel: stream.label,
            streamStatus: stream.ended == nil ? .enabled : .disabled, streamViewType: stream.viewType,
            creationRequestDateTime: Double(stream.created) / 1000, tableName: stream.tableName,
            keySchema: stream.keySchema, shards: page,
            lastEvaluatedShardId: shards.count > most ? page.last?.shardId : nil)
    }

    func makeIterator(_ request: GetShardIteratorRequest) throws(DynamoDBError) -> String {
        try Self.check(request)
        let stream = try stream(request.streamArn).definition
        guard let shard = stream.shard(request.shardId) else {
            throw DynamoDBError(.resourceNotFound, "Requested resource not found: Shard does not exist")
        }
        let now = options.clock()
        if let timestamp = request.timestamp, timestamp > now {
            throw .validation("Timestamp must not be in the future")
        }
        let position = try answering { () throws(EngineFault) in
            try read { (connection) throws(EngineFault) in
                let first = max(shard.start - 1, try connection.trimmed(stream))
                let position = try self.position(of: request, in: stream, shard, first, connection)
                guard position >= first else { throw .request(.trimmedData) }
                return min(position, max(shard.end ?? Int.max, first))
            }
        }
        return ShardIterator(
            streamArn: request.streamArn, shardId: shard.id, position: position, made: Int(now * 1000)
        ).text
    }

    /// - Parameter first: the sequence number before the first change that is there.
    private func position(
        of request: GetShardIteratorRequest, in stream: StreamDefinition, _ shard: StreamDefinition.Shard,
        _ first: Int, _ connection: StoreConnection
    ) throws(EngineFault) -> Int {
        switch request.kind {
        case .trimHorizon: return first
        case .latest: return max(first, try connection.lastSequence())
        case .atTimestamp:
            // Records tell the second of their time.
            let time = (request.timestamp ?? 0).rounded(.up) * 1000
            return try connection.lastSequence(
                before: Int(min(max(time, 0), 1e15)), after: first, of: stream.storage)
        case .atSequenceNumber, .afterSequenceNumber:
            guard let sequence = request.sequenceNumber.flatMap(SequenceNumber.sequence), sequence >= shard.start,
                sequence <= max(shard.end ?? Int.max, shard.start)
            else {
                throw .request(
                    .validation("Invalid SequenceNumber: \(request.sequenceNumber ?? "") is not in the shard"))
            }
            return request.kind == .atSequenceNumber ? sequence - 1 : sequence
        }
    }

    private static func check(_ request: GetShardIteratorRequest) throws(DynamoDBError) {
        let needsNumber = request.kind == .atSequenceNumber || request.kind == .afterSequenceNumber
        guard needsNumber == (request.sequenceNumber != nil) else {
            throw .validation(
                needsNumber
                    ? "SequenceNumber must be specified for ShardIteratorType \(request.kind.rawValue)"
                    : "SequenceNumber must not be specified for ShardIteratorType \(request.kind.rawValue)")
        }
        let needsTime = request.kind == .atTimestamp
        guard needsTime == (request.timestamp != nil) else {
            throw .validation(
                needsTime
                    ? "Timestamp must be specified for ShardIteratorType \(request.kind.rawValue)"
                    : "Timestamp must not be specified for ShardIteratorType \(request.kind.rawValue)")
        }
    }

    // MARK: Names and limits

    /// The stream of an Amazon Resource Name.
    func stream(_ arn: String) throws(DynamoDBError) -> StreamInfo {
        let name = try Self.streamName(arn)
        guard let stream = store.catalog.streams[StreamDefinition.name(name.table, name.label)] else {
            throw DynamoDBError(.resourceNotFound, "Requested resource not found: Stream: \(arn) not found")
        }
        return stream
    }

    private static func streamName(_ arn: String) throws(DynamoDBError) -> StreamName {
        guard let name = StreamName(arn: arn) else { throw .validation("Invalid StreamArn: \(arn)") }
        return name
    }

    /// What a request asks for at most.
    static func limit(_ limit: Int?, _ most: Int) throws(DynamoDBError) -> Int {
        guard let limit else { return most }
        // The model has no upper bound.
        let violated = ServiceModel.positiveIntegerObject.violated(value: limit)
        if let constraint = violated ?? (limit > most ? .valueAtMost(most) : nil) {
            throw .violations([constraint.violation(at: "limit", value: "\(limit)")])
        }
        return limit
    }
}

extension DynamoDBError {
    static let trimmedData = DynamoDBError(
        .trimmedDataAccess, "The data you are trying to access has been trimmed")
}
