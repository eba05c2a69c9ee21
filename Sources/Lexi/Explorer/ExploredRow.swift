import DynamoModel

/// An item of a partition, by its key.
public struct ExploredRow: Sendable, Equatable {
    /// The partition key.
    public let partition: String
    /// The sort key.
    public let sort: String
    /// The kind; nil when it names none that this program knows.
    public let kind: ItemKind?

    init?(_ item: Item) {
        guard let key = ItemKey(item) else { return nil }
        (partition, sort, kind) = (key.partition, key.sort, ItemKind(of: item))
    }
}
