import DynamoModel

/// Puts the items of files into a table that is there.
///
/// Files are read twice: first to see that every line is an item with the table's key and that manifests agree, then to put the items.
/// A fault that the first reading finds changes nothing. Of standard input, which comes once, what stands before the first bad line
/// is put.
public struct TableImport: Sendable {
    /// What an import did.
    public struct Summary: Sendable, Equatable {
        /// The lines that are items: their number and the checksum of their items.
        public var lines = TableChecksum()
        /// Lines whose item was replaced by a later line before it was put.
        public var replaced = 0
        /// Bad lines that were left out.
        public var skipped = 0
        /// The first of them.
        public var firstSkipped: [BadLine] = []

        /// How many bad lines are told of.
        static let listed = 10

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

        /// No exceptions.
        public init() {}
    }

    private let table: TransferTable
    private let options: Options

    /// An import into this table.
    public init(into table: TransferTable, options: Options = Options()) {
        (self.table, self.options) = (table, options)
    }

    /// Imports the files. Of lines with one key, the last counts, in the order of the files and their lines.
    ///
    /// - Throws: ``TransferError``. When it is about the files (and they are no pipe), the table is as before, except for lines that only
    ///   the table itself finds bad (attribute names, nesting); otherwise some items were put, and the import can be repeated with
    ///   `merges`.
    public func run(_ files: ImportFiles, meter: TransferMeter) async throws(TransferError) -> Summary {
        let description = try await table.activeDescription()
        if !options.merges, !options.checksOnly, try await !table.isEmpty() {
            throw .refused(
                "the table '\(table.name)' holds items; with --merge, those with the same keys are replaced, and all others stay"
            )
        }
        var summary = Summary()
        var total: Int?
        if files.isRepeatable {
            summary = try check(files, description, meter)
            total = summary.lines.count
        }
        if options.checksOnly {
            return files.isRepeatable ? summary : try check(files, description, meter)
        }
        return try await put(files, description, total, meter)
    }

    // MARK: The first reading

    private func check(
        _ files: ImportFiles, _ description: TableDescription, _ meter: TransferMeter
    ) throws(TransferError) -> Summary {
        meter.begin("Checking", total: nil)
        for file in files.files { try file.checkDigest() }
        var summary = Summary()
        var reader = ItemReader(files, KeyCheck(description))
        while let entry = try reader.next() {
            guard !Task.isCancelled else { throw .stopped }
            switch entry {
            case .item(let item, _): summary.lines.add(item)
            case .bad(let line): summary.skip(line)
            }
            meter.add(1)
        }
        if summary.skipped > 0, !options.skipsInvalid {
            throw .badLines(summary.firstSkipped, total: summary.skipped)
        }
        return summary
    }

    // MARK: The second reading

    /// How many lines are put at a time, and how many bytes of items.
    private static let chunkLines = 2000
    private static let chunkBytes = 8 << 20

    private struct Chunk: Sendable {
        var items: [Item] = []
        var places: [LinePlace] = []
        var positions: [Item: Int] = [:]
        var bytes = 0

        var isFull: Bool { items.count >= chunkLines || bytes >= chunkBytes }

        /// - Returns: whether an earlier item with the same key was replaced.
        mutating func add(_ item: Item, key: Item, _ place: LinePlace) -> Bool {
            bytes += item.itemSize
            if let position = positions[key] {
                items[position] = item
                places[position] = place
                return true
            }
            positions[key] = items.count
            items.append(item)
            places.append(place)
            return false
        }
    }

    private func put(
        _ files: ImportFiles, _ description: TableDescription, _ total: Int?, _ meter: TransferMeter
    ) async throws(TransferError) -> Summary {
        meter.begin("Importing", total: total)
        var summary = Summary()
        var reader = ItemReader(files, KeyCheck(description))
        var waiting = Chunk()
        var isAtEnd = false
        // While one chunk is put, the next is read.
        while !isAtEnd || !waiting.items.isEmpty {
            guard !Task.isCancelled else { throw .stopped }
            let current = waiting
            async let refused = outcome(of: current)
            waiting = Chunk()
            var failure: TransferError?
            do throws(TransferError) {
                isAtEnd = try fill(&waiting, &reader, description.keyNames, &summary)
            } catch {
                failure = error
            }
            for (line, item) in try await refused.get() {
                try skip(line, &summary)
                summary.lines.remove(item)
            }
            meter.add(current.items.count)
            if let failure {
                // Standard input only: files were checked before.
                _ = try await outcome(of: waiting).get()
                throw failure
            }
        }
        return summary
    }

    /// Reads lines until the chunk is full.
    /// - Returns: whether the files are at their end.
    private func fill(
        _ chunk: inout Chunk, _ reader: inout ItemReader, _ keyNames: [String], _ summary: inout Summary
    ) throws(TransferError) -> Bool {
        while !chunk.isFull {
            guard let entry = try reader.next() else { return true }
            switch entry {
            case .item(let item, let place):
                summary.lines.add(item)
                if chunk.add(item, key: item.projected(to: keyNames), place) { summary.replaced += 1 }
            case .bad(let line): try skip(line, &summary)
            }
        }
        return false
    }

    private func skip(_ line: BadLine, _ summary: inout Summary) throws(TransferError) {
        guard options.skipsInvalid else { throw .badLines([line], total: 1) }
        summary.skip(line)
    }

    /// Puts a chunk. When the table refuses it, each item alone, so that the ones that it refuses have names.
    private func outcome(of chunk: Chunk) async -> Result<[(BadLine, Item)], TransferError> {
        let writer = BatchWriter(table: table, limiter: options.limiter)
        do throws(TransferError) {
            do throws(TransferError) {
                try await writer.put(chunk.items)
                return .success([])
            } catch {
                guard case .table(_, let reason) = error, reason.code == .validation else { throw error }
            }
            var refused: [(BadLine, Item)] = []
            for (item, place) in zip(chunk.items, chunk.places) {
                guard let reason = try await writer.refusal(of: item) else { continue }
                refused.append((place.bad(reason), item))
                if !options.skipsInvalid { break }
            }
            return .success(refused)
        } catch {
            return .failure(error)
        }
    }
}
