/// Reads of up to 100 items by their keys, of one or several tables.
public struct BatchGetItemRequest: Sendable, Equatable {
    /// The keys by table.
    public var requestItems: [String: KeysAndAttributes]
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity

    /// Reads of several items.
    public init(
        requestItems: [String: KeysAndAttributes], returnConsumedCapacity: ReturnConsumedCapacity = .none
    ) {
        self.requestItems = requestItems
        self.returnConsumedCapacity = returnConsumedCapacity
    }
}
