import DynamoModel
import Synchronization

/// Puts the items of files into a table that is there, or applies to it the changes that files hold.
///
/// Files are read twice: first to see that every line is an item with the table's key and that manifests agree, then to
/// put the items. A fault that the first reading finds changes nothing. Of standard input, which comes once, what
/// stands before the first bad line is put.
///
/// Changes, the lines of an incremental export, are applied in the order of their times: of several changes of an item
/// the last one stands (``LastWrites``). Items that are there no more are removed. Applied again, they change nothing.
public struct TableImport: Sendable {
    /// What an import did.
    public struct Summary: Sendable, Equatable {
        /// The items of all lines: of those with the same key the last one alone, as far as ``isExact`` says so.
        public var items = TableChecksum()
        /// Keys whose items changes removed.
        public var removed = 0
        /// Lines whose item was replaced by a later line, or, of changes, by a later write.
        public var replaced = 0
        /// Whether lines with the same key were found wherever they stand. They are looked for among the first 500,000
        /// keys; an item that came later than these counts as often as its lines are put.
        public var isExact = true
        /// Bad lines that were left out.
        public var skipped = 0
        /// The first lines that were left out, with the reasons.
        public var firstSkipped: [BadLine] = []

        /// How many bad lines are reported.
        static let listed = 10

        mutating func count(_ tally: ImportTally) {
            (items, removed) = (tally.items, tally.removed)
            (replaced, isExact) = (tally.replaced, tally.isExact)
        }

        mutating func skip(_ line: BadLine) {
            skipped += 1
            if firstSkipped.count < Self.listed { firstSkipped.append(line) }
        }
    }

    /// How an import deals with what is not as it should be.
    public struct Options: Sendable {
        /// Whether the table may hold items already: those with the same keys are replaced, all others stay.
        public var merges = false
        /// Whether bad lines are left out instead of stopping the import.
        public var skipsInvalid = false
        /// Whether the files are only read and checked.
        public var checksOnly = false
        /// How many items a second are put at most.
        public var limiter: RateLimiter?
        /// Keys whose last changes are remembered at a time.
        var mostKeys = LastWrites.mostKeys

        /// No exceptions.
        public init() {}
    }

    let table: TransferTable
    let options: Options

    /// An import into this table.
    public init(into table: TransferTable, options: Options = Options()) {
        (self.table, self.options) = (table, options)
    }

    /// Imports the files. Of lines with one key, the last counts, in the order of the files and their lines.
    ///
    /// - Throws: ``TransferError``. When it is about the files (and they are no pipe), the table is as before, except
    ///   for lines that only the table itself finds bad (attribute names, nesting); otherwise some items were put, and
    ///   the import can be repeated with `merges`.
    public func run(_ files: ImportFiles, meter: TransferMeter) async throws(TransferError) -> Summary {
        let description = try await table.activeDescription()
        if !options.merges, !options.checksOnly, !files.isIncrement, try await !table.isEmpty() {
            throw .refused(
                "the table '\(table.name)' holds items; with --merge, those with the same keys are replaced, and all others stay"
            )
        }
        guard files.isRepeatable || options.checksOnly else { return try await put(files, description, nil, meter) }
        let checked = try await check(files, description, meter)
        if files.isIncrement { return try await apply(files, description, checked.summary, checked.lines, meter) }
        return options.checksOnly ? checked.summary : try await put(files, description, checked.lines, meter)
    }

    // MARK: The first reading

    private func check(
        _ files: ImportFiles, _ description: TableDescription, _ meter: TransferMeter
    ) async throws(TransferError) -> (summary: Summary, lines: Int) {
        meter.begin("Checking", total: nil)
        for file in files.files { try file.checkDigest() }
        var (summary, tally, lines) = (Summary(), ImportTally(), 0)
        var reader = ItemReader(files, KeyCheck(description))
        let keyNames = description.keyNames
        while let entry = try reader.next() {
            guard !Task.isCancelled else { throw .stopped }
            switch entry {
            case .item(let item, _):
                lines += 1
                if options.checksOnly { tally.add(item, key: item.projected(to: keyNames)) }
            case .change: lines += 1
            case .bad(let line): summary.skip(line)
            }
            meter.add(1)
            // Where there is one processor, the task that reports the progress and hears signals has to have a turn.
            if lines.isMultiple(of: Self.chunkLines) { await Task.yield() }
        }
        summary.count(tally)
        if summary.skipped > 0, !options.skipsInvalid {
            throw .badLines(summary.firstSkipped, total: summary.skipped)
        }
        return (summary, lines)
    }

    // MARK: The second reading

    /// How many lines are put at a time.
    static let chunkLines = 2000

    private func put(
        _ files: ImportFiles, _ description: TableDescription, _ total: Int?, _ meter: TransferMeter
    ) async throws(TransferError) -> Summary {
        meter.begin("Importing", total: total)
        var (summary, tally) = (Summary(), ImportTally())
        var reader = ItemReader(files, KeyCheck(description))
        try await write(&summary, &tally, meter) { (chunk, summary) async throws(TransferError) in
            try fill(&chunk, &reader, description.keyNames, &summary)
        }
        summary.count(tally)
        return summary
    }

    /// Writes what `fill` puts into chunks, until it returns that there is no more.
    func write(
        _ summary: inout Summary, _ tally: inout ImportTally, _ meter: TransferMeter,
        _ fill: (inout ImportChunk, inout Summary) async throws(TransferError) -> Bool
    ) async throws(TransferError) {
        var waiting = ImportChunk()
        var isAtEnd = false
        // While one chunk is written, the next is read.
        while !isAtEnd || !waiting.isEmpty {
            guard !Task.isCancelled else { throw .stopped }
            let current = waiting
            async let outcome = outcome(of: current, meter)
            waiting = ImportChunk()
            var failure: TransferError?
            do throws(TransferError) {
                isAtEnd = try await fill(&waiting, &summary)
            } catch {
                failure = error
            }
            let refused = try await outcome.get()
            for (_, line) in refused { try skip(line, &summary) }
            current.count(in: &tally, without: Set(refused.map(\.position)))
            if let failure {
                // Standard input only: files were checked before.
                _ = try await self.outcome(of: waiting, meter).get()
                throw failure
            }
        }
    }

    /// Reads lines until the chunk is full.
    /// - Returns: whether the files are at their end.
    private func fill(
        _ chunk: inout ImportChunk, _ reader: inout ItemReader, _ keyNames: [String], _ summary: inout Summary
    ) throws(TransferError) -> Bool {
        while !chunk.isFull {
            guard let entry = try reader.next() else { return true }
            switch entry {
            case .item(let item, let place): chunk.put(item, key: item.projected(to: keyNames), place)
            case .change: continue
            case .bad(let line): try skip(line, &summary)
            }
        }
        return false
    }

    func skip(_ line: BadLine, _ summary: inout Summary) throws(TransferError) {
        guard options.skipsInvalid else { throw .badLines([line], total: 1) }
        summary.skip(line)
    }

    /// Writes a chunk. When the table refuses it, each item alone, so that the ones that it refuses have names.
    func outcome(
        of chunk: ImportChunk, _ meter: TransferMeter
    ) async -> Result<[(position: Int, line: BadLine)], TransferError> {
        let reported = Mutex(0)
        let writer = BatchWriter(table: table, limiter: options.limiter) { count in
            reported.withLock { $0 += count }
            meter.add(count)
        }
        // What no batch reported: lines that were replaced, and what was put one by one.
        defer { meter.add(chunk.writes.count + chunk.replaced - reported.withLock { $0 }) }
        guard !options.checksOnly else { return .success([]) }
        do throws(TransferError) {
            do throws(TransferError) {
                try await writer.write(chunk.writes)
                return .success([])
            } catch {
                guard case .table(_, let reason) = error, reason.code == .validation else { throw error }
            }
            var refused: [(position: Int, line: BadLine)] = []
            for (position, write) in chunk.writes.enumerated() {
                guard let reason = try await writer.refusal(of: write) else { continue }
                refused.append((position, chunk.places[position].bad(reason)))
                if !options.skipsInvalid { break }
            }
            return .success(refused)
        } catch {
            return .failure(error)
        }
    }
}
