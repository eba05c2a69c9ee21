/// Records of a shard.
public struct GetRecordsResponse: Sendable, Equatable {
    /// The records in their order, at most 1 MB of them.
    public var records: [StreamRecord]
    /// Where to go on; nil when the shard is closed and read to its end.
    public var nextShardIterator: String?

    /// Records in order, and the iterator of the next page; nil once a closed shard was read to its end.
    public init(records: [StreamRecord], nextShardIterator: String? = nil) {
        self.records = records
        self.nextShardIterator = nextShardIterator
    }
}
