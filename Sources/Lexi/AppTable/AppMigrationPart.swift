import DynamoModel

/// Items that are written together: a user with all that is theirs, or a scenario.
public struct AppMigrationPart: Sendable {
    /// What messages call it.
    public let name: String
    /// The items but the last.
    public let items: [Item]
    /// What is written when all else is there, in this order. While it is not there the part is not done.
    public let last: [Item]
    /// The keys of items that may be there only if they are of this part, with the attribute that says whose they are.
    public let claims: [(key: Item, attribute: String, value: String)]
    /// How many items of which kind.
    public let counts: [AppTable.Kind: Int]

    /// The key of the last item: where it is, all are.
    public var mark: Item { Self.key(of: last.last ?? [:]) ?? [:] }

    /// The primary key of an item; nil when it has none.
    public static func key(of item: Item) -> Item? { ItemKey(item)?.item }
}
