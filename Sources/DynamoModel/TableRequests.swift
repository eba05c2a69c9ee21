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

/// A change of a table's index.
public enum GlobalSecondaryIndexUpdate: Sendable, Equatable {
    /// Makes an index and fills it from the table.
    case create(SecondaryIndex)
    /// Changes an index's throughput: at least one of its three forms.
    case update(
        indexName: String, ProvisionedThroughput?, onDemand: OnDemandThroughput? = nil, warm: WarmThroughput? = nil)
    /// Removes an index.
    case delete(indexName: String)

    /// The index that it is about.
    public var indexName: String {
        switch self {
        case .create(let index): index.indexName
        case .update(let name, _, _, _), .delete(let name): name
        }
    }
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
    /// Limits of a table that is paid by request.
    public var onDemandThroughput: OnDemandThroughput?
    /// What the table is to give at once.
    public var warmThroughput: WarmThroughput?
    /// The class.
    public var tableClass: TableClass?
    /// The encryption.
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

/// A page of table names.
public struct ListTablesResponse: Sendable, Equatable {
    /// Names in byte order.
    public var tableNames: [String]
    /// Where the next page starts; nil when this was the last.
    public var lastEvaluatedTableName: String?

    /// A page of names in byte order, and the name to go on after; nil after the last page.
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
