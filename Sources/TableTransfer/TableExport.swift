import Compression
import DynamoModel
import Glibc
import ItemFiles
import Synchronization

/// Writes all items of a table as lines of DynamoDB JSON or Amazon Ion, as DynamoDB's export to S3 does.
public struct TableExport: Sendable {
    private let table: TransferTable
    private let segments: Int?
    private let cores: Int

    /// An export of this table.
    /// - Parameters:
    ///   - segments: how many parts of the table are read at a time; nil for what suits its size.
    ///   - cores: processors that there are.
    public init(_ table: TransferTable, segments: Int? = nil, cores: Int) {
        (self.table, self.segments, self.cores) = (table, segments, cores)
    }

    /// Writes the file, which appears under its name when it is whole and on disk. A name that ends in `.gz` makes it a
    /// gzip file (of many members); one that ends in `.ion` or `.ion.gz` makes the lines Ion. `-` is standard output,
    /// as plain lines of JSON. The items have no order in particular.
    ///
    /// - Parameter replaces: whether a file that is there may be replaced.
    /// - Returns: the number of items and their checksum.
    /// - Throws: ``TransferError``; no file was made then, and one that was there is as before.
    public func write(to path: String, replaces: Bool = false, meter: TransferMeter) async throws(TransferError)
        -> TableChecksum
    {
        if path != "-" {
            let kind = PathKind(path)
            guard kind == .none || kind == .file else {
                throw .refused("'\(path)' is not a file that can be replaced; '-' is standard output")
            }
            guard kind == .none || replaces else {
                throw .refused("'\(path)' is there already; choose another name, or replace it with --overwrite")
            }
        }
        let description = try await table.activeDescription()
        let total = segments ?? Segments.suitable(for: description, cores: cores)
        let output = try Output(path)
        meter.begin("Exporting", total: description.itemCount, segments: total)
        let sum = Mutex(TableChecksum())
        let format: TransferFormat = ExportLayout.isIon(path) ? .ion : .json
        let isCompressed = path.utf8.suffix(3).elementsEqual(".gz".utf8)
        try await forEachSegment(of: total) { [table] (segment) throws(TransferError) in
            var reader = SegmentReader(table, segment: segment, of: total)
            while let items = try await reader.next() {
                guard !items.isEmpty else { continue }
                let part = Self.lines(items, as: format)
                try await output.write(isCompressed ? Gzip.compress(part.lines) : part.lines)
                sum.withLock { $0 = $0 + part.checksum }
                meter.add(items.count)
            }
            meter.finishSegment()
        }
        try output.finish(isCompressed: isCompressed)
        return sum.withLock { $0 }
    }

    private static func lines(
        _ items: [Item], as format: TransferFormat
    ) -> (lines: [UInt8], checksum: TableChecksum) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 << 20)
        var checksum = TableChecksum()
        for item in items {
            ItemLine.append(item, as: format, to: &bytes)
            checksum.add(item)
        }
        return (bytes, checksum)
    }

    /// Where the lines go, one page after the other.
    private final class Output: Sendable {
        private struct State {
            let file: DurableFile?
            var isEmpty = true
        }
        private let state: Mutex<State>
        /// Whether nobody writes to standard output now.
        private let isFree = Mutex(true)
        private let path: String

        init(_ path: String) throws(TransferError) {
            self.path = path
            state = Mutex(State(file: path == "-" ? nil : try DurableFile(path)))
        }

        func write(_ bytes: [UInt8]) async throws(TransferError) {
            let isFile = try state.withLock { (state) throws(TransferError) in
                state.isEmpty = false
                try state.file?.write(bytes)
                return state.file != nil
            }
            if !isFile { try await writeToStandardOutput(bytes) }
        }

        private static let pause = Duration.milliseconds(2)

        /// One page at a time. No thread waits meanwhile: the reader may be stuck, and a signal must still be heard.
        private func writeToStandardOutput(_ bytes: [UInt8]) async throws(TransferError) {
            while !isFree.withLock({ (isFree) in
                defer { isFree = false }
                return isFree
            }) {
                do { try await Task.sleep(for: Self.pause) } catch { throw .stopped }
            }
            defer { isFree.withLock { $0 = true } }
            try await writeAll(bytes, toStream: STDOUT_FILENO, "standard output")
        }

        /// Publishes the file. A compressed one of no items has one member that is empty.
        func finish(isCompressed: Bool) throws(TransferError) {
            try state.withLock { (state) throws(TransferError) in
                guard let file = state.file else { return }
                if isCompressed, state.isEmpty { try file.write(Gzip.compress([])) }
                try file.publish()
            }
        }
    }
}
