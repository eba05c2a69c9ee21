import CLinux
import Glibc
import Synchronization
import Threads

/// Gives memory back to the system after a peak. The allocator keeps what large bodies and answers have freed; this
/// notes how much that was, and once enough has gathered has the allocator return its free pages, at most once a second
/// and on a separate thread.
enum FreedMemory {
    /// Bytes that make returning worth its cost: some milliseconds in which the allocator's arenas are locked one by
    /// one.
    static let threshold = 16 * 1024 * 1024
    /// Bytes that are worth it once more, while the thread is there.
    private static let rest = 1024 * 1024
    private static let pause: UInt32 = 1_000_000

    private static let freed = Atomic<Int>(0)
    private static let isReturning = Atomic<Bool>(false)

    /// From this size on each block is mapped for itself, so that its memory goes back the moment it is freed. Left
    /// alone, the allocator raises this to the size of what was freed, up to 32 MB, and then keeps twice as much at the
    /// end of each arena.
    private static let mappedBytes: Int32 = 1024 * 1024
    /// Free bytes at the end of an arena that are kept for the next blocks.
    private static let keptBytes: Int32 = 4 * 1024 * 1024

    /// Has large blocks go back at once, for the whole process.
    static func prepare() {
        mallopt(M_MMAP_THRESHOLD, mappedBytes)
        mallopt(M_TRIM_THRESHOLD, keptBytes)
    }

    /// Notes that about `bytes` are freed, now or in a moment.
    static func note(_ bytes: Int) {
        guard freed.add(bytes, ordering: .relaxed).newValue >= threshold else { return }
        guard !isReturning.exchange(true, ordering: .sequentiallyConsistent) else { return }
        if DetachedThread.start(name: "memory", { returnFreePages() }) != 0 {
            isReturning.store(false, ordering: .sequentiallyConsistent)
        }
    }

    private static func returnFreePages() {
        repeat {
            // Peaks come in rows: one return serves all of a second.
            usleep(pause)
            freed.store(0, ordering: .sequentiallyConsistent)
            malloc_trim(0)
        } while freed.load(ordering: .sequentiallyConsistent) >= rest
        isReturning.store(false, ordering: .sequentiallyConsistent)
    }
}
