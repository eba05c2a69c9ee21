import DynamoModel

/// An item of a partition, by its key.
public struct ExploredRow: Sendable, Equatable {
    /// The partition key.
    public let partition: String
    /// The sort key.
    public let sort: String
    /// The kind; nil when it names none that this program knows.
    public let kind: ItemKind?
    /// Whose data it is, if a user's.
    public let owner: UserID?

    init?(_ item: Item) {
        guard let key = ItemKey(item) else { return nil }
        (partition, sort, kind, owner) = (key.partition, key.sort, ItemKind(of: item), item.owner)
    }
}

extension Item {
    /// Whose data an item is: the user that it names, or in whose partition it stands; nil for what is nobody's.
    var owner: UserID? {
        if let named = self["user_id"]?.string.flatMap({ UserID($0) }) { return named }
        return ItemKey(self).flatMap { User.tableKey.partition.read($0.partition) }
    }
}
