import Synchronization
import Testing

@testable import TableStore

struct TableFileTests {
    /// What is done after each sync of the log is called as directly after many commits as after the first: each layer
    /// that a commit added would cost the next ones time and, in the end, the writer's stack.
    @Test func callsAfterSyncsGrowNoDeeper() {
        let depths = Mutex<[UInt]>([])
        let file = TableFile.at("/memory/none")
        file.whenLogIsSynced {
            var here = 0
            let depth = withUnsafePointer(to: &here) { UInt(bitPattern: $0) }
            depths.withLock { $0.append(depth) }
        }
        for _ in 0..<1000 { file.noteSyncedLog() }
        #expect(depths.withLock { Set($0).count } == 1)
    }
}
