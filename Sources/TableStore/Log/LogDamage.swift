/// A write-ahead log that is damaged: SQLite would read it up to the break and drop the rest, acknowledged commits too.
public struct LogDamage: Sendable, Equatable {
    /// The first frame that cannot be read, from 1; 0 for the log's header.
    public var brokenFrame: Int
    /// Where it begins, in bytes from the start of the log.
    public var brokenByte: Int
    /// Frames and commits before the break, which are whole.
    public var keptFrames: Int
    /// Commits before the break, which are whole.
    public var keptCommits: Int
    /// Frames from the end of the last whole commit on, which would be lost.
    public var lostFrames: Int
    /// Commits that are seen among them: at least so many would be lost.
    public var lostCommits: Int
    /// How many of the log's frames are known to be in the database file already.
    public var copiedFrames: Int

    /// Whether everything that would be dropped is in the database file already.
    public var losesNothing: Bool { copiedFrames >= keptFrames + lostFrames }
}

extension LogDamage: CustomStringConvertible {
    /// What is broken, and what would be lost.
    public var description: String {
        let place = brokenFrame == 0 ? "its header" : "frame \(brokenFrame) (byte \(brokenByte))"
        let lost =
            losesNothing
            ? "all of it is in the database file already, so that nothing would be lost"
            : "\(lostFrames) frames with at least \(lostCommits) commits would be lost, "
                + "\(keptFrames) frames with \(keptCommits) commits before it are whole"
        return "its write-ahead log is broken at \(place), which no power cut explains: \(lost)"
    }
}
