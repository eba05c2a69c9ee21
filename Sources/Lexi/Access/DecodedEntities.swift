import DynamoModel
import Synchronization

/// The entities that were made of items last.
///
/// The embedded engine hands out the very same value for a row that has not changed; what was made of that value once need
/// not be made again. Only an item that shares its storage with the one that is kept is taken for the same, so that an
/// entity here is never an older one. A back end that makes each item anew finds nothing here, and loses little.
final class DecodedEntities: Sendable {
    /// Slots; a power of two.
    private static let slotCount = 4096
    /// An item's storage is aligned, so that the lowest bits of its address say nothing.
    private static let alignmentBits = 5

    private struct Slot {
        /// Kept, so that its storage cannot become another item's.
        let item: Item
        let entity: any ItemConvertible
    }

    private let slots = Mutex<[Slot?]>([])

    /// The entity of an item, made now or before.
    func entity<Entity: ItemConvertible>(_ item: Item, as: Entity.Type) throws(CorruptItem) -> Entity {
        let index = item.storageAddress >> Self.alignmentBits & (Self.slotCount - 1)
        let known = slots.withLock { slots in index < slots.count ? slots[index] : nil }
        if let known, known.item.isSameStorage(as: item), let entity = known.entity as? Entity { return entity }
        let entity = try Entity(item: item)
        slots.withLock { slots in
            if slots.isEmpty { slots = Array(repeating: nil, count: Self.slotCount) }
            slots[index] = Slot(item: item, entity: entity)
        }
        return entity
    }
}
