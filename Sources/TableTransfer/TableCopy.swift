import DynamoModel

/// Copies a table into another, wherever both are; goes on after an interruption; and sees at the end that both are the
/// same.
///
/// The source is read in segments with consistent reads, and each page is in the target before the state says so. What
/// was copied twice after an interruption is the same twice: items are put as a whole.
public struct TableCopy: Sendable {
    /// How a copy is done.
    public struct Options: Sendable {
        /// How many parts of the source are read at a time; nil for what suits its size. A resumed copy keeps its
        /// number.
        public var segments: Int?
        /// Processors that there are.
        public var cores = 1
        /// How many items a second are put at most.
        public var limiter: RateLimiter?
        /// Whether the target is made when it is not there.
        public var creates = true
        /// Whether the target may hold items already: those with the same keys are replaced, all others stay.
        public var merges = false
        /// Whether to go on with the copy that the state file records, if there is one.
        public var resumes = false

        /// A copy into a table that is not there, or is empty.
        public init() {}
    }

    /// What the end of a copy found.
    public enum Outcome: Sendable, Equatable {
        /// Both tables hold the same items. (When merging: the target holds every item of the source.)
        case verified(TableChecksum)
        /// The source was written to while it was copied.
        case sourceChanged(copied: TableChecksum, now: TableChecksum)
        /// The target does not hold what was copied, since somebody else writes to it.
        case targetDiffers(copied: TableChecksum, target: TableChecksum)
        /// The target lacks so many of the source's items, or has other ones in their place (merging).
        case itemsDiffer(Int)
    }

    let source: TransferTable
    let target: TransferTable
    let options: Options
    private let path: String

    /// A copy that keeps its state in a file at `state` until it is done.
    public init(from source: TransferTable, to target: TransferTable, state path: String, options: Options = Options())
    {
        (self.source, self.target, self.options, self.path) = (source, target, options, path)
    }

    /// Copies, or goes on, and verifies.
    ///
    /// - Parameter note: is given what a person should know: settings of the source that the target does not have.
    /// - Throws: ``TransferError``. `refused` changes nothing. After everything else, and after any end of the process,
    ///   the copy can go on with `resumes`.
    public func run(
        meter: TransferMeter, note: @Sendable (String) -> Void = { _ in }
    ) async throws(TransferError) -> Outcome {
        let from = try await source.activeDescription()
        let journal = try await begin(from, note)
        let state = journal.state
        meter.begin(
            "Copying", total: from.itemCount, segments: state.segments.count, itemsAtStart: state.copied.count,
            segmentsDone: state.segmentsDone)
        do throws(TransferError) {
            try await copy(state, journal, meter)
        } catch {
            // The error that stopped the copy says more than one of noting where.
            try? journal.save()
            throw error
        }
        try journal.save()
        let outcome = try await verify(journal.state, meter)
        if state.createdTarget { try await finishSettings() }
        journal.remove()
        await tellSettings(note)
        return outcome
    }

    private func copy(_ state: CopyState, _ journal: CopyJournal, _ meter: TransferMeter) async throws(TransferError) {
        let writer = BatchWriter(table: target, limiter: options.limiter) { meter.add($0) }
        let total = state.segments.count
        try await forEachSegment(of: total) { [source] (segment) throws(TransferError) in
            let noted = state.segments[segment]
            guard !noted.isDone else { return }
            var reader = SegmentReader(source, segment: segment, of: total, after: noted.last)
            while let items = try await reader.next() {
                try await writer.put(items)
                try journal.record(segment, items, last: reader.last, isDone: reader.isAtEnd)
            }
            meter.finishSegment()
        }
    }

    // MARK: Beginning

    /// Checks what can be refused before there is a target: the source, and the file of the state. A copy that cannot
    /// begin then leaves nothing where the target was to be.
    ///
    /// - Returns: whether there may be no target yet: an earlier copy, if there was one, did not come to make it.
    /// - Throws: ``TransferError``.
    public static func beginsAnew(
        from source: TransferTable, state path: String, options: Options
    ) async throws(TransferError) -> Bool {
        let from = try await source.activeDescription()
        if let state = try unfinished(path, options) {
            try check(source: from, state, path)
            return state.target == .unknown
        }
        // A file of this name must be possible; the draft goes again.
        _ = try DurableFile(path)
        return true
    }

    /// The state of an earlier copy to go on with; nil for a new copy.
    private static func unfinished(_ path: String, _ options: Options) throws(TransferError) -> CopyState? {
        let found = try CopyState.read(path)
        guard found == nil || options.resumes else {
            throw .refused(
                "a copy of these tables was not finished: continue it with --resume, or remove '\(path)' to begin again"
            )
        }
        return found
    }

    /// The state to go on with, or a new one, in its file.
    private func begin(
        _ from: TableDescription, _ note: @Sendable (String) -> Void
    ) async throws(TransferError) -> CopyJournal {
        if let found = try Self.unfinished(path, options) {
            try Self.check(source: from, found, path)
            let journal = CopyJournal(found, path: path)
            if found.target == .unknown {
                try await makeTarget(from, journal, note)
                return journal
            }
            guard found.target == CopyState.Identity(try await target.activeDescription()) else {
                throw .refused("'\(path)' is of a copy to another table (\(found.target.arn), id \(found.target.id))")
            }
            return journal
        }
        guard let to = try await targetThatIsThere(from) else {
            guard options.creates else { throw .refused("there is no table '\(target.name)' to copy to") }
            let journal = journal(from, .unknown, merges: false, createdTarget: true)
            try await makeTarget(from, journal, note)
            return journal
        }
        // Of one table the region in its Amazon Resource Name can differ: an endpoint may name that of the request.
        guard to.tableId != from.tableId || to.tableId.isEmpty && to.tableArn != from.tableArn else {
            throw .refused("the source and the target are the same table")
        }
        if !options.merges, try await !target.isEmpty() {
            throw .refused(
                "the target table \(target.title) holds items; with --merge, those with the same keys are replaced, "
                    + "and all others stay")
        }
        let journal = journal(from, CopyState.Identity(to), merges: options.merges, createdTarget: false)
        try journal.save()
        return journal
    }

    private func journal(
        _ from: TableDescription, _ target: CopyState.Identity, merges: Bool, createdTarget: Bool
    ) -> CopyJournal {
        let segments = options.segments ?? Segments.suitable(for: from, cores: options.cores)
        return CopyJournal(
            CopyState(
                source: CopyState.Identity(from), target: target, merges: merges, createdTarget: createdTarget,
                segments: Array(repeating: CopyState.Segment(), count: segments)), path: path)
    }

    private static func check(
        source: TableDescription, _ state: CopyState, _ path: String
    ) throws(TransferError) {
        guard state.source == CopyState.Identity(source) else {
            throw .refused("'\(path)' is of a copy from another table (\(state.source.arn), id \(state.source.id))")
        }
    }
}
