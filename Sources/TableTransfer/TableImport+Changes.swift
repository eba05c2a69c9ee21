import DynamoModel
import ItemFiles

// The changes of incremental exports, applied to a table.
extension TableImport {
    /// Applies the changes of files that were checked, or only looks which ones would be.
    ///
    /// - Parameters:
    ///   - checked: the bad lines that were left out.
    ///   - lines: how many changes there are.
    func apply(
        _ files: ImportFiles, _ description: TableDescription, _ checked: Summary, _ lines: Int, _ meter: TransferMeter
    ) async throws(TransferError) -> Summary {
        meter.begin(options.checksOnly ? "Checking" : "Importing", total: lines)
        // Each key occurs once among the last writes.
        var (summary, tally) = (checked, ImportTally(mostKeys: 0))
        let (keys, parts) = (KeyCheck(description), LastWrites.parts(of: lines, mostKeys: options.mostKeys))
        for part in 0..<parts {
            var last = LastWrites(part: part, of: parts)
            var reader = ChangeReader(ItemReader(files, keys))
            while let change = try await reader.next() { last.note(change.change, change.number) }
            reader = ChangeReader(ItemReader(files, keys))
            try await write(&summary, &tally, meter) { (chunk, _) async throws(TransferError) in
                while !chunk.isFull {
                    guard let found = try await reader.next() else { return true }
                    guard let isLast = last.isLast(found.change, found.number) else { continue }
                    if isLast { chunk.add(found.change, found.place) } else { chunk.replace() }
                }
                return false
            }
        }
        summary.count(tally)
        summary.isExact = true
        return summary
    }
}

/// The changes of files, numbered; bad lines, which were reported when the files were checked, are left out.
private struct ChangeReader {
    private var reader: ItemReader
    private var number = 0

    init(_ reader: ItemReader) { self.reader = reader }

    mutating func next() async throws(TransferError) -> (change: ExportedChange, place: LinePlace, number: Int)? {
        while let entry = try reader.next() {
            guard !Task.isCancelled else { throw .stopped }
            guard case .change(let change, let place) = entry else { continue }
            number += 1
            // Where there is one processor, the task that reports the progress and hears signals has to have a turn.
            if number.isMultiple(of: TableImport.chunkLines) { await Task.yield() }
            return (change, place, number)
        }
        return nil
    }
}
