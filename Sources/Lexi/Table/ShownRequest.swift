import DynamoModel

/// A read as it would be sent.
package enum ShownRequest: Sendable {
    /// A read of one item.
    case get(GetItemRequest)
    /// A read of items by their keys.
    case batchGet(BatchGetItemRequest)
    /// One page of a partition of the table or of an index.
    case query(QueryRequest)
}
