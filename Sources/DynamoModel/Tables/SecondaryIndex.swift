/// A secondary index to make: local (the table's partition key, another sort key) or global.
public struct SecondaryIndex: Sendable, Hashable {
    /// Unique within the table.
    public var indexName: String
    /// Partition key attributes, then sort key attributes: one each, or up to four each in a global index.
    public var keySchema: [KeySchemaElement]
    /// What it holds.
    public var projection: Projection
    /// For a global index of a provisioned table.
    public var provisionedThroughput: ProvisionedThroughput?
    /// For a global index of a table that is paid by request.
    public var onDemandThroughput: OnDemandThroughput?
    /// What a global index is to give at once, as a request says it.
    public var warmThroughput: WarmThroughput?

    /// An index.
    public init(
        indexName: String, keySchema: [KeySchemaElement], projection: Projection = .all,
        provisionedThroughput: ProvisionedThroughput? = nil, onDemandThroughput: OnDemandThroughput? = nil,
        warmThroughput: WarmThroughput? = nil
    ) {
        self.indexName = indexName
        self.keySchema = keySchema
        self.projection = projection
        self.provisionedThroughput = provisionedThroughput
        self.onDemandThroughput = onDemandThroughput
        self.warmThroughput = warmThroughput
    }
}
