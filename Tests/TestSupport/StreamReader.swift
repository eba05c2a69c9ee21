import DynamoModel

/// Reads a stream as clients do: parents before their children, pages to their end.
public struct StreamReader: Sendable {
    private let streams: any DynamoDBStreams
    private let arn: String

    /// A reader of a stream by its Amazon Resource Name.
    public init(_ streams: any DynamoDBStreams, _ arn: String) {
        self.streams = streams
        self.arn = arn
    }

    /// The description with all shards.
    public func description(limit: Int? = nil) async throws(DynamoDBError) -> StreamDescription {
        var description = try await streams.describeStream(DescribeStreamRequest(streamArn: arn, limit: limit))
        while let last = description.lastEvaluatedShardId {
            let page = try await streams.describeStream(
                DescribeStreamRequest(streamArn: arn, limit: limit, exclusiveStartShardId: last))
            description.shards += page.shards
            description.lastEvaluatedShardId = page.lastEvaluatedShardId
        }
        return description
    }

    /// All shards.
    public func shards() async throws(DynamoDBError) -> [StreamShard] { try await description().shards }

    /// All records, shard after shard, in the order in which the shards were opened.
    public func readAll(limit: Int? = nil) async throws(DynamoDBError) -> [StreamRecord] {
        var records: [StreamRecord] = []
        for shard in try await shards() {
            records += try await read(.trimHorizon, nil, of: shard.shardId, limit: limit)
        }
        return records
    }

    /// The records of a shard from a place on; nil for the first shard.
    public func read(
        _ kind: GetShardIteratorRequest.Kind, _ number: String? = nil, of shard: String? = nil, limit: Int? = nil
    ) async throws(DynamoDBError) -> [StreamRecord] {
        let first = try await shards().first?.shardId ?? ""
        var iterator: String? = try await streams.getShardIterator(
            GetShardIteratorRequest(streamArn: arn, shardId: shard ?? first, kind: kind, sequenceNumber: number))
        var records: [StreamRecord] = []
        while let place = iterator {
            let page = try await streams.getRecords(GetRecordsRequest(shardIterator: place, limit: limit))
            records += page.records
            iterator = page.nextShardIterator
            // An open shard has always one more page.
            if page.records.isEmpty { break }
        }
        return records
    }
}
