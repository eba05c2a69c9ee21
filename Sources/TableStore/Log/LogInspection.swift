import Glibc

/// Reads a write-ahead log before SQLite does, and distinguishes a damaged one from one that a power cut left.
///
/// SQLite reads a log up to the first frame whose checksum or salts do not fit, and drops the rest without a word. That
/// is right for what a power cut leaves: the frames of the last transaction, which was not synced yet and so not
/// acknowledged, may be there in any part. Commits are synced one after the other; so each of these shows that frames
/// were whole once and are not now:
/// - the log's index counts more committed frames than can be read;
/// - whole frames of a *later* commit follow the break (each frame's checksum goes on from the one that is stored in
///   the frame before, so that they can be verified although what precedes them is broken);
/// - the broken frame differs by one bit of its page or of its numbers, by its salts alone, or by half of its checksum
///   alone, and a commit follows;
/// - the header is broken, and whole frames with a commit follow: the header is synced before the first frame is
///   written.
///
/// Frames of an earlier round of the log have other salts. Those of a transaction that was rolled back have these
/// salts, but no commit among them, as long as ``hasLeftovers`` makes the engine begin the log again after each
/// recovery.
struct LogInspection {
    /// The damage, when there is any.
    private(set) var damage: LogDamage?
    /// Whether frames of this round of the log follow the last commit that SQLite will recover.
    private(set) var hasLeftovers = false

    private let header: LogFormat.Header?
    private let pageSize: Int
    private let bigEndian: Bool
    private var salts: UInt64?
    private var seen: Seen

    private struct Seen {
        /// Frames that SQLite will read: up to the last commit before the break.
        var keptFrames = 0
        var keptCommits = 0
        /// The first frame that does not fit.
        var broken: Int?
        /// Whether the broken frame can only have been damaged.
        var isCertain = false
        /// Whether the broken frame is a transaction's last.
        var brokenIsCommit = false
        /// Whole commits after the break.
        var laterCommits = 0
        /// Whether a frame that ends a transaction, whole or not, stands at the break or after it.
        var hasCommitAtBreak = false
        /// The last frame of this round.
        var last = 0
        /// What the frame before says its sums are, and what they are.
        var stored: LogChecksum
        var computed: LogChecksum

        init(_ start: (stored: LogChecksum, computed: LogChecksum)) {
            (stored, computed) = start
        }
    }

    /// Frames that are read at a time.
    private static let framesPerRead = 128

    /// Reads the log of a database.
    ///
    /// - Throws: `cannotOpen` when the log cannot be read.
    init(database path: String) throws(StoreError) {
        let log = path + "-wal"
        let size = PlainFile.size(of: log) ?? 0
        let first = PlainFile.prefix(of: log, count: LogFormat.headerSize) ?? []
        header = first.withUnsafeBytes { LogFormat.Header($0) }
        pageSize = header?.pageSize ?? Self.pageSize(of: path)
        bigEndian = header?.bigEndian ?? false
        salts = header?.salts
        seen = Seen(first.withUnsafeBytes { LogFormat.headerSums($0) })
        guard size > LogFormat.headerSize else { return }
        try readFrames(log, count: (size - LogFormat.headerSize) / frameSize)
        judge(LogIndexFile.read(path + "-shm"))
    }

    /// The size of the database's pages, for a log whose header is broken (sqlite.org/fileformat2.html, section 1.3.2).
    private static func pageSize(of path: String) -> Int {
        guard let header = PlainFile.prefix(of: path, count: 18), header.count == 18 else { return defaultPageSize }
        let size = Int(header[16]) << 8 | Int(header[17])
        return size == 1 ? 65_536 : size >= 512 ? size : defaultPageSize
    }

    private static let defaultPageSize = 4096

    /// Bytes of the log up to the end of the last commit that SQLite will recover.
    var keptBytes: Int { seen.keptFrames == 0 ? 0 : start(of: seen.keptFrames + 1) }

    private var frameSize: Int { LogFormat.frameHeaderSize + pageSize }

    /// Where a frame begins, in bytes; frames count from 1.
    private func start(of frame: Int) -> Int { LogFormat.headerSize + (frame - 1) * frameSize }

    // MARK: Reading

    private mutating func readFrames(_ path: String, count: Int) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(path) }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.framesPerRead * frameSize, alignment: 16)
        defer { buffer.deallocate() }
        var frame = 1
        while frame <= count {
            let part = UnsafeMutableRawBufferPointer(
                rebasing: buffer[..<(min(Self.framesPerRead, count - frame + 1) * frameSize)])
            let read = PlainFile.fill(part, descriptor, at: start(of: frame))
            guard read >= 0 else { throw Self.unreadable(path) }
            for offset in stride(from: 0, to: read / frameSize * frameSize, by: frameSize) {
                take(frame, UnsafeRawBufferPointer(rebasing: part[offset..<offset + frameSize]))
                frame += 1
            }
            guard read == part.count else { return }
        }
    }

    private static func unreadable(_ path: String) -> StoreError {
        .cannotOpen(path: path, reason: "the log cannot be read: \(PlainFile.error)")
    }

    private mutating func take(_ number: Int, _ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        let frame = LogFormat.FrameHeader(base)
        let page = UnsafeRawBufferPointer(rebasing: bytes[LogFormat.frameHeaderSize...])
        func sum(after previous: LogChecksum) -> LogChecksum {
            LogFormat.sum(after: previous, header: base, page: page, bigEndian: bigEndian)
        }
        var computed = sum(after: seen.stored)
        if computed != frame.checksum, seen.computed != seen.stored {
            // The checksum of the frame before may be what is damaged there.
            let other = sum(after: seen.computed)
            if other == frame.checksum { computed = other }
        }
        let fits = computed == frame.checksum
        // Without a header the frames themselves say which round they are of.
        if salts == nil && fits { salts = frame.salts }
        let isOfThisRound = frame.salts == salts
        defer { (seen.stored, seen.computed) = (frame.checksum, computed) }
        guard isOfThisRound || fits else {
            if seen.broken == nil { seen.broken = number }
            return
        }
        seen.last = number
        defer { if seen.broken != nil && frame.isCommit { seen.hasCommitAtBreak = true } }
        if fits && isOfThisRound && frame.page != 0 {
            takeWhole(number, frame)
        } else if seen.broken == nil {
            seen.broken = number
            // A header that lies in two sectors may be there in part.
            let isInOneSector = start(of: number) % 512 <= 512 - LogFormat.frameHeaderSize
            seen.brokenIsCommit = frame.isCommit && isOfThisRound && isInOneSector
            seen.isCertain = header != nil && Self.isDamaged(frame, computed, fits: fits, pageSize: pageSize)
        }
    }

    private mutating func takeWhole(_ number: Int, _ frame: LogFormat.FrameHeader) {
        guard frame.isCommit else { return }
        if seen.broken == nil, header != nil {
            seen.keptFrames = number
            seen.keptCommits += 1
        } else {
            seen.laterCommits += 1
        }
    }

    /// Whether a frame that does not fit can only have been damaged: what is missing of a torn one differs by more.
    private static func isDamaged(
        _ frame: LogFormat.FrameHeader, _ computed: LogChecksum, fits: Bool, pageSize: Int
    ) -> Bool {
        // Its checksum goes on from this round's frame before: only its salts are wrong.
        if fits { return true }
        if computed.first == frame.checksum.first || computed.second == frame.checksum.second { return true }
        let words = (LogFormat.checkedHeaderSize + pageSize) / 4
        return computed.isOneBit(from: frame.checksum, words: words)
    }

    // MARK: Judging

    private mutating func judge(_ index: LogIndexFile?) {
        hasLeftovers = seen.last > seen.keptFrames
        // A broken header does not say which round it is; one with frames after it is of the index's.
        let witness = index.flatMap { $0.salts == salts || header == nil ? $0 : nil }
        let isShort = (witness?.frames ?? 0) > seen.keptFrames
        guard isShort || isBrokenForCertain else { return }
        let broken = header == nil ? 0 : seen.broken ?? (seen.last + 1)
        damage = LogDamage(
            brokenFrame: broken, brokenByte: broken == 0 ? 0 : start(of: broken), keptFrames: seen.keptFrames,
            keptCommits: seen.keptCommits, lostFrames: max(seen.last, witness?.frames ?? 0) - seen.keptFrames,
            lostCommits: max(seen.laterCommits, 1), copiedFrames: witness?.copied ?? 0)
    }

    private var isBrokenForCertain: Bool {
        guard header != nil else { return seen.laterCommits > 0 }
        guard seen.broken != nil else { return false }
        // One commit may be that of the torn transaction itself, unless that ends with the broken frame.
        return seen.isCertain && seen.hasCommitAtBreak || seen.laterCommits >= (seen.brokenIsCommit ? 1 : 2)
    }
}
