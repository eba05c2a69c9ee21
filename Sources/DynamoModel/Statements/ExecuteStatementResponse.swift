/// The answer to an ``ExecuteStatementRequest``.
public struct ExecuteStatementResponse: Sendable, Equatable {
    /// The items of a read; of a write what `RETURNING` gives.
    public var items: [Item]
    /// Where the next page starts; nil when this was the last.
    public var nextToken: String?
    /// The key of the last item that was read, when there may be more.
    public var lastEvaluatedKey: Item?
    /// What it took, if asked for.
    public var consumedCapacity: ConsumedCapacity?

    /// What was found, and what it took.
    public init(
        items: [Item] = [], nextToken: String? = nil, lastEvaluatedKey: Item? = nil,
        consumedCapacity: ConsumedCapacity? = nil
    ) {
        self.items = items
        self.nextToken = nextToken
        self.lastEvaluatedKey = lastEvaluatedKey
        self.consumedCapacity = consumedCapacity
    }
}
