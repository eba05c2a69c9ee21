/// Which stream to describe, and which of its shards.
public struct DescribeStreamRequest: Sendable, Equatable {
    /// The stream's Amazon Resource Name.
    public var streamArn: String
    /// The most shards, 1 to 100; nil for 100.
    public var limit: Int?
    /// The last shard of the page before.
    public var exclusiveStartShardId: String?
    /// Only the shards that go on with this one (`ShardFilter`); nil for all.
    public var childrenOf: String?

    /// A description of a stream.
    public init(
        streamArn: String, limit: Int? = nil, exclusiveStartShardId: String? = nil, childrenOf: String? = nil
    ) {
        self.streamArn = streamArn
        self.limit = limit
        self.exclusiveStartShardId = exclusiveStartShardId
        self.childrenOf = childrenOf
    }
}
