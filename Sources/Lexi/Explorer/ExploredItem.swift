import DynamoModel

/// An item as it stands in the table, with where the indexes have it and what reads and writes it.
public struct ExploredItem: Sendable {
    /// Where the item stands: in the table, or in an index whose key attributes it has.
    public struct Entry: Sendable, Equatable {
        /// Where.
        public let index: TableIndex
        /// Its partition key there.
        public let partition: String
        /// Its sort key there.
        public let sort: String

        /// Whether the whole item is there; if not, its keys are.
        public var isWhole: Bool { index.projection == .all }
    }

    /// A pattern that comes upon the item, and what it took when it was carried out.
    public struct Read: Sendable {
        /// Declared in ``AccessPatterns``, so that its number can be found in the documentation.
        public let pattern: AccessPattern
        /// What it took; nil when it was not carried out.
        public let cost: MeasuredRead?
    }

    /// The attributes as the table stores them, those that no entity shows included.
    public let item: Item
    /// Its kind; nil when it names none that this program knows.
    public let kind: ItemKind?
    /// Where it stands: in the table first.
    public let entries: [Entry]
    /// The patterns that come upon it, in the order of the registry.
    public let reads: [Read]
    /// The patterns that write items of its kind.
    public let writes: [AccessPattern]

    /// Whose data it is, if a user's.
    public var owner: UserID? { item.owner }

    /// The version of its kind that it was written in.
    public var version: Int { item[TableAttribute.version]?.int ?? 1 }
}
