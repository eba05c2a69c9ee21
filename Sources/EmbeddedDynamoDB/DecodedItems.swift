import DynamoModel
import Glibc

/// The items that a connection decoded last, by their rows' checksums: most reads are of items that were read just before.
///
/// An item is taken from here only when key and checksum of the row that was found in the snapshot are the same, so that it is
/// never an older one. A row that was damaged since is not noticed then, and need not be: the item is what was written.
/// Not to be shared: it belongs to whoever has the connection.
final class DecodedItems {
    /// Slots; a power of two. They are searched in sets of ``setSize``.
    private static let slotCount = 4096
    private static let setSize = 4
    /// Items above this size, in bytes, are not kept, so that the slots stay within a few megabytes.
    private static let largestItem = 4096

    private struct Slot {
        let checksum: UInt64
        let key: KeyBytes
        let item: Item
        let size: Int

        func hasKey(_ other: UnsafeRawBufferPointer) -> Bool {
            key.count == other.count
                && key.withUnsafeBytes { memcmp($0.baseAddress!, other.baseAddress!, other.count) == 0 }
        }
    }

    private let names: NameTable

    init(names: NameTable) { self.names = names }

    /// Made with the first item: most connections of a small service never read.
    private var slots: [Slot?] = []

    /// The item of a row, and its size by DynamoDB's counting.
    func item(row: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer) throws(DamagedRow) -> (item: Item, size: Int) {
        let checksum = try StoredItem.checksum(of: row)
        let first = Int(truncatingIfNeeded: checksum) & (Self.slotCount - Self.setSize)
        if !slots.isEmpty {
            for index in first..<first + Self.setSize {
                if let slot = slots[index], slot.checksum == checksum, slot.hasKey(key) {
                    return (slot.item, slot.size)
                }
            }
        }
        let stored = try StoredItem(row: row, key: key)
        let item = try stored.item(names: names)
        if stored.size <= Self.largestItem {
            if slots.isEmpty { slots = Array(repeating: nil, count: Self.slotCount) }
            // Which of the set gives way is as good as drawn by lot: checksums are.
            let index = first + Int(truncatingIfNeeded: checksum >> 32) & (Self.setSize - 1)
            slots[free(first) ?? index] = Slot(checksum: checksum, key: KeyBytes(key), item: item, size: stored.size)
        }
        return (item, stored.size)
    }

    private func free(_ first: Int) -> Int? { (first..<first + Self.setSize).first { slots[$0] == nil } }
}
