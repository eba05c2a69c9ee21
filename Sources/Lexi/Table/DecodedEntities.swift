import DynamoModel

/// The entities that were made of items last: what was made of a value once need not be made again.
final class DecodedEntities: Sendable {
    private let memo = ItemMemo<any ItemConvertible>()

    /// The entity of an item, made now or before.
    func entity<Entity: ItemConvertible>(_ item: Item, as: Entity.Type) throws(CorruptItem) -> Entity {
        if let entity = memo.value(of: item) as? Entity { return entity }
        let entity = try Entity(item: item)
        if memo.isWorthKeeping(item) { memo.keep(entity, of: item) }
        return entity
    }
}
