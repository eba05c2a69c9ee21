/// The answer to a ``BatchGetItemRequest``.
public struct BatchGetItemResponse: Sendable, Equatable {
    /// The items that are there, by table, in no promised order.
    public var responses: [String: [Item]]
    /// What was not read (16 MB were reached, or throughput was used up): to be asked for again.
    public var unprocessedKeys: [String: KeysAndAttributes]
    /// What it took, if asked for.
    public var consumedCapacity: [ConsumedCapacity]?

    /// What was found by table, what has to be asked for again, and what it took.
    public init(
        responses: [String: [Item]], unprocessedKeys: [String: KeysAndAttributes] = [:],
        consumedCapacity: [ConsumedCapacity]? = nil
    ) {
        self.responses = responses
        self.unprocessedKeys = unprocessedKeys
        self.consumedCapacity = consumedCapacity
    }
}
