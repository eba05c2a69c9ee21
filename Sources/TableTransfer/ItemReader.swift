import DynamoModel
import ItemFiles

/// The items or the changes of some files, one after the other.
struct ItemReader {
    enum Entry {
        case item(Item, LinePlace)
        case change(ExportedChange, LinePlace)
        case bad(BadLine)
    }

    private var files: ArraySlice<ImportFiles.File>
    private let isIncrement: Bool
    private let keys: KeyCheck
    private var lines: LineReader?
    private var format: TransferFormat?
    private var count = 0

    init(_ files: ImportFiles, _ keys: KeyCheck) {
        self.files = files.files[...]
        isIncrement = files.isIncrement
        self.keys = keys
    }

    /// The next line's item, with its place; nil after the last.
    /// - Throws: when a file cannot be read, or holds another number of items than its manifest says.
    mutating func next() throws(TransferError) -> Entry? {
        while let file = files.first {
            let reader: LineReader
            if let lines { reader = lines } else { reader = try LineReader(file.path) }
            lines = reader
            if let line = try reader.next() {
                let format = format ?? file.format ?? ItemLine.format(of: line)
                self.format = format
                if ItemLine.isBlank(line, as: format) { continue }
                if count == 0 { try ItemLine.checkIsWhole(line, of: file.path) }
                count += 1
                return entry(line, format, reader)
            }
            if let expected = file.itemCount, expected != count {
                throw .damaged(
                    path: file.path, reason: "it holds \(count) items, but the manifest says \(expected)")
            }
            files.removeFirst()
            (lines, format, count) = (nil, nil, 0)
        }
        return nil
    }

    private func entry(_ line: [UInt8], _ format: TransferFormat, _ reader: LineReader) -> Entry {
        let place = LinePlace(file: reader.name, line: reader.number)
        do throws(ItemLine.Fault) {
            if isIncrement {
                let change = try ItemLine.change(line, as: format)
                if let fault = keys.fault(of: change) { return .bad(place.bad(fault)) }
                return .change(change, place)
            }
            let item = try ItemLine.item(line, as: format)
            if let fault = keys.fault(of: item) { return .bad(place.bad(fault)) }
            return .item(item, place)
        } catch {
            return .bad(place.bad(error.reason))
        }
    }
}
