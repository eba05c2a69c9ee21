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
