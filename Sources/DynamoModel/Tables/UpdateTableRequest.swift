/// A change of a table's settings; nil leaves a setting as it is.
public struct UpdateTableRequest: Sendable, Equatable {
    /// The table's name.
    public var tableName: String
    /// The types of attributes that new indexes use.
    public var attributeDefinitions: [AttributeDefinition]
    /// How the table is paid for.
    public var billingMode: BillingMode?
    /// The throughput of a provisioned table.
    public var provisionedThroughput: ProvisionedThroughput?
    /// At most one index is made or removed at a time.
    public var globalSecondaryIndexUpdates: [GlobalSecondaryIndexUpdate]
    /// What the stream records: `.some(nil)` turns it off.
    public var streamViewType: StreamViewType??
    /// Whether the table refuses to be deleted.
    public var deletionProtectionEnabled: Bool?
    /// Limits of a table that is paid by request.
    public var onDemandThroughput: OnDemandThroughput?
    /// What the table is to give at once.
    public var warmThroughput: WarmThroughput?
    /// The class; nil leaves it as it is.
    public var tableClass: TableClass?
    /// The encryption; nil leaves it as it is.
    public var sseSpecification: SSESpecification?

    /// A change of a table.
    public init(
        tableName: String, attributeDefinitions: [AttributeDefinition] = [], billingMode: BillingMode? = nil,
        provisionedThroughput: ProvisionedThroughput? = nil,
        globalSecondaryIndexUpdates: [GlobalSecondaryIndexUpdate] = [], streamViewType: StreamViewType?? = nil,
        deletionProtectionEnabled: Bool? = nil, onDemandThroughput: OnDemandThroughput? = nil,
        warmThroughput: WarmThroughput? = nil, tableClass: TableClass? = nil,
        sseSpecification: SSESpecification? = nil
    ) {
        self.tableName = tableName
        self.attributeDefinitions = attributeDefinitions
        self.billingMode = billingMode
        self.provisionedThroughput = provisionedThroughput
        self.globalSecondaryIndexUpdates = globalSecondaryIndexUpdates
        self.streamViewType = streamViewType
        self.deletionProtectionEnabled = deletionProtectionEnabled
        self.onDemandThroughput = onDemandThroughput
        self.warmThroughput = warmThroughput
        self.tableClass = tableClass
        self.sseSpecification = sseSpecification
    }
}
