/// Which streams to list.
public struct ListStreamsRequest: Sendable, Equatable {
    /// Only those of this table; nil for all.
    public var tableName: String?
    /// The most of them, 1 to 100; nil for 100.
    public var limit: Int?
    /// The last stream of the page before.
    public var exclusiveStartStreamArn: String?

    /// A list of streams.
    public init(tableName: String? = nil, limit: Int? = nil, exclusiveStartStreamArn: String? = nil) {
        self.tableName = tableName
        self.limit = limit
        self.exclusiveStartStreamArn = exclusiveStartStreamArn
    }
}
