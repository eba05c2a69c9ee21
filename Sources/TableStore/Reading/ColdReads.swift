import CivilTime
import Glibc
import Synchronization

/// Whether reads wait for the disk at present, as they do when a table is larger than the memory for it, or after a
/// start.
///
/// A read that was served from memory takes some microseconds. One that took much longer may have waited for the disk,
/// or for its turn on a busy machine: the blocks that the system read for this process show which.
package final class ColdReads: Sendable {
    /// A read that takes longer, in nanoseconds, is looked into.
    static let suspicious: UInt64 = 300_000
    /// How long reads are taken for cold after one that was, in nanoseconds.
    static let lasting: UInt64 = 200_000_000

    private let now: @Sendable () -> UInt64
    private let blocks: @Sendable () -> Int
    private let end = Atomic<UInt64>(0)
    private let seenBlocks = Atomic<Int>(0)

    /// - Parameters:
    ///   - now: nanoseconds of a clock that does not step.
    ///   - blocks: how many blocks the system has read from disks for this process.
    init(
        now: @escaping @Sendable () -> UInt64 = ColdReads.systemTime,
        blocks: @escaping @Sendable () -> Int = ColdReads.systemBlocks
    ) {
        (self.now, self.blocks) = (now, blocks)
    }

    /// Whether the next read may wait for the disk, and should run where it keeps nobody waiting.
    package var areLikely: Bool {
        let end = end.load(ordering: .relaxed)
        return end != 0 && now() < end
    }

    /// Runs a read, and notes whether it waited for the disk.
    @inline(__always)
    func watching<Result, Failure: Error>(_ read: () throws(Failure) -> Result) throws(Failure) -> Result {
        let start = now()
        defer { if now() &- start > Self.suspicious { look() } }
        return try read()
    }

    private func look() {
        let blocks = blocks()
        guard seenBlocks.exchange(blocks, ordering: .relaxed) != blocks else { return }
        end.store(now() &+ Self.lasting, ordering: .relaxed)
    }

    private static let systemTime: @Sendable () -> UInt64 = { MachineClock.nanoseconds }

    private static let systemBlocks: @Sendable () -> Int = {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_inblock
    }
}
