/// A part of a stream.
public struct StreamShard: Sendable, Equatable {
    /// The shard's id, unique within the stream.
    public var shardId: String
    /// The first sequence number that it can hold.
    public var startingSequenceNumber: String
    /// The last; nil while it is open.
    public var endingSequenceNumber: String?
    /// The shard that it goes on with; nil for the first of its kind.
    public var parentShardId: String?

    /// A shard.
    public init(
        shardId: String, startingSequenceNumber: String, endingSequenceNumber: String? = nil,
        parentShardId: String? = nil
    ) {
        self.shardId = shardId
        self.startingSequenceNumber = startingSequenceNumber
        self.endingSequenceNumber = endingSequenceNumber
        self.parentShardId = parentShardId
    }
}
