import Synchronization

/// The keys that were written last, by which readers find out what of that which they remember may be old.
///
/// The writer announces the keys of a transaction before it commits, and moves ``committed`` after it. A reader notes
/// `committed` before it opens a read transaction and asks what was announced when it is open: every change that its
/// transaction may show is then among the keys from the one position to the other. Only hashes are kept: a key that has
/// another's hash is taken for changed, which costs a read of its row.
final class ChangedKeys: Sendable {
    /// How many of the last keys are kept; a power of two. A reader that is further back has to take everything for
    /// changed.
    private static let capacity = 1 << 14

    // Freed last; written by the writer's thread alone, one element at a time.
    nonisolated(unsafe) private let hashes: UnsafeMutablePointer<Atomic<UInt64>>
    /// Positions up to this one may be written at this moment.
    private let reserved = Atomic<Int>(0)
    /// Positions up to this one are readable.
    private let announced = Atomic<Int>(0)
    private let settled = Atomic<Int>(0)
    /// The states in which the last of them were written.
    let written: WrittenItems

    /// - Parameter writtenBytes: the memory that items which were written may take.
    init(writtenBytes: Int = 0) {
        written = WrittenItems(maximumMemory: writtenBytes)
        hashes = .allocate(capacity: Self.capacity)
        for index in 0..<Self.capacity { (hashes + index).initialize(to: Atomic(0)) }
    }

    deinit {
        hashes.deinitialize(count: Self.capacity)
        hashes.deallocate()
    }

    /// What a reader that opens its transaction now sees at least: the position of the last commit.
    var committed: Int { settled.load(ordering: .acquiring) }

    // MARK: For the writer

    /// Announces keys that the coming commit changes. It may fail: then they are taken for changed and are not.
    func announce(_ keys: [UInt64]) {
        written.takeOut(keys)
        let start = announced.load(ordering: .relaxed)
        reserved.store(start + keys.count, ordering: .sequentiallyConsistent)
        // Of more keys than there is room for, the last are kept: readers notice that they are too far back.
        for (offset, key) in keys.enumerated().suffix(Self.capacity) {
            hashes[(start + offset) & (Self.capacity - 1)].store(key, ordering: .relaxed)
        }
        announced.store(start + keys.count, ordering: .sequentiallyConsistent)
    }

    /// Notes that everything that was announced is committed, or never will be.
    func settle() { settled.store(announced.load(ordering: .relaxed), ordering: .releasing) }

    // MARK: For readers

    /// Hands over the hashes of the keys that were announced after a position.
    ///
    /// - Returns: false when they are not all there any more; some may have been handed over.
    func forEach(after position: Int, _ body: (UInt64) -> Void) -> Bool {
        let end = announced.load(ordering: .sequentiallyConsistent)
        guard end - position <= Self.capacity else { return false }
        for index in position..<end { body(hashes[index & (Self.capacity - 1)].load(ordering: .relaxed)) }
        atomicMemoryFence(ordering: .acquiring)
        // What was written meanwhile may have displaced what was read.
        return reserved.load(ordering: .sequentiallyConsistent) - position <= Self.capacity
    }
}
