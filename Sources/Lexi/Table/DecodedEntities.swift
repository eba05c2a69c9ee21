import DynamoModel

/// The entities that were made of items last: what was made of a value once need not be made again.
final class DecodedEntities: Sendable {
    /// An entity that is looked for and handed over by reference: entities have many texts, each of which counts its
    /// copies.
    private final class Box<Entity: Sendable>: Sendable {
        let entity: Entity
        init(_ entity: Entity) { self.entity = entity }
    }

    private let memo = ItemMemo<any AnyObject & Sendable>()

    /// The entity of an item, made now or before.
    func entity<Entity: ItemConvertible>(_ item: Item, as: Entity.Type) throws(CorruptItem) -> Entity {
        if let known = memo.value(of: item) as? Box<Entity> { return known.entity }
        let entity = try Entity(item: item)
        if memo.isWorthKeeping(item) { memo.keep(Box(entity), of: item) }
        return entity
    }
}
