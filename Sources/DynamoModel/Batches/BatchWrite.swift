/// One write of a batch.
public enum BatchWrite: Sendable, Equatable {
    /// Puts a whole item.
    case put(item: Item)
    /// Removes the item with this key.
    case delete(key: Item)
}
