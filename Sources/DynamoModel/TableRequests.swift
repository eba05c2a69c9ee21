/// A table to make.
public struct CreateTableRequest: Sendable, Equatable {
    /// The name, 3 to 255 of `a-z A-Z 0-9 _ - .`.
    public var tableName: String
    /// The types of all attributes that keys use, and of no others.
    public var attributeDefinitions: [AttributeDefinition]
    /// The primary key.
    public var keySchema: [KeySchemaElement]
    /// Up to 5.
    public var localSecondaryIndexes: [SecondaryIndex]
    /// Up to 20.
    public var globalSecondaryIndexes: [SecondaryIndex]
    /// How the table is paid for.
    public var billingMode: BillingMode
    /// Required when provisioned.
    public var provisionedThroughput: ProvisionedThroughput?
    /// What the stream records; nil for no stream.
    public var streamViewType: StreamViewType?
    /// Whether the table refuses to be deleted.
    public var deletionProtectionEnabled: Bool
    /// Labels.
    public var tags: [Tag]

    /// A table to make.
    public init(
        tableName: String, attributeDefinitions: [AttributeDefinition], keySchema: [KeySchemaElement],
        localSecondaryIndexes: [SecondaryIndex] = [], globalSecondaryIndexes: [SecondaryIndex] = [],
        billingMode: BillingMode = .payPerRequest, provisionedThroughput: ProvisionedThroughput? = nil,
        streamViewType: StreamViewType? = nil, deletionProtectionEnabled: Bool = false, tags: [Tag] = []
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
    }
}

/// A change of a table's index.
public enum GlobalSecondaryIndexUpdate: Sendable, Equatable {
    /// Makes an index and fills it from the table.
    case create(SecondaryIndex)
    /// Changes an index's throughput.
    case update(indexName: String, ProvisionedThroughput)
    /// Removes an index.
    case delete(indexName: String)
}

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

    /// A change of a table.
    public init(
        tableName: String, attributeDefinitions: [AttributeDefinition] = [], billingMode: BillingMode? = nil,
        provisionedThroughput: ProvisionedThroughput? = nil,
        globalSecondaryIndexUpdates: [GlobalSecondaryIndexUpdate] = [], streamViewType: StreamViewType?? = nil,
        deletionProtectionEnabled: Bool? = nil
    ) {
        self.tableName = tableName
        self.attributeDefinitions = attributeDefinitions
        self.billingMode = billingMode
        self.provisionedThroughput = provisionedThroughput
        self.globalSecondaryIndexUpdates = globalSecondaryIndexUpdates
        self.streamViewType = streamViewType
        self.deletionProtectionEnabled = deletionProtectionEnabled
    }
}

/// The state of a table.
public enum TableStatus: String, Sendable, CaseIterable {
    /// It is being made.
    case creating = "CREATING"
    /// It is being changed; it can be read and written.
    case updating = "UPDATING"
    /// It is being removed.
    case deleting = "DELETING"
    /// It is ready.
    case active = "ACTIVE"
}

/// The state of an index.
public enum IndexStatus: String, Sendable, CaseIterable {
    /// It is being made, and filled from the table.
    case creating = "CREATING"
    /// It is being changed.
    case updating = "UPDATING"
    /// It is being removed.
    case deleting = "DELETING"
    /// It can be read.
    case active = "ACTIVE"
}

/// What there is to know of an index.
public struct SecondaryIndexDescription: Sendable, Equatable {
    /// Its definition.
    public var index: SecondaryIndex
    /// Its state.
    public var indexStatus: IndexStatus
    /// Whether it is being filled from the table.
    public var backfilling: Bool
    /// How many items it holds.
    public var itemCount: Int
    /// How many bytes they take by DynamoDB's counting.
    public var indexSizeBytes: Int
    /// Its Amazon Resource Name.
    public var indexArn: String

    /// A description.
    public init(
        index: SecondaryIndex, indexStatus: IndexStatus, backfilling: Bool, itemCount: Int, indexSizeBytes: Int,
        indexArn: String
    ) {
        self.index = index
        self.indexStatus = indexStatus
        self.backfilling = backfilling
        self.itemCount = itemCount
        self.indexSizeBytes = indexSizeBytes
        self.indexArn = indexArn
    }
}

/// What there is to know of a table.
public struct TableDescription: Sendable, Equatable {
    /// The table's name.
    public var tableName: String
    /// Its state.
    public var tableStatus: TableStatus
    /// A UUID that a table of the same name made later does not share.
    public var tableId: String
    /// Its Amazon Resource Name.
    public var tableArn: String
    /// When it was made, in seconds since 1970.
    public var creationDateTime: Double
    /// The types of all key attributes.
    public var attributeDefinitions: [AttributeDefinition]
    /// The primary key.
    public var keySchema: [KeySchemaElement]
    /// Local indexes.
    public var localSecondaryIndexes: [SecondaryIndexDescription]
    /// Global indexes.
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
        deletionProtectionEnabled: Bool = false, itemCount: Int = 0, tableSizeBytes: Int = 0
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
    }
}

/// A page of table names.
public struct ListTablesResponse: Sendable, Equatable {
    /// Names in byte order.
    public var tableNames: [String]
    /// Where the next page starts; nil when this was the last.
    public var lastEvaluatedTableName: String?

    /// A page.
    public init(tableNames: [String], lastEvaluatedTableName: String? = nil) {
        self.tableNames = tableNames
        self.lastEvaluatedTableName = lastEvaluatedTableName
    }
}

/// The attribute that holds when an item expires, in seconds since 1970.
public struct TimeToLive: Sendable, Equatable {
    /// The attribute; nil when it never was set.
    public var attributeName: String?
    /// Whether items expire.
    public var isEnabled: Bool

    /// A setting.
    public init(attributeName: String?, isEnabled: Bool) {
        self.attributeName = attributeName
        self.isEnabled = isEnabled
    }
}
