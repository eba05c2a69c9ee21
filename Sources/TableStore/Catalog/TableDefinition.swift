import DynamoModel

/// A table as it is stored.
package struct TableDefinition: Sendable, Equatable {
    package var name: String
    /// The number of its storage; never used twice in a file.
    package var id: Int
    package var tableId: String
    package var created: Double
    package var attributeDefinitions: [AttributeDefinition]
    package var keySchema: [KeySchemaElement]
    package var indexes: [IndexDefinition]
    package var billingMode: BillingMode
    package var lastUpdateToPayPerRequest: Double?
    package var throughput: ProvisionedThroughput
    package var streamViewType: StreamViewType?
    package var streamLabel: String?
    package var deletionProtection: Bool
    package var timeToLive: TimeToLive
    /// The index of the times when items expire; nil when they do not.
    package var expiry: ExpiryIndex?
    package var tags: [ByteKey: String]
    package var throughputChanges = ThroughputChanges()
    package var onDemandThroughput: OnDemandThroughput?
    /// Both members are set.
    package var warmThroughput: WarmThroughput
    package var tableClass: TableClassSummary?
    package var kmsMasterKeyArn: String?
    /// Point-in-time recovery; nil when it is off.
    package var recovery: RecoveryWindow?
    /// Where the table was restored from; nil for one that was not.
    package var restore: RestoreOrigin?
    /// The resource policy; nil for none.
    package var policy: Policy?
    /// Contributor Insights, where they were ever on: by the names of indexes, under the empty name the table's own.
    package var insights: [String: Insights] = [:]

    /// A resource policy with its revision.
    package struct Policy: Sendable, Equatable {
        package var text: String
        package var revision: String

        package init(text: String, revision: String) {
            self.text = text
            self.revision = revision
        }
    }

    /// Whether insights are on, and since when.
    package struct Insights: Sendable, Equatable {
        package var isEnabled: Bool
        /// Which keys are counted, as requests spell it.
        package var mode: String
        package var since: Double

        package init(isEnabled: Bool, mode: String, since: Double) {
            self.isEnabled = isEnabled
            self.mode = mode
            self.since = since
        }
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
        self.created = created
        self.attributeDefinitions = attributeDefinitions
        self.keySchema = keySchema
        self.indexes = indexes
        self.billingMode = billingMode
        self.lastUpdateToPayPerRequest = lastUpdateToPayPerRequest
        self.throughput = throughput
        self.streamViewType = streamViewType
        self.streamLabel = streamLabel
        self.deletionProtection = deletionProtection
        self.timeToLive = timeToLive
        self.tags = tags
        self.throughputChanges = throughputChanges
        self.onDemandThroughput = onDemandThroughput
        self.warmThroughput = warmThroughput
        self.tableClass = tableClass
        self.kmsMasterKeyArn = kmsMasterKeyArn
    }
}
