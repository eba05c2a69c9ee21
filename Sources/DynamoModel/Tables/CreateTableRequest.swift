/// A request for a new table. It is ACTIVE when the answer comes.
public struct CreateTableRequest: Sendable, Equatable {
    /// The name, 3 to 255 of `a-z A-Z 0-9 _ - .`.
    public var tableName: String
    /// The types of all attributes that keys use, and of no others.
    public var attributeDefinitions: [AttributeDefinition]
    /// The primary key: a partition key, and perhaps a sort key after it.
    public var keySchema: [KeySchemaElement]
    /// Indexes with the table's partition key and other sort keys; up to 5, which stay as long as the table.
    public var localSecondaryIndexes: [SecondaryIndex]
    /// Indexes with separate keys; up to 20, which come and go later, too.
    public var globalSecondaryIndexes: [SecondaryIndex]
    /// How the table is paid for.
    public var billingMode: BillingMode
    /// Units a second; required when the table is provisioned, refused when it is paid by request.
    public var provisionedThroughput: ProvisionedThroughput?
    /// What the stream records; nil for no stream.
    public var streamViewType: StreamViewType?
    /// Whether the table refuses to be deleted.
    public var deletionProtectionEnabled: Bool
    /// Up to 50 labels, each key once.
    public var tags: [Tag]
    /// Limits of a table that is paid by request.
    public var onDemandThroughput: OnDemandThroughput?
    /// What the table is to give at once.
    public var warmThroughput: WarmThroughput?
    /// The class; nil for the standard one.
    public var tableClass: TableClass?
    /// The encryption; nil for the service's own key.
    public var sseSpecification: SSESpecification?
    /// The resource policy, as JSON of up to 20 KB; nil for none.
    public var resourcePolicy: String?

    /// A table to make.
    public init(
        tableName: String, attributeDefinitions: [AttributeDefinition], keySchema: [KeySchemaElement],
        localSecondaryIndexes: [SecondaryIndex] = [], globalSecondaryIndexes: [SecondaryIndex] = [],
        billingMode: BillingMode = .payPerRequest, provisionedThroughput: ProvisionedThroughput? = nil,
        streamViewType: StreamViewType? = nil, deletionProtectionEnabled: Bool = false, tags: [Tag] = [],
        onDemandThroughput: OnDemandThroughput? = nil, warmThroughput: WarmThroughput? = nil,
        tableClass: TableClass? = nil, sseSpecification: SSESpecification? = nil, resourcePolicy: String? = nil
    ) {
        self.tableName = tableName
        self.attributeDefinitions = attributeDefinitions
        self.keySchema = keySchema
        self.localSecondaryIndexes = localSecondaryIndexes
        self.globalSecondaryIndexes = globalSecondaryIndexes
        self.billingMode = billingMode
        self.provisionedThroughput = provisionedThroughput
        self.streamViewType = streamViewType
        self.deletionProtectionEnabled = deletionProtectionEnabled
        self.tags = tags
        self.onDemandThroughput = onDemandThroughput
        self.warmThroughput = warmThroughput
        self.tableClass = tableClass
        self.sseSpecification = sseSpecification
        self.resourcePolicy = resourcePolicy
    }
}
