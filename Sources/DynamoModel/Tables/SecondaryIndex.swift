/// A secondary index to make: local (the table's partition key, another sort key) or global.
public struct SecondaryIndex: Sendable, Hashable {
    /// The name, 3 to 255 of `a-z A-Z 0-9 _ - .`, unique within the table.
    public var indexName: String
    /// Partition key attributes, then sort key attributes: one each, or up to four each in a global index.
    public var keySchema: [KeySchemaElement]
    /// Which attributes of an item its entries hold.
    public var projection: Projection
    /// For a global index of a provisioned table.
    public var provisionedThroughput: ProvisionedThroughput?
    /// For a global index of a table that is paid by request.
    public var onDemandThroughput: OnDemandThroughput?
    /// What a global index is to give at once, as a request says it.
    public var warmThroughput: WarmThroughput?

    /// An index of items that have all of its key attributes.
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
