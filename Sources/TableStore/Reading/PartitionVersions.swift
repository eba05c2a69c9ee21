import Glibc
import Synchronization

/// How often something was written in the partitions of tables and indexes, by which is known, without a read, that
/// what was read of them is still so.
///
/// A place counts the writes of all partitions that share it: a write of another partition can be taken for one of
/// this, never the other way. The version of a place is odd from before the COMMIT that changes it until after it and
/// before anybody hears of it; when it is not known what became of a commit, it stays odd. What was read while a
/// version was even and stayed the same is therefore the last committed state for as long as it stays so.
final class PartitionVersions: Sendable {
    /// As many places as a row's key has hashes (``KeyLayout/hashes``), and one.
    private static let count = 1 << 16
    /// The place of the catalog: which tables and indexes there are.
    static let catalog = 0

    // Zeroed by the system page by page, so that places that nobody asks for take no memory. Nil without memory for
    // them: nothing is known then.
    nonisolated(unsafe) private let versions: UnsafeMutablePointer<Atomic<UInt64>>?
    private let isClosed = Atomic(false)

    init() {
        versions = calloc(Self.count, MemoryLayout<Atomic<UInt64>>.stride)?
            .bindMemory(to: Atomic<UInt64>.self, capacity: Self.count)
    }

    deinit { free(versions) }

    /// The place of the partition to which a row's key, or the beginning of one, belongs.
    @inline(__always)
    static func place(_ storage: Int, _ key: KeyBytes) -> Int {
        let hash = Int(key[0]) << 8 | Int(key[1])
        return (hash ^ (storage &* 0x9e37)) & (count - 1)
    }

    // MARK: For the writer

    /// Notes before a COMMIT what it changes. A place may be named more than once.
    func begin(_ places: [Int]) {
        guard let versions else { return }
        for place in places {
            let version = versions[place].load(ordering: .relaxed)
            if version & 1 == 0 { versions[place].store(version + 1, ordering: .sequentiallyConsistent) }
        }
    }

    /// Notes that the commit is there, or certainly never will be.
    func end(_ places: [Int]) {
        guard let versions else { return }
        for place in places {
            let version = versions[place].load(ordering: .relaxed)
            if version & 1 == 1 { versions[place].store(version + 1, ordering: .sequentiallyConsistent) }
        }
    }

    /// Lets nothing be known any more, for good.
    func close() { isClosed.store(true, ordering: .releasing) }

    // MARK: For readers

    /// The version of a place; nil while it is being written, and when the file is closed.
    func version(of place: Int) -> UInt64? {
        guard let versions else { return nil }
        let version = versions[place].load(ordering: .sequentiallyConsistent)
        return version & 1 == 1 || isClosed.load(ordering: .acquiring) ? nil : version
    }
}
