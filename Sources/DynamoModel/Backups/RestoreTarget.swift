/// The table that a restore makes: what it does not name is as it was.
public struct RestoreTarget: Sendable, Equatable {
    /// Its name, which no table has.
    public var tableName: String
    /// How it is paid for.
    public var billingMode: BillingMode?
    /// The global indexes that it keeps.
    public var globalSecondaryIndexes: [SecondaryIndex]?
    /// The local indexes that it keeps.
    public var localSecondaryIndexes: [SecondaryIndex]?
    /// Its throughput when it is provisioned.
    public var provisionedThroughput: ProvisionedThroughput?
    /// Its limits when it is paid by request.
    public var onDemandThroughput: OnDemandThroughput?
    /// The encryption that the new table is said to have; nil for the old table's.
    public var sseSpecification: SSESpecification?

    /// A table like the one that is restored.
    public init(
        tableName: String, billingMode: BillingMode? = nil, globalSecondaryIndexes: [SecondaryIndex]? = nil,
        localSecondaryIndexes: [SecondaryIndex]? = nil, provisionedThroughput: ProvisionedThroughput? = nil,
        onDemandThroughput: OnDemandThroughput? = nil, sseSpecification: SSESpecification? = nil
    ) {
        self.tableName = tableName
        self.billingMode = billingMode
        self.globalSecondaryIndexes = globalSecondaryIndexes
        self.localSecondaryIndexes = localSecondaryIndexes
        self.provisionedThroughput = provisionedThroughput
        self.onDemandThroughput = onDemandThroughput
        self.sseSpecification = sseSpecification
    }
}
