import Synchronization

/// What was made of items last, so that it need not be made again.
///
/// The embedded engine hands out the very same value for a row that has not changed. Only an item that shares its
/// storage with the one that is kept is taken for the same, so that what is found here was never made of an older one.
/// Items that a back end makes again each time are not found, and lose little.
public final class ItemMemo<Value: Sendable>: Sendable {
    /// Slots; a power of two. They are searched in sets of ``setSize``.
    @usableFromInline static var slotCount: Int { 4096 }
    @usableFromInline static var setSize: Int { 4 }

    @usableFromInline
    struct Slot: Sendable {
        /// Kept, so that its storage cannot become another item's.
        @usableFromInline let item: Item
        @usableFromInline let value: Value

        @inlinable
        init(item: Item, value: Value) { (self.item, self.value) = (item, value) }
    }

    /// Items that take more memory, in bytes, are not kept, so that all of them stay within some dozens of megabytes.
    @usableFromInline static var largestItem: Int { 16 * 1024 }

    @usableFromInline
    struct Slots: Sendable {
        /// Where the slots' items lie; searched without reading an item or value.
        @usableFromInline var addresses: [Int] = []
        @usableFromInline var slots: [Slot?] = []

        @inlinable
        init() {}
    }

    /// Made with the first value.
    @usableFromInline let slots = Mutex(Slots())
    /// The items that a value was made of once.
    @usableFromInline let sights = Mutex(FirstSights())

    /// A memo that remembers nothing yet.
    public init() {}

    /// What was kept of an item; nil when it is not there any more, or never was.
    @inlinable
    public func value(of item: Item) -> Value? {
        let first = Self.firstSlot(item)
        let address = item.storageAddress
        return slots.withLock { kept in
            guard !kept.addresses.isEmpty else { return nil }
            for index in first..<first + Self.setSize where kept.addresses[index] == address {
                if let slot = kept.slots[index], slot.item.isSameStorage(as: item) { return slot.value }
            }
            return nil
        }
    }

    /// Whether what is made of an item is worth keeping: it has been met before, lately, as far as its first attributes
    /// show.
    @inlinable
    public func isWorthKeeping(_ item: Item) -> Bool {
        let hash = item.sightHash
        return sights.withLock { $0.isRepeated(hash) }
    }

    /// Keeps what was made of an item, in place of what was kept first of its set.
    @inlinable
    public func keep(_ value: Value, of item: Item) {
        guard item.memorySize <= Self.largestItem else { return }
        let first = Self.firstSlot(item)
        slots.withLock { kept in
            if kept.slots.isEmpty {
                kept.slots = Array(repeating: nil, count: Self.slotCount)
                kept.addresses = Array(repeating: 0, count: Self.slotCount)
            }
            for index in (first + 1..<first + Self.setSize).reversed() {
                kept.slots[index] = kept.slots[index - 1]
                kept.addresses[index] = kept.addresses[index - 1]
            }
            kept.slots[first] = Slot(item: item, value: value)
            kept.addresses[first] = item.storageAddress
        }
    }

    /// Where an item's set begins. Addresses are alike in their lowest and highest bits: multiplying mixes them.
    @inlinable
    static func firstSlot(_ item: Item) -> Int {
        let mixed = UInt64(truncatingIfNeeded: item.storageAddress) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: mixed >> 40) & (slotCount - setSize)
    }
}

extension AttributeMap {
    /// A hash of the ends of the first texts: keys and ids differ there.
    @usableFromInline var sightHash: UInt64 {
        var hash = UInt64(truncatingIfNeeded: members.count)
        for index in members.indices.prefix(4) {
            guard case .s(let text) = members[index].value else { continue }
            let end = text.withBytes { bytes in
                bytes.suffix(8).reduce(UInt64(truncatingIfNeeded: bytes.count)) { $0 &* 257 &+ UInt64($1) }
            }
            hash = (hash ^ end) &* 0x9e37_79b9_7f4a_7c15
            hash ^= hash >> 29
        }
        return hash
    }
}
