/// The answer to a ``GetItemRequest``.
public struct GetItemResponse: Sendable, Equatable {
    /// The item; nil when no item has the key.
    public var item: Item?
    /// What it took, if asked for.
    public var consumedCapacity: ConsumedCapacity?
    /// The item in place of ``item``, which is then nil; nil unless the request asked for ``ItemForm/json``.
    package var wireItem: WireItems?

    /// What was found, and what it took.
    public init(item: Item? = nil, consumedCapacity: ConsumedCapacity? = nil) {
        self.item = item
        self.consumedCapacity = consumedCapacity
    }
}
