import CivilTime
import DynamoModel
import Glibc

/// What an engine is given from outside, and its limits.
public struct StoreOptions: Sendable {
    /// The time in seconds since 1970: for creation dates, and for request tokens of an earlier process.
    public var clock: @Sendable () -> Double = StoreOptions.systemClock
    /// Seconds of a clock that does not step, since any moment: for the lifetime of request tokens and for rests.
    public var steadyClock: @Sendable () -> Double = StoreOptions.systemSteadyClock
    /// Makes the ids of tables.
    public var uuid: @Sendable () -> String = StoreOptions.randomUUID
    /// The region in Amazon Resource Names where a request names none.
    public var region = ResourcePlace.defaultRegion
    /// The account in Amazon Resource Names.
    public var account = "000000000000"
    /// How many connections read at most at a time; further readers wait for one of them.
    public var readerConnections = 8
    /// SQLite's page cache of each reading connection, in KiB, for pages of the log; taken as it is needed.
    public var cacheKibibytes = 4 * 1024
    /// SQLite's page cache of the writer, in KiB: it looks for a row's pages all over the file.
    public var writerCacheKibibytes = 32 * 1024
    /// The memory that the items which were decoded last may take, in bytes on each connection.
    public var decodedBytes = 8 * 1024 * 1024
    /// The memory that the items which were changed last may take, in bytes; all connections share them. An item that
    /// is read soon after it was written, and is no longer among them, costs a look into the log.
    public var writtenBytes = 24 * 1024 * 1024
    /// How much memory the verified pages of the file take that all reading connections share, in bytes; taken as it is
    /// needed. With 0 each connection keeps its own.
    public var pageCacheBytes = 96 * 1024 * 1024
    /// How many writes may wait; a further one is refused with `throttling`.
    public var queuedWrites = 8192
    /// The memory that waiting writes may take together, in bytes; a further one is refused with `throttling`, unless
    /// it is the only one.
    public var queuedBytes = 128 * 1024 * 1024
    /// How many writes share a commit at most.
    public var writesPerCommit = 256
    /// Pages in the write-ahead log from which on they are copied into the file.
    public var checkpointFrames = 32_000
    /// Pages in the log from which on reads are held for a moment to cut it.
    public var logFramesBeforeCut = 64_000
    /// Pages in the log from which on writes are refused with `throttling` until it could be cut.
    public var logFrameLimit = 256_000
    /// Whether an answered write is on disk (`synchronous=FULL`). Only tests turn it off.
    public var isDurable = true
    /// The folder with the files of backups, which is made when it is needed; nil for no backups.
    public var backupFolder: String?
    /// The folder whose folders are the buckets that exports write to and imports read; nil for none of both.
    public var exportFolder: String?
    /// Whether the file is only read: nothing is locked or made, and every write fails.
    public var isReadOnly = false
    /// How many shards the streams have that are turned on from now on: 1 to 16.
    public var streamShards = 1
    /// How long streams show a change, in seconds: 24 hours, as DynamoDB's.
    package var streamRetention: Double = 86_400
    /// How old an open shard becomes before others follow it, in seconds: about as old as DynamoDB's.
    package var streamShardAge: Double = 14_400
    /// SQLite's page cache of the new file while an older one is upgraded, in KiB: the trees of keys are filled in the
    /// order of the rows, which is all over them.
    package var upgradeCacheKibibytes = 128 * 1024
    /// Rows that an upgrade writes between two reports.
    package var upgradeReportRows = 50_000
    /// Bytes that an upgrade copies between two reports.
    package var upgradeReportBytes = 256 * 1024 * 1024
    /// SQLite's limit of the file's pages; for tests of a full disk.
    package var maximumPages: Int?
    /// Called once, on the writer's thread, when a commit failed so that its outcome is unknown: writing has stopped
    /// for good, and the program should exit non-zero.
    public var onFatal: (@Sendable (String) -> Void)?

    /// Called on the writer's thread when a task of the background failed, with the task and the reason. It is tried
    /// again after rests that grow to a minute, and reported again only when the reason is another.
    public var onMaintenanceFailure: (@Sendable (String) -> Void)?

    /// Called on the writer's thread when items have been removed since their time to live was over: the table's name,
    /// and how many. It must be quick.
    public var onExpiry: (@Sendable (String, Int) -> Void)?

    /// Whether the engine counts what the operations on its tables take, and keeps it by minutes for 15 days.
    public var keepsMetrics = false

    /// Whether the engine holds requests to the throughput of their tables, and refuses them when that is used up.
    public var enforcesThroughput = false

    /// Called on the writer's thread when the log is copied or cut; for tests.
    package var onCheckpoint: (@Sendable (CheckpointEvent) -> Void)?

    /// Called while a file of an older format version is upgraded, which is done when it is opened for writing.
    public var onUpgrade: (@Sendable (UpgradeEvent) -> Void)?

    /// The defaults: what ``defaultMemory`` gives.
    public init() { share(memory: Self.defaultMemory) }

    /// Gives the caches their shares of so much memory, in bytes.
    ///
    /// The pages that all readers share get eleven twentieths, the writer's pages and the items that were written last
    /// three each; the rest is for what each connection reads: pages of the log, and decoded items.
    public mutating func share(memory: Int) {
        pageCacheBytes = memory / 20 * 11
        writerCacheKibibytes = memory / 20 * 3 / 1024
        writtenBytes = memory / 20 * 3
        cacheKibibytes = memory / 80 / 1024
        decodedBytes = memory / 40
    }

    /// The least memory that ``share(memory:)`` is of use with, in bytes.
    public static let leastMemory = 16 * 1024 * 1024

    /// A sixteenth of the machine's memory, but from 32 to 160 MB, in bytes: the process stays below 200 MB whatever
    /// the size of the file, and the system keeps the file's other pages.
    public static let defaultMemory: Int = {
        let machine = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        return min(max(machine / 16, 32 * 1024 * 1024), 160 * 1024 * 1024)
    }()

    /// The machine's clock.
    public static let systemClock: @Sendable () -> Double = { MachineClock.secondsSince1970 }

    /// The machine's clock since its start, sleep included.
    public static let systemSteadyClock: @Sendable () -> Double = { MachineClock.secondsSinceStart }

    /// A random UUID of version 4.
    public static let randomUUID: @Sendable () -> String = {
        var random = SystemRandomNumberGenerator()
        var high = random.next()
        var low = random.next()
        high = high & ~0xf000 | 0x4000
        low = low & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        func hex(_ value: UInt64, _ count: Int) -> String {
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: count - digits.utf8.count) + digits
        }
        let parts = [
            hex(high >> 32, 8), hex(high >> 16 & 0xffff, 4), hex(high & 0xffff, 4), hex(low >> 48, 4),
            hex(low & 0xffff_ffff_ffff, 12),
        ]
        return parts.joined(separator: "-")
    }
}
