/// A request for the next records of a shard.
public struct GetRecordsRequest: Sendable, Equatable {
    /// An iterator of GetShardIterator or of the last answer. It is of use for 15 minutes.
    public var shardIterator: String
    /// The most records, 1 to 1,000; nil for 1,000.
    public var limit: Int?

    /// Records from an iterator on.
    public init(shardIterator: String, limit: Int? = nil) {
        self.shardIterator = shardIterator
        self.limit = limit
    }
}
