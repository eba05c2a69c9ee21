/// Which records to read.
public struct GetRecordsRequest: Sendable, Equatable {
    /// Where to begin.
    public var shardIterator: String
    /// The most records, 1 to 1,000; nil for 1,000.
    public var limit: Int?

    /// Records from an iterator on.
    public init(shardIterator: String, limit: Int? = nil) {
        self.shardIterator = shardIterator
        self.limit = limit
    }
}
