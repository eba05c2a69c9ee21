import Glibc

/// Pages that were read and verified, kept in memory for all connections of the process that read a file.
///
/// SQLite's own cache belongs to one connection and is emptied by every commit of another; a memory map shows what is
/// on the disk without a moment at which it could be verified. Here a page is verified once when it comes from the
/// disk, and is then memory of ours. Who writes a page of the file removes it here.
///
/// A page that is lent stays where it is until it is given back. When all room is lent, nothing is kept.
final class PageCache: @unchecked Sendable {
    let pageSize: Int
    private let memory: UnsafeMutableRawPointer
    private let byteCount: Int
    private let shards: UnsafeMutablePointer<PageCacheShard>
    private let slotsPerShard: Int

    private static let shardBits: UInt32 = 4
    private static let shardCount = 1 << Int(shardBits)

    /// - Parameter bytes: the most memory for pages; the machine's memory is taken page by page as it is needed.
    /// - Returns: nil when there is not so much address space.
    init?(pageSize: Int, bytes: Int) {
        let slots = max(bytes / pageSize / Self.shardCount, 8)
        byteCount = slots * Self.shardCount * pageSize
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        guard let memory = mmap(nil, byteCount, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED else {
            return nil
        }
        self.memory = memory
        self.pageSize = pageSize
        slotsPerShard = slots
        shards = .allocate(capacity: Self.shardCount)
        for shard in 0..<Self.shardCount { (shards + shard).initialize(to: PageCacheShard(slots: slots)) }
    }

    deinit {
        for shard in 0..<Self.shardCount { shards[shard].free() }
        shards.deallocate()
        munmap(memory, byteCount)
    }

    private func shard(of page: UInt32) -> Int { Int((page &* 0x9e37_79b1) &>> (32 &- Self.shardBits)) }

    private func address(_ shard: Int, _ slot: Int) -> UnsafeMutableRawPointer {
        memory + (shard &* slotsPerShard &+ slot) &* pageSize
    }

    /// Lends a page that is kept; pairs with ``giveBack(_:)``.
    @inline(__always)
    func lend(_ page: UInt32) -> UnsafeMutableRawPointer? {
        let shard = shard(of: page)
        shards[shard].lock()
        defer { shards[shard].unlock() }
        guard let slot = shards[shard].find(page) else { return nil }
        shards[shard].pin(slot)
        return address(shard, slot)
    }

    /// Reads a page that is not kept, and lends it.
    ///
    /// - Parameter read: fills the page and verifies it; its code is passed on.
    /// - Returns: nil and 0 when no room was free.
    func load(
        _ page: UInt32, _ read: (UnsafeMutableRawPointer) -> Int32
    ) -> (page: UnsafeMutableRawPointer?, code: Int32) {
        let shard = shard(of: page)
        shards[shard].lock()
        let epoch = shards[shard].epoch
        let taken = shards[shard].take()
        shards[shard].unlock()
        guard let taken else { return (nil, 0) }
        let code = read(address(shard, taken))
        shards[shard].lock()
        defer { shards[shard].unlock() }
        guard code == 0 else {
            shards[shard].unpin(taken)
            return (nil, code)
        }
        // Written meanwhile, or read by another: then it is this caller's only.
        if shards[shard].epoch == epoch, shards[shard].find(page) == nil { shards[shard].insert(page, at: taken) }
        return (address(shard, taken), 0)
    }

    /// Takes a lent page back.
    @inline(__always)
    func giveBack(_ pointer: UnsafeRawPointer) {
        let slot = (pointer - UnsafeRawPointer(memory)) / pageSize
        let shard = slot / slotsPerShard
        shards[shard].lock()
        shards[shard].unpin(slot % slotsPerShard)
        shards[shard].unlock()
    }

    /// Forgets a page that is being written.
    func forget(_ page: UInt32) {
        let shard = shard(of: page)
        shards[shard].lock()
        shards[shard].remove(page)
        shards[shard].unlock()
    }

    /// Forgets all pages with a higher number: 0 for all.
    func forget(after last: UInt32) {
        for shard in 0..<Self.shardCount {
            shards[shard].lock()
            shards[shard].remove(after: last)
            shards[shard].unlock()
        }
    }
}
