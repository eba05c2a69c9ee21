import DynamoModel

/// A table as it is stored.
package struct TableDefinition: Sendable, Equatable, ItemRepresentable {
    package var name: String
    /// The number of its storage; never used twice in a file.
    package var id: Int
    package var tableId: String
    private var createdAt: StoredTime
    package var attributeDefinitions: [AttributeDefinition]
    package var keySchema: [KeySchemaElement]
    package var indexes: [IndexDefinition]
    package var billingMode: BillingMode
    private var payPerRequestSince: StoredTime?
    package var throughput: ProvisionedThroughput
    package var streamViewType: StreamViewType?
    package var streamLabel: String?
    package var deletionProtection: Bool
    private var timeToLiveAttribute: String?
    private var isTimeToLiveEnabled: Bool
    private var expiryStorage: Int?
    private var isExpiryActive: Bool?
    package var tags: [ByteKey: String]
    private var changes: ThroughputChanges?
    package var onDemandThroughput: OnDemandThroughput?
    private var warm: WarmThroughput?
    private var tableClassName: TableClass?
    private var tableClassSince: StoredTime?
    package var kmsMasterKeyArn: String?
    /// Point-in-time recovery; nil when it is off.
    package var recovery: RecoveryWindow?
    /// Where the table was restored from; nil for one that was not.
    package var restore: RestoreOrigin?
    private var policyText: String?
    private var policyRevision: String?
    private var insightsByIndex: [String: Insights]?

    private enum CodingKeys: String, CodingKey {
        case name, id, tableId, keySchema, indexes, billingMode, throughput, streamViewType, streamLabel
        case deletionProtection, tags, recovery, restore, payPerRequestSince, tableClassSince, policyRevision, warm
        case createdAt = "created"
        case attributeDefinitions = "attributes"
        case timeToLiveAttribute = "ttlAttribute"
        case isTimeToLiveEnabled = "ttlEnabled"
        case expiryStorage = "ttlIndex"
        case isExpiryActive = "ttlIndexActive"
        case changes = "throughputChanges"
        case onDemandThroughput = "onDemand"
        case tableClassName = "tableClass"
        case kmsMasterKeyArn = "kmsKey"
        case policyText = "policy"
        case insightsByIndex = "insights"
    }

    package init(
        name: String,
        id: Int,
        tableId: String,
        created: Double,
        attributeDefinitions: [AttributeDefinition],
        keySchema: [KeySchemaElement],
        indexes: [IndexDefinition],
        billingMode: BillingMode,
        lastUpdateToPayPerRequest: Double? = nil,
        throughput: ProvisionedThroughput,
        streamViewType: StreamViewType? = nil,
        streamLabel: String? = nil,
        deletionProtection: Bool,
        timeToLive: TimeToLive,
        tags: [ByteKey: String],
        throughputChanges: ThroughputChanges = ThroughputChanges(),
        onDemandThroughput: OnDemandThroughput? = nil,
        warmThroughput: WarmThroughput,
        tableClass: TableClassSummary? = nil,
        kmsMasterKeyArn: String? = nil
    ) {
        self.name = name
        self.id = id
        self.tableId = tableId
        self.createdAt = StoredTime(seconds: created)
        self.attributeDefinitions = attributeDefinitions
        self.keySchema = keySchema
        self.indexes = indexes
        self.billingMode = billingMode
        self.throughput = throughput
        self.streamViewType = streamViewType
        self.streamLabel = streamLabel
        self.deletionProtection = deletionProtection
        self.isTimeToLiveEnabled = timeToLive.isEnabled
        self.tags = tags
        self.onDemandThroughput = onDemandThroughput
        self.kmsMasterKeyArn = kmsMasterKeyArn
        self.lastUpdateToPayPerRequest = lastUpdateToPayPerRequest
        self.timeToLive = timeToLive
        self.throughputChanges = throughputChanges
        self.warmThroughput = warmThroughput
        self.tableClass = tableClass
    }
}

// What is stored in several members, or only where it differs from what a new table has.

extension TableDefinition {
    /// When it was made, in seconds since 1970, to the millisecond.
    package var created: Double { createdAt.seconds }

    /// When it was last set to be paid by request, in seconds since 1970, to the millisecond; nil when it never was.
    package var lastUpdateToPayPerRequest: Double? {
        get { payPerRequestSince?.seconds }
        set { payPerRequestSince = newValue.map(StoredTime.init) }
    }

    package var timeToLive: TimeToLive {
        get { TimeToLive(attributeName: timeToLiveAttribute, isEnabled: isTimeToLiveEnabled) }
        set { (timeToLiveAttribute, isTimeToLiveEnabled) = (newValue.attributeName, newValue.isEnabled) }
    }

    /// The index of the times when items expire; nil when they do not.
    package var expiry: ExpiryIndex? {
        get { expiryStorage.map { ExpiryIndex(id: $0, isActive: isExpiryActive ?? false) } }
        set { (expiryStorage, isExpiryActive) = (newValue?.id, newValue?.isActive) }
    }

    package var throughputChanges: ThroughputChanges {
        get { changes ?? ThroughputChanges() }
        set { changes = newValue == ThroughputChanges() ? nil : newValue }
    }

    /// Both members are set. What was stored before these were kept has the values that a new table has; a loaded
    /// catalog keeps them.
    package var warmThroughput: WarmThroughput {
        get { warm ?? .initial(billingMode, throughput) }
        set { warm = newValue }
    }

    package var tableClass: TableClassSummary? {
        get { tableClassName.map { TableClassSummary(tableClass: $0, lastUpdate: tableClassSince?.seconds) } }
        set { (tableClassName, tableClassSince) = (newValue?.tableClass, newValue?.lastUpdate.map(StoredTime.init)) }
    }

    /// The resource policy; nil for none.
    package var policy: ResourcePolicy? {
        get {
            guard let policyText, let policyRevision else { return nil }
            return ResourcePolicy(text: policyText, revision: policyRevision)
        }
        set { (policyText, policyRevision) = (newValue?.text, newValue?.revision) }
    }

    /// Contributor Insights, where they were ever on: by the names of indexes, under the empty name the table's own.
    package var insights: [String: Insights] {
        get { insightsByIndex ?? [:] }
        set { insightsByIndex = newValue.isEmpty ? nil : newValue }
    }
}
