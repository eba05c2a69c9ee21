import CSQLite
import DynamoModel

/// Keeps the write-ahead log bounded: it decides when the log is copied into the file, by whom, and when it is cut.
///
/// A copy takes tens of milliseconds, and its sync more. It is made beside the writer, again and again until few frames
/// are left; these the writer copies itself, since only then a moment comes in which the file has everything and the
/// log begins again.
struct Checkpoints {
    private let options: StoreOptions
    private let thread: CheckpointThread
    /// The size of the log from which on the next copy is tried.
    private var next: Int
    /// Frames between two tries.
    private let pause: Int
    /// Whether the thread has copied of this log, since it was begun.
    private var hasCopied = false

    init(_ options: StoreOptions, _ thread: CheckpointThread) {
        self.options = options
        self.thread = thread
        next = options.checkpointFrames
        pause = max(options.checkpointFrames / 16, 1)
    }

    /// Lets the log be copied into the file when it is long, and cuts it when it is very long.
    mutating func afterCommit(_ sqlite: SQLiteConnection, _ pool: ReaderPool) throws(SQLiteFault) {
        let frames = sqlite.walFrames
        // The log was begun again since the last try.
        if frames < options.checkpointFrames { (next, hasCopied) = (options.checkpointFrames, false) }
        guard frames >= next, let copied = try thread.copiedFrames() else { return }
        pool.endIdleSnapshots()
        // The commit before has left frames, and only this thread's copies and those of the other take them away: see
        // the promise of ``CheckpointThread``.
        let isNearEnd = hasCopied && frames - copied <= 2 * pause
        hasCopied = !isNearEnd && thread.begin()
        if !hasCopied { _ = try sqlite.checkpoint(SQLITE_CHECKPOINT_PASSIVE) }
        next = frames + pause
        if frames >= options.logFramesBeforeCut { try cut(sqlite, pool) }
    }

    private mutating func cut(_ sqlite: SQLiteConnection, _ pool: ReaderPool) throws(SQLiteFault) {
        thread.waitUntilIdle()
        let result = try pool.withoutReaders { () throws(SQLiteFault) in
            try sqlite.checkpoint(SQLITE_CHECKPOINT_TRUNCATE)
        }
        guard result != nil else { return }
        sqlite.walFrames = 0
        (next, hasCopied) = (options.checkpointFrames, false)
    }

    /// Why nothing can be written now: something outside this process holds a log that has reached its limit.
    mutating func refusal(_ writer: Writer, _ pool: ReaderPool) throws(SQLiteFault) -> DynamoDBError? {
        guard writer.sqlite.walFrames >= options.logFrameLimit else { return nil }
        try cut(writer.sqlite, pool)
        guard writer.sqlite.walFrames >= options.logFrameLimit else { return nil }
        return DynamoDBError(
            .throttling, "A long read of the file by another program holds back its write-ahead log; try again later")
    }

    /// Notices that a copy has failed since the last commit.
    func check() throws(SQLiteFault) { _ = try thread.copiedFrames() }

    /// Waits for the copy that is under way; no further one is made.
    func stop() { thread.stop() }

    /// Copies the whole log into the file and cuts it.
    func finish(_ sqlite: SQLiteConnection, _ pool: ReaderPool) throws(SQLiteFault) {
        try check()
        pool.endIdleSnapshots()
        _ = try sqlite.checkpoint(SQLITE_CHECKPOINT_TRUNCATE)
    }
}
