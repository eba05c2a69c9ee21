import CSQLite
import DynamoModel

/// Keeps the write-ahead log bounded: it decides when the log is copied into the file, by whom, and when it is cut.
///
/// A copy takes tens of milliseconds, and its syncs more. It is made beside the writer, again and again until few
/// frames are left; these the writer copies itself, since only then a moment comes in which the file has everything and
/// the log begins again. The more copies that takes, the more frames count as few.
struct Checkpoints {
    private let options: StoreOptions
    private let thread: CheckpointThread
    /// The size of the log from which on the next copy is tried.
    private var next: Int
    /// How many frames the log grows between two copies that readers kept from coming to the log's end.
    private let pause: Int
    /// How often the thread has copied of this log since it was begun.
    private var copies = 0
    /// The size of the log after the last commit: one that is smaller was begun again.
    private var seen = 0
    /// How many frames of this log are known to be in the file.
    private var known = 0

    init(_ options: StoreOptions, _ thread: CheckpointThread) {
        self.options = options
        self.thread = thread
        next = options.checkpointFrames
        pause = max(options.checkpointFrames / 64, 1)
    }

    /// Lets the log be copied into the file when it is long, and cuts it when it is very long.
    mutating func afterCommit(_ sqlite: SQLiteConnection, _ pool: ReaderPool) throws(SQLiteFault) {
        let frames = sqlite.walFrames
        if frames < max(seen, options.checkpointFrames) { startAgain() }
        seen = frames
        guard frames >= next, let copied = try thread.copiedFrames() else { return }
        if copies > 0 { known = max(known, copied) }
        pool.endIdleSnapshots()
        // The commit before has left frames, and only this thread's copies and those of the other take them away: see
        // the promise of ``CheckpointThread``.
        let isNearEnd = copies > 0 && frames - copied <= pause * (copies + 1)
        if isNearEnd || !thread.begin() {
            copies = 0
            options.onCheckpoint?(.byTheWriter)
            known = try sqlite.checkpoint(SQLITE_CHECKPOINT_PASSIVE)?.copied ?? known
        } else {
            options.onCheckpoint?(.besideTheWriter(left: frames - known))
            copies += 1
        }
        next = frames + pause
        if frames >= options.logFramesBeforeCut { try cut(sqlite, pool) }
    }

    /// The log begins again: nothing of it is in the file.
    private mutating func startAgain() { (next, copies, seen, known) = (options.checkpointFrames, 0, 0, 0) }

    /// Copies the whole log and lets it begin again. Its file keeps its size unless that is unusual: to make it shorter
    /// takes the time of some commits, and so does each of the next that makes it longer.
    private mutating func cut(_ sqlite: SQLiteConnection, _ pool: ReaderPool) throws(SQLiteFault) {
        thread.waitUntilIdle()
        let isUnusual = sqlite.walFrames >= min(2 * options.logFramesBeforeCut, options.logFrameLimit)
        let result = try pool.withoutReaders { () throws(SQLiteFault) in
            try sqlite.checkpoint(isUnusual ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART)
        }
        guard result != nil else { return }
        sqlite.walFrames = 0
        startAgain()
        options.onCheckpoint?(.cut)
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
