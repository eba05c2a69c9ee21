import DynamoModel
import Synchronization

/// The items that were changed last, for those who read them next: what one call changed the next call of the same
/// caller often reads, and the pages of its rows would have to be read from the log. New items are seldom read so soon,
/// and would displace the others.
///
/// The writer takes the items that a transaction changes out before its COMMIT, and puts their new states in after it
/// and before anybody hears of it. What is found is therefore the item's last committed state at that moment: a later
/// commit would have taken it out. Of an item that is not found nothing is known.
final class WrittenItems: Sendable {
    /// What a transaction made of an item.
    struct Write: Sendable {
        let storage: Int
        let key: KeyBytes
        /// By ``DecodedItems/hash(_:_:)``.
        let hash: UInt64
        /// The new state; nil for an item that is new, was removed, or whose row alone is known.
        let row: NewRow?
    }

    private struct Entry {
        let write: Write
        let row: NewRow
        /// What it takes, in bytes.
        let memory: Int
    }

    private struct State: ~Copyable {
        /// Made with the first item.
        var slots: [Entry?] = []
        var memory = 0
        /// Where room is made next.
        var hand = 0
        var isClosed = false
    }

    /// Slots; a power of two. They lie in sets of ``setSize``, the item that was written last first: it displaces the
    /// one of its set that was written longest ago.
    private static let slotCount = 16384
    private static let setSize = 4
    /// An item that would take more than this part of the memory is not kept.
    private static let largestShare = 64

    private let maximumMemory: Int
    private let state = Mutex(State())

    /// - Parameter maximumMemory: what the items may take, in bytes; 0 keeps none.
    init(maximumMemory: Int) { self.maximumMemory = maximumMemory }

    /// The state of an item when it was written lately: the item, and its size by DynamoDB's counting.
    func item(_ storage: Int, _ key: KeyBytes) -> (item: Item, size: Int)? {
        item(storage, key, hash: key.withUnsafeBytes { DecodedItems.hash(storage, $0) })
    }

    /// The same for a key whose hash is known.
    func item(_ storage: Int, _ key: KeyBytes, hash: UInt64) -> (item: Item, size: Int)? {
        state.withLock { state in
            guard let place = Self.place(hash, state), let entry = state.slots[place],
                entry.write.storage == storage, entry.write.key == key
            else { return nil }
            return (entry.row.item, entry.row.size)
        }
    }

    // MARK: For the writer

    /// Takes out the items that the coming commit changes, by their hashes.
    func takeOut(_ hashes: [UInt64]) {
        state.withLock { state in
            for hash in hashes {
                if let place = Self.place(hash, state) { Self.put(nil, at: place, &state) }
            }
        }
    }

    /// Puts in what was committed, in the order of the writes.
    func putIn(_ writes: [Write]) {
        guard maximumMemory > 0, !writes.isEmpty else { return }
        state.withLock { state in
            guard !state.isClosed else { return }
            if state.slots.isEmpty { state.slots = Array(repeating: nil, count: Self.slotCount) }
            for write in writes { Self.put(entry(write), of: write.hash, &state) }
            while state.memory > maximumMemory {
                Self.put(nil, at: state.hand, &state)
                state.hand = (state.hand + 1) & (Self.slotCount - 1)
            }
        }
    }

    /// Forgets all, for good: what is closed answers nothing.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.slots = []
        }
    }

    /// What an entry takes besides its item and its key's bytes.
    private static let entryMemory = 128

    private func entry(_ write: Write) -> Entry? {
        let largest = maximumMemory / Self.largestShare
        // The memory, which takes longer to work out, is not less than the size.
        guard let row = write.row, row.size <= largest else { return nil }
        let memory = row.item.memorySize + write.key.count + Self.entryMemory
        return memory <= largest ? Entry(write: write, row: row, memory: memory) : nil
    }

    /// Puts a key's state in place of the one before; nil when nothing is known of it.
    private static func put(_ entry: Entry?, of hash: UInt64, _ state: inout State) {
        let known = place(hash, state)
        guard let entry else {
            if let known { put(nil, at: known, &state) }
            return
        }
        let first = firstSlot(hash)
        let set = first..<first + setSize
        let last = known ?? set.first { state.slots[$0] == nil } ?? set.upperBound - 1
        put(nil, at: last, &state)
        for place in stride(from: last, to: first, by: -1) { state.slots.swapAt(place, place - 1) }
        put(entry, at: first, &state)
    }

    private static func put(_ entry: Entry?, at place: Int, _ state: inout State) {
        state.memory += (entry?.memory ?? 0) - (state.slots[place]?.memory ?? 0)
        state.slots[place] = entry
    }

    /// Where the item with a key's hash is; nil when it is not there.
    private static func place(_ hash: UInt64, _ state: borrowing State) -> Int? {
        guard !state.slots.isEmpty else { return nil }
        let first = firstSlot(hash)
        return (first..<first + setSize).first { state.slots[$0]?.write.hash == hash }
    }

    private static func firstSlot(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash) & (slotCount - 1) & ~(setSize - 1)
    }
}
