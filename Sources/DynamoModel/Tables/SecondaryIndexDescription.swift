/// What there is to know of an index.
public struct SecondaryIndexDescription: Sendable, Equatable {
    /// The keys, the projection and the settings.
    public var index: SecondaryIndex
    /// Whether it can be read, or is being filled, changed or removed.
    public var indexStatus: IndexStatus
    /// Whether it is being filled from the table; reported only of an index that was added to a table and is
    /// `CREATING`.
    public var backfilling: Bool?
    /// How many items it holds.
    public var itemCount: Int
    /// How many bytes they take by DynamoDB's counting.
    public var indexSizeBytes: Int
    /// Its Amazon Resource Name.
    public var indexArn: String
    /// When its throughput was changed.
    public var throughputChanges: ThroughputChanges
    /// What it can give at once; nil for a local index, and where it is not reported.
    public var warmThroughput: WarmThroughput?

    /// A description.
    public init(
        index: SecondaryIndex, indexStatus: IndexStatus, backfilling: Bool?, itemCount: Int, indexSizeBytes: Int,
        indexArn: String, throughputChanges: ThroughputChanges = ThroughputChanges(),
        warmThroughput: WarmThroughput? = nil
    ) {
        self.index = index
        self.indexStatus = indexStatus
        self.backfilling = backfilling
        self.itemCount = itemCount
        self.indexSizeBytes = indexSizeBytes
        self.indexArn = indexArn
        self.throughputChanges = throughputChanges
        self.warmThroughput = warmThroughput
    }
}
