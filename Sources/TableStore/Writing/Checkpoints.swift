import CSQLite
import DynamoModel

/// Keeps the write-ahead log bounded: all checkpoints are here, on the writer's thread.
struct Checkpoints {
    private let options: StoreOptions
    /// The size of the log from which on the next copy is tried.
    private var next: Int
    /// Frames between two tries when something holds the log.
    private static let retryFrames = 1_000

    init(_ options: StoreOptions) {
        self.options = options
        next = options.checkpointFrames
    }

    /// Copies the log into the file when it is long, and cuts it when it is very long.
    mutating func afterCommit(_ sqlite: SQLiteConnection, _ pool: ReaderPool) throws(SQLiteFault) {
        let frames = sqlite.walFrames
        // The log was begun again since the last try.
        if frames < options.checkpointFrames { next = options.checkpointFrames }
        guard frames >= next else { return }
        pool.endIdleSnapshots()
        _ = try sqlite.checkpoint(SQLITE_CHECKPOINT_PASSIVE)
        next = frames + Self.retryFrames
        if frames >= options.logFramesBeforeCut { try cut(sqlite, pool) }
    }

    private mutating func cut(_ sqlite: SQLiteConnection, _ pool: ReaderPool) throws(SQLiteFault) {
        let result = try pool.withoutReaders { () throws(SQLiteFault) in
            try sqlite.checkpoint(SQLITE_CHECKPOINT_TRUNCATE)
        }
        guard result != nil else { return }
        sqlite.walFrames = 0
        next = options.checkpointFrames
    }

    /// Why nothing can be written now: something outside this process holds a log that has reached its limit.
    mutating func refusal(_ writer: Writer, _ pool: ReaderPool) throws(SQLiteFault) -> DynamoDBError? {
        guard writer.sqlite.walFrames >= options.logFrameLimit else { return nil }
        try cut(writer.sqlite, pool)
        guard writer.sqlite.walFrames >= options.logFrameLimit else { return nil }
        return DynamoDBError(
            .throttling, "A long read of the file by another program holds back its write-ahead log; try again later")
    }
}
