import DynamoModel

/// The primary key of an item.
public struct ItemKey: Sendable, Hashable, CustomStringConvertible {
    /// `PK`.
    public let partition: String
    /// `SK`.
    public let sort: String

    init(_ partition: String, _ sort: String) {
        self.partition = partition
        self.sort = sort
    }

    init?(_ item: Item) {
        guard let partition = item[TableAttribute.partition]?.string, let sort = item[TableAttribute.sort]?.string
        else { return nil }
        self.init(partition, sort)
    }

    /// The key's attributes.
    var item: Item { [TableAttribute.partition: .s(partition), TableAttribute.sort: .s(sort)] }

    /// Both parts, for messages to operators.
    public var description: String { "\(partition) / \(sort)" }

    /// Whether both parts have the same bytes.
    public static func == (left: ItemKey, right: ItemKey) -> Bool {
        left.partition.hasSameBytes(as: right.partition) && left.sort.hasSameBytes(as: right.sort)
    }

    /// Hashes what ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(partition)
        hasher.combine(sort)
    }
}
