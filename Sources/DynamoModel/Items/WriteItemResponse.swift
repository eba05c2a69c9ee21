/// The answer to a put, an update or a delete.
public struct WriteItemResponse: Sendable, Equatable {
    /// The attributes that `returnValues` asks for; nil when it asks for none.
    public var attributes: Item?
    /// What it took, if asked for.
    public var consumedCapacity: ConsumedCapacity?
    /// The collection's size, if asked for.
    public var itemCollectionMetrics: ItemCollectionMetrics?

    /// The attributes that `ReturnValues` asked for, and what the write took.
    public init(
        attributes: Item? = nil, consumedCapacity: ConsumedCapacity? = nil,
        itemCollectionMetrics: ItemCollectionMetrics? = nil
    ) {
        self.attributes = attributes
        self.consumedCapacity = consumedCapacity
        self.itemCollectionMetrics = itemCollectionMetrics
    }
}
