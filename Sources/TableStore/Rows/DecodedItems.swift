import Digests
import DynamoModel
import Glibc

/// The items that a connection decoded last: most reads are of items that were read just before.
///
/// An item is taken from here without a look at its row only in the read transaction in which the row was last found: within one
/// nothing changes. In a later one it is taken only when the checksum of the row that was found is the same, so that it is
/// never an older one. A row that was damaged since is not noticed then, and need not be: the item is what was written.
/// Not to be shared: it belongs to whoever has the connection.
final class DecodedItems {
    /// Slots; a power of two. They are searched in sets of ``setSize``.
    private static let slotCount = 4096
    private static let setSize = 4
    /// Items above this size, in bytes, are not kept, so that the slots stay within a few megabytes.
    private static let largestItem = 4096

    private final class Entry {
        let storage: Int
        let key: KeyBytes
        let hash: UInt64
        let checksum: UInt64
        let item: Item
        let size: Int
        /// The read transaction in which the row was last found; 0 for none.
        var snapshot: UInt64

        init(
            storage: Int, key: KeyBytes, hash: UInt64, checksum: UInt64, item: Item, size: Int, snapshot: UInt64
        ) {
            self.storage = storage
            self.key = key
            self.hash = hash
            self.checksum = checksum
            self.item = item
            self.size = size
            self.snapshot = snapshot
        }

        func isOf(_ storage: Int, _ other: UnsafeRawBufferPointer, _ hash: UInt64) -> Bool {
            guard self.hash == hash, self.storage == storage, key.count == other.count else { return false }
            return key.withUnsafeBytes { key in
                // A key is never empty.
                guard let left = key.baseAddress, let right = other.baseAddress else { return false }
                return memcmp(left, right, other.count) == 0
            }
        }
    }

    private let names: NameTable

    init(names: NameTable) { self.names = names }

    /// Made with the first item: most connections of a small service never read.
    private var slots: [Entry?] = []

    /// The item of a key, and its size by DynamoDB's counting, when its row was found in this very read transaction before.
    /// - Parameter snapshot: the read transaction's number; 0 when there is none.
    func known(
        _ storage: Int, _ key: UnsafeRawBufferPointer, in snapshot: UInt64
    ) -> (item: Item, size: Int)? {
        guard snapshot != 0, let place = place(storage, key, RowChecksum.hash(key)), let entry = slots[place],
            entry.snapshot == snapshot
        else { return nil }
        return (entry.item, entry.size)
    }

    /// The item of a row that was found, and its size by DynamoDB's counting.
    func item(
        _ storage: Int, row: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, in snapshot: UInt64
    ) throws(DamagedRow) -> (item: Item, size: Int) {
        let checksum = try StoredItem.checksum(of: row)
        let hash = RowChecksum.hash(key)
        let place = place(storage, key, hash)
        if let place, let entry = slots[place], entry.checksum == checksum {
            entry.snapshot = snapshot
            return (entry.item, entry.size)
        }
        let stored = try StoredItem(row: row, key: key)
        let item = try stored.item(names: names)
        if stored.size <= Self.largestItem {
            if slots.isEmpty { slots = Array(repeating: nil, count: Self.slotCount) }
            slots[place ?? free(hash, checksum)] = Entry(
                storage: storage, key: KeyBytes(key), hash: hash, checksum: checksum, item: item, size: stored.size,
                snapshot: snapshot)
        }
        return (item, stored.size)
    }

    private static func firstSlot(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash) & (slotCount - setSize)
    }

    /// Where the item of a key is kept.
    private func place(_ storage: Int, _ key: UnsafeRawBufferPointer, _ hash: UInt64) -> Int? {
        guard !slots.isEmpty else { return nil }
        let first = Self.firstSlot(hash)
        for index in first..<first + Self.setSize {
            if let entry = slots[index], entry.isOf(storage, key, hash) { return index }
        }
        return nil
    }

    /// A free slot for a hash; else one that gives way, as good as drawn by lot: checksums are.
    private func free(_ hash: UInt64, _ checksum: UInt64) -> Int {
        let first = Self.firstSlot(hash)
        return (first..<first + Self.setSize).first { slots[$0] == nil }
            ?? first + Int(truncatingIfNeeded: checksum >> 32) & (Self.setSize - 1)
    }
}
