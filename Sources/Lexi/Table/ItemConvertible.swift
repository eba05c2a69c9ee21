import DynamoModel

/// An entity that is one item: both directions are pure, and the whole item with all its index keys comes from the
/// whole entity, so that no write can leave a stale key behind.
protocol ItemConvertible: Sendable {
    static var kind: ItemKind { get }
    var item: Item { get }
    init(item: Item) throws(CorruptItem)
}
