import DynamoModel

/// An entity that is one item: both directions are pure, and the whole item with all its index keys comes from the
/// whole entity, so that no write can leave a stale key.
///
/// Items outlive programs. A kind whose attributes change in a way that ``init(_:)`` could not read moves its
/// ``schemaVersion`` on by one, and ``upgrade(_:from:)`` brings items of every older version to it; files of old items
/// in the tests hold it to that.
protocol ItemConvertible: Sendable, Equatable {
    /// The components of the partition key in the table.
    associatedtype Partition
    /// The components of the sort key in the table; `Void` when it is always the same.
    associatedtype Sort

    /// The kind, which every item names.
    static var kind: ItemKind { get }
    /// The version of the items that this program writes, from 1. Those of version 1 do not name it.
    static var schemaVersion: Int { get }
    /// The primary key.
    static var tableKey: EntityKey<Self, Partition, Sort> { get }
    /// The keys in the indexes, all of them.
    static var indexKeys: [any DeclaredKey<Self>] { get }

    /// Adds the attributes, without the keys.
    func write(to builder: inout ItemBuilder)
    /// Reads the attributes of an item of the current version.
    init(_ read: ItemReader) throws(CorruptItem)
    /// Brings an item of an older version to ``schemaVersion``. Pure; keys are left as they are, since the next write
    /// replaces the item.
    static func upgrade(_ item: inout Item, from version: Int)
}

extension ItemConvertible {
    static var schemaVersion: Int { 1 }
    static var indexKeys: [any DeclaredKey<Self>] { [] }
    static func upgrade(_ item: inout Item, from version: Int) {}

    /// The whole item, with all its keys.
    var item: Item {
        var builder = ItemBuilder(Self.kind, version: Self.schemaVersion)
        builder.set(Self.tableKey, of: self)
        for key in Self.indexKeys { builder.set(key, of: self) }
        write(to: &builder)
        return builder.item
    }

    /// Reads an item of this version or of any older one.
    ///
    /// - Throws: ``CorruptItem`` for what is damaged, of another kind, or of a version that this program does not know.
    init(item: Item) throws(CorruptItem) {
        try self.init(ItemReader(item, Self.kind, version: Self.schemaVersion, upgrade: Self.upgrade))
    }

    /// The primary key of the item.
    var key: ItemKey {
        guard let texts = Self.tableKey.texts(of: self) else { preconditionFailure("\(Self.kind) has no primary key") }
        return ItemKey(texts.partition, texts.sort)
    }

    /// The primary key of these components.
    static func key(_ partition: Partition, _ sort: Sort) -> ItemKey {
        ItemKey(tableKey.partition.text(partition), tableKey.sort.text(sort))
    }
}

extension ItemConvertible where Sort == Void {
    /// The primary key of these components.
    static func key(_ partition: Partition) -> ItemKey { key(partition, ()) }
}
