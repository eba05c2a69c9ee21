/// What there is to know of a table.
public struct TableDescription: Sendable, Equatable {
    /// The table's name.
    public var tableName: String
    /// Whether the table can be used, or is being made, changed or removed.
    public var tableStatus: TableStatus
    /// A UUID that a table of the same name made later does not share.
    public var tableId: String
    /// Its Amazon Resource Name.
    public var tableArn: String
    /// When it was made, in seconds since 1970.
    public var creationDateTime: Double
    /// The types of all key attributes.
    public var attributeDefinitions: [AttributeDefinition]
    /// The primary key: a partition key, and perhaps a sort key after it.
    public var keySchema: [KeySchemaElement]
    /// Indexes with the table's partition key.
    public var localSecondaryIndexes: [SecondaryIndexDescription]
    /// Indexes with separate keys, those that are being filled with them.
    public var globalSecondaryIndexes: [SecondaryIndexDescription]
    /// How the table is paid for.
    public var billingMode: BillingMode
    /// When it was last set to be paid by request, in seconds since 1970.
    public var lastUpdateToPayPerRequest: Double?
    /// Zero units when paid by request.
    public var provisionedThroughput: ProvisionedThroughput
    /// What the stream records; nil for no stream.
    public var streamViewType: StreamViewType?
    /// The stream's label (the time that it was turned on, ISO 8601); nil when there never was one.
    public var latestStreamLabel: String?
    /// Whether the table refuses to be deleted.
    public var deletionProtectionEnabled: Bool
    /// How many items it holds.
    public var itemCount: Int
    /// How many bytes they take by DynamoDB's counting.
    public var tableSizeBytes: Int
    /// When its throughput was changed.
    public var throughputChanges: ThroughputChanges
    /// Limits of a table that is paid by request; nil for none.
    public var onDemandThroughput: OnDemandThroughput?
    /// What it can give at once; nil where it is not reported.
    public var warmThroughput: WarmThroughput?
    /// Whether ``warmThroughput`` is being raised.
    public var isWarming: Bool
    /// The class; nil when it never was set.
    public var tableClass: TableClassSummary?
    /// The Amazon Resource Name of the account's key; nil when the table is encrypted with the service's own.
    public var kmsMasterKeyArn: String?
    /// Whether another key is being put to use, or none of the account's. The engine says so only in the answer to the
    /// change.
    public var isChangingEncryption = false
    /// Where it was restored from; nil for a table that was not.
    public var restoreSummary: RestoreSummary?

    /// A description.
    public init(
        tableName: String, tableStatus: TableStatus, tableId: String, tableArn: String, creationDateTime: Double,
        attributeDefinitions: [AttributeDefinition], keySchema: [KeySchemaElement],
        localSecondaryIndexes: [SecondaryIndexDescription] = [],
        globalSecondaryIndexes: [SecondaryIndexDescription] = [], billingMode: BillingMode,
        lastUpdateToPayPerRequest: Double? = nil,
        provisionedThroughput: ProvisionedThroughput = ProvisionedThroughput(
            readCapacityUnits: 0, writeCapacityUnits: 0),
        streamViewType: StreamViewType? = nil, latestStreamLabel: String? = nil,
        deletionProtectionEnabled: Bool = false, itemCount: Int = 0, tableSizeBytes: Int = 0,
        throughputChanges: ThroughputChanges = ThroughputChanges(), onDemandThroughput: OnDemandThroughput? = nil,
        warmThroughput: WarmThroughput? = nil, isWarming: Bool = false, tableClass: TableClassSummary? = nil,
        kmsMasterKeyArn: String? = nil
    ) {
        self.tableName = tableName
        self.tableStatus = tableStatus
        self.tableId = tableId
        self.tableArn = tableArn
        self.creationDateTime = creationDateTime
        self.attributeDefinitions = attributeDefinitions
        self.keySchema = keySchema
        self.localSecondaryIndexes = localSecondaryIndexes
        self.globalSecondaryIndexes = globalSecondaryIndexes
        self.billingMode = billingMode
        self.lastUpdateToPayPerRequest = lastUpdateToPayPerRequest
        self.provisionedThroughput = provisionedThroughput
        self.streamViewType = streamViewType
        self.latestStreamLabel = latestStreamLabel
        self.deletionProtectionEnabled = deletionProtectionEnabled
        self.itemCount = itemCount
        self.tableSizeBytes = tableSizeBytes
        self.throughputChanges = throughputChanges
        self.onDemandThroughput = onDemandThroughput
        self.warmThroughput = warmThroughput
        self.isWarming = isWarming
        self.tableClass = tableClass
        self.kmsMasterKeyArn = kmsMasterKeyArn
    }
}
