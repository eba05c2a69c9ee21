import Digests
import DynamoModel
import Glibc
import JSONText

/// The items that a connection decoded last: most reads are of items that were read just before.
///
/// Within a read transaction nothing changes, and from one to the next only the keys that were written between them:
/// all others are known, and are taken from here without reading their rows. An item whose key was written is taken
/// only when the checksum of the row that is found is the same, so that it is never an older one. A row that was
/// damaged since is not noticed then, and need not be: the item is what was written.
/// Not to be shared: it belongs to the holder of the connection.
final class DecodedItems {
    /// Slots; a power of two. They are searched in sets of ``setSize``.
    private static let slotCount = 4096
    private static let setSize = 4
    /// An item that would take more than this part of the memory is not kept.
    private static let largestShare = 64

    private final class Entry {
        let storage: Int
        let key: KeyBytes
        let hash: UInt64
        let checksum: UInt64
        let item: Item
        let size: Int
        /// What it takes of the memory, in bytes.
        let memory: Int
        /// The era in which the row was found, if its key was not written since; 0 otherwise.
        var era: UInt64

        init(
            storage: Int, key: KeyBytes, hash: UInt64, checksum: UInt64, item: Item, size: Int, memory: Int, era: UInt64
        ) {
            self.storage = storage
            self.key = key
            self.hash = hash
            self.checksum = checksum
            self.item = item
            self.size = size
            self.memory = memory
            self.era = era
        }

        func isOf(_ storage: Int, _ other: UnsafeRawBufferPointer) -> Bool {
            guard self.storage == storage, key.count == other.count else { return false }
            return key.withUnsafeBytes { key in
                // A key is never empty.
                guard let left = key.baseAddress, let right = other.baseAddress else { return false }
                return memcmp(left, right, other.count) == 0
            }
        }
    }

    private let names: NameTable
    /// The most memory that the items may take, in bytes.
    private let maximumMemory: Int
    /// What they take, in bytes.
    private(set) var memory = 0
    /// How many items are kept.
    private var count = 0
    /// Where room is made next.
    private var hand = 0
    /// Raised when all entries may be old.
    private var era: UInt64 = 1
    private var isInSnapshot = false
    /// What was committed at least when the last read transaction was opened.
    private var position = 0

    init(names: NameTable, maximumMemory: Int) {
        self.names = names
        self.maximumMemory = maximumMemory
    }

    /// Made with the first item: most connections of a small service never read.
    private var slots: [Entry?] = []
    /// The hashes of the slots' keys, side by side: most keys that are not kept are known by them, without a look at an
    /// entry, which lies anywhere in memory.
    private var hashes: [UInt64] = []

    /// The keys that were decoded once.
    private var sights = FirstSights()

    // MARK: Read transactions

    /// What ``ChangedKeys`` knows a key by.
    static func hash(_ storage: Int, _ key: UnsafeRawBufferPointer) -> UInt64 {
        RowChecksum.hash(key, seed: UInt64(truncatingIfNeeded: storage))
    }

    /// Follows the changes up to a read transaction that was just opened.
    ///
    /// - Parameters:
    ///   - changes: what the writer changed; nil when that is not known.
    ///   - committed: its position before the transaction was opened.
    func startSnapshot(_ changes: ChangedKeys?, committed: Int) {
        isInSnapshot = true
        follow(changes, committed: committed)
    }

    /// Follows the changes up to now, without a read transaction. One that is open may be older: the next read needs
    /// another.
    func follow(_ changes: ChangedKeys) { follow(changes, committed: changes.committed) }

    private func follow(_ changes: ChangedKeys?, committed: Int) {
        if let changes, changes.forEach(after: position, { forget($0) }) {} else { era += 1 }
        position = committed
    }

    /// Notes that the read transaction has ended: rows that are found now say nothing of later ones.
    func endSnapshot() { isInSnapshot = false }

    private func forget(_ hash: UInt64) {
        guard !slots.isEmpty else { return }
        let first = Self.firstSlot(hash)
        for index in first..<first + Self.setSize where hashes[index] == hash { slots[index]?.era = 0 }
    }

    // MARK: Items

    /// The item of a key, and its size by DynamoDB's counting, when its row was found before and was not written since.
    func known(_ storage: Int, _ key: UnsafeRawBufferPointer) -> (item: Item, size: Int)? {
        isInSnapshot ? unchanged(storage, key) : nil
    }

    /// The same of the moment up to which the changes were followed, with or without a read transaction.
    func unchanged(_ storage: Int, _ key: UnsafeRawBufferPointer) -> (item: Item, size: Int)? {
        guard let place = place(storage, key, Self.hash(storage, key)), let entry = slots[place], entry.era == era
        else {
            return nil
        }
        return (entry.item, entry.size)
    }

    /// The item of a row that was found, and its size by DynamoDB's counting.
    func item(
        _ storage: Int, row: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer
    ) throws(DamagedRow) -> (item: Item, size: Int) {
        let sought = try seek(storage, row, key)
        if let known = known(sought) { return known }
        let stored = try StoredItem(row: row, key: key)
        let item = try stored.item(names: names)
        if isWorthKeeping(size: stored.size, sought) { keep(item, stored.size, key, sought) }
        return (item, stored.size)
    }

    /// The item of a row that was found as ``item(_:row:key:)`` returns it when it is known or will be; otherwise nil,
    /// and the row is written as JSON. With its size by DynamoDB's counting.
    func item(
        _ storage: Int, row: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, else json: inout JSONWriter
    ) throws(DamagedRow) -> (item: Item?, size: Int) {
        let sought = try seek(storage, row, key)
        if let known = known(sought) { return known }
        let stored = try StoredItem(row: row, key: key)
        guard isWorthKeeping(size: stored.size, sought) else {
            try stored.write(to: &json, names: names)
            return (nil, stored.size)
        }
        let item = try stored.item(names: names)
        keep(item, stored.size, key, sought)
        return (item, stored.size)
    }

    /// The item of a row for the writer, which is about to replace it: the row is verified in any case, and nothing is
    /// kept.
    func current(
        _ storage: Int, row: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer
    ) throws(DamagedRow) -> (item: Item, size: Int) {
        let stored = try StoredItem(row: row, key: key)
        if let known = known(try seek(storage, row, key)) { return known }
        return (try stored.item(names: names), stored.size)
    }

    /// Notes the item of a row that is being written, so that the next write of it need not decode the row. When the
    /// row never comes to be, its checksum is met nowhere.
    func note(_ storage: Int, _ key: KeyBytes, row: [UInt8], _ new: NewRow) {
        key.withUnsafeBytes { key in
            row.withUnsafeBytes { row in
                guard let sought = try? seek(storage, row, key), isWorthKeeping(size: new.size, sought) else { return }
                keep(new.item, new.size, key, sought)
            }
        }
    }

    /// A row that was found, and where its item is or would be kept.
    private struct Sought {
        let storage: Int
        let hash: UInt64
        let checksum: UInt64
        let place: Int?
    }

    @inline(__always)
    private func seek(
        _ storage: Int, _ row: UnsafeRawBufferPointer, _ key: UnsafeRawBufferPointer
    ) throws(DamagedRow) -> Sought {
        let hash = Self.hash(storage, key)
        let checksum = try StoredItem.checksum(of: row)
        return Sought(storage: storage, hash: hash, checksum: checksum, place: place(storage, key, hash))
    }

    @inline(__always)
    private func known(_ sought: Sought) -> (item: Item, size: Int)? {
        guard let place = sought.place, let entry = slots[place], entry.checksum == sought.checksum else { return nil }
        if isInSnapshot { entry.era = era }
        return (entry.item, entry.size)
    }

    @inline(__always)
    private func isWorthKeeping(size: Int, _ sought: Sought) -> Bool {
        // What it would take is not less than the size.
        guard size <= maximumMemory / Self.largestShare else { return false }
        return sought.place != nil || hasRoom || sights.isRepeated(sought.hash)
    }

    private func keep(_ item: Item, _ size: Int, _ key: UnsafeRawBufferPointer, _ sought: Sought) {
        let memory = item.memorySize + key.count + Self.entryMemory
        keep(
            Entry(
                storage: sought.storage, key: KeyBytes(key), hash: sought.hash, checksum: sought.checksum, item: item,
                size: size, memory: memory, era: isInSnapshot ? era : 0),
            at: sought.place)
    }

    /// Whether items are kept that were never met before: as long as there is much memory left.
    private var hasRoom: Bool { count < Self.slotCount / 2 && memory < maximumMemory / 2 }

    /// What an entry takes besides its item and its key's bytes.
    private static let entryMemory = 160

    private func keep(_ entry: Entry, at place: Int?) {
        guard entry.memory <= maximumMemory / Self.largestShare else { return }
        if slots.isEmpty {
            slots = Array(repeating: nil, count: Self.slotCount)
            hashes = Array(repeating: 0, count: Self.slotCount)
        }
        let place = place ?? free(entry.hash, entry.checksum)
        put(entry, at: place)
        while memory > maximumMemory {
            if hand != place { put(nil, at: hand) }
            hand = (hand + 1) & (Self.slotCount - 1)
        }
    }

    private func put(_ entry: Entry?, at place: Int) {
        memory += (entry?.memory ?? 0) - (slots[place]?.memory ?? 0)
        count += (entry == nil ? 0 : 1) - (slots[place] == nil ? 0 : 1)
        slots[place] = entry
        hashes[place] = entry?.hash ?? 0
    }

    private static func firstSlot(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash) & (slotCount - setSize)
    }

    /// Where the item of a key is kept.
    private func place(_ storage: Int, _ key: UnsafeRawBufferPointer, _ hash: UInt64) -> Int? {
        guard !slots.isEmpty else { return nil }
        let first = Self.firstSlot(hash)
        for index in first..<first + Self.setSize where hashes[index] == hash {
            if let entry = slots[index], entry.isOf(storage, key) { return index }
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
