import DynamoModel
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import TableStore

/// Reads that may wait for the disk run where they keep nobody waiting.
@Suite struct ColdReadsTests {
    /// A machine whose clock and disk the test moves.
    private final class Machine: Sendable {
        let time = Atomic<UInt64>(1)
        let blocks = Atomic<Int>(0)

        var reads: ColdReads {
            ColdReads(
                now: { self.time.load(ordering: .relaxed) }, blocks: { self.blocks.load(ordering: .relaxed) })
        }

        /// A read takes so long and brings so many blocks from the disk.
        func read(_ reads: ColdReads, taking nanoseconds: UInt64, blocks: Int) {
            reads.watching {
                self.time.add(nanoseconds, ordering: .relaxed)
                self.blocks.add(blocks, ordering: .relaxed)
            }
        }
    }

    @Test func onlyReadsThatWaitedForTheDiskAreCold() {
        let machine = Machine()
        let reads = machine.reads
        machine.read(reads, taking: 5_000, blocks: 0)
        #expect(!reads.areLikely)
        // A slow one on a busy machine is none.
        machine.read(reads, taking: 50_000_000, blocks: 0)
        #expect(!reads.areLikely)
        machine.read(reads, taking: 1_000_000, blocks: 8)
        #expect(reads.areLikely)
        machine.time.add(ColdReads.lasting, ordering: .relaxed)
        #expect(!reads.areLikely)
        machine.read(reads, taking: 1_000_000, blocks: 8)
        machine.time.add(ColdReads.lasting / 2, ordering: .relaxed)
        machine.read(reads, taking: 1_000_000, blocks: 8)
        machine.time.add(ColdReads.lasting / 2, ordering: .relaxed)
        #expect(reads.areLikely)
    }

    /// The threads run what they are given, several at a time, each under its name; more than there are threads wait.
    @Test func readingThreadsRunSeveralAtATime() async {
        let threads = ReadingThreads()
        let names = await withTaskGroup(of: String.self) { group in
            for _ in 0..<50 {
                group.addTask(executorPreference: threads) {
                    usleep(1_000)
                    return Self.threadName()
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(names == [String](repeating: "table-reader", count: 50))
    }

    /// The name of the thread that asks.
    private static func threadName() -> String {
        let file = open("/proc/thread-self/comm", O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count - 1, 0)), as: UTF8.self)
    }
}
