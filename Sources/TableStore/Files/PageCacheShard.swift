import Glibc

/// A part of a ``PageCache`` with a separate lock: which page is in which slot, and which slots are lent.
///
/// Slots are given up by the clock's rule: the hand goes round, spares once what was used since it last came by, and
/// passes over what is lent.
struct PageCacheShard {
    private struct Slot {
        /// The page that is kept here; 0 for none.
        var page: UInt32 = 0
        /// The next slot of the same bucket.
        var next: UInt32 = PageCacheShard.none
        /// How often it is lent.
        var pins: UInt32 = 0
        var isUsed = false
    }

    private static let none = UInt32.max

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let slots: UnsafeMutablePointer<Slot>
    private let buckets: UnsafeMutablePointer<UInt32>
    private let slotCount: Int
    private let bucketMask: UInt32
    private var hand = 0
    /// Raised with each page that is forgotten: what was read before may be old.
    private(set) var epoch = 0

    init(slots count: Int) {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        slotCount = count
        slots = .allocate(capacity: count)
        slots.initialize(repeating: Slot(), count: count)
        var bucketCount = 8
        while bucketCount < count { bucketCount *= 2 }
        buckets = .allocate(capacity: bucketCount)
        buckets.initialize(repeating: Self.none, count: bucketCount)
        bucketMask = UInt32(bucketCount - 1)
    }

    func free() {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
        slots.deallocate()
        buckets.deallocate()
    }

    @inline(__always)
    func lock() { pthread_mutex_lock(mutex) }

    @inline(__always)
    func unlock() { pthread_mutex_unlock(mutex) }

    // MARK: With the lock held

    @inline(__always)
    private func bucket(_ page: UInt32) -> Int { Int(((page &* 0x85eb_ca6b) &>> 8) & bucketMask) }

    @inline(__always)
    func find(_ page: UInt32) -> Int? {
        var slot = buckets[bucket(page)]
        while slot != Self.none {
            if slots[Int(slot)].page == page { return Int(slot) }
            slot = slots[Int(slot)].next
        }
        return nil
    }

    @inline(__always)
    func pin(_ slot: Int) {
        slots[slot].pins &+= 1
        slots[slot].isUsed = true
    }

    @inline(__always)
    func unpin(_ slot: Int) { slots[slot].pins &-= 1 }

    /// A slot to read into, lent already; nil when all are.
    mutating func take() -> Int? {
        for _ in 0..<2 * slotCount {
            let slot = hand
            hand = hand &+ 1 == slotCount ? 0 : hand &+ 1
            guard slots[slot].pins == 0 else { continue }
            if slots[slot].isUsed {
                slots[slot].isUsed = false
                continue
            }
            unlink(slot)
            slots[slot].pins = 1
            return slot
        }
        return nil
    }

    func insert(_ page: UInt32, at slot: Int) {
        slots[slot].page = page
        slots[slot].isUsed = true
        slots[slot].next = buckets[bucket(page)]
        buckets[bucket(page)] = UInt32(slot)
    }

    mutating func remove(_ page: UInt32) {
        epoch &+= 1
        if let slot = find(page) { unlink(slot) }
    }

    mutating func remove(after last: UInt32) {
        epoch &+= 1
        for slot in 0..<slotCount where slots[slot].page > last { unlink(slot) }
    }

    private func unlink(_ slot: Int) {
        let page = slots[slot].page
        guard page != 0 else { return }
        slots[slot].page = 0
        let start = bucket(page)
        var link = buckets[start]
        if link == UInt32(slot) {
            buckets[start] = slots[slot].next
            return
        }
        while link != Self.none {
            let next = slots[Int(link)].next
            if next == UInt32(slot) {
                slots[Int(link)].next = slots[slot].next
                return
            }
            link = next
        }
    }
}
