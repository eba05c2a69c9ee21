import DynamoModel
import ItemFiles

/// What a table asks of the keys of an item, its own and those of its indexes, and of its size; the rest of the rules
/// is the table's own to check.
struct KeyCheck: Sendable {
    private struct Key: Sendable {
        let name: String
        let type: ScalarAttributeType
        let limit: Int
        /// What messages call the attribute.
        let text: String

        init(_ element: KeySchemaElement, _ table: TableDescription, index: String?) {
            name = element.attributeName
            type = table.type(of: element.attributeName) ?? .s
            limit = element.keyType == .hash ? DynamoLimits.partitionKeySize : DynamoLimits.sortKeySize
            text = "the key attribute '\(element.attributeName)'" + (index.map { " of the index '\($0)'" } ?? "")
        }

        func fault(of value: AttributeValue) -> String? {
            guard value.typeName == type.rawValue else {
                return "\(text) is of type \(value.typeName), not \(type.rawValue)"
            }
            let size = value.attributeSize
            if size == 0 { return "\(text) is empty" }
            return size > limit ? "\(text) has \(size) bytes; \(limit) are allowed" : nil
        }
    }

    private let keys: [Key]
    /// An item may lack these.
    private let indexKeys: [Key]

    init(_ table: TableDescription) {
        keys = table.keySchema.map { Key($0, table, index: nil) }
        indexKeys = (table.localSecondaryIndexes + table.globalSecondaryIndexes).map(\.index).flatMap { index in
            index.keySchema.map { Key($0, table, index: index.indexName) }
        }
    }

    /// Why the table could not hold the item; nil when nothing is wrong.
    func fault(of item: Item) -> String? {
        for key in keys {
            guard let value = item[key.name] else { return "\(key.text) is missing" }
            if let fault = key.fault(of: value) { return fault }
        }
        for key in indexKeys {
            if let fault = item[key.name].flatMap(key.fault) { return fault }
        }
        return fault(ofSize: item)
    }

    /// Why the table could not hold what a change says; nil when nothing is wrong.
    func fault(of change: ExportedChange) -> String? {
        guard change.key.count == keys.count else { return "its Keys are not those of the table" }
        for key in keys {
            guard let value = change.key[key.name] else { return "\(key.text) is missing in Keys" }
            if let fault = key.fault(of: value) { return fault }
        }
        for (name, image) in [("OldImage", change.old), ("NewImage", change.new)] {
            guard let image else { continue }
            guard image.projected(to: keys.map(\.name)) == change.key else {
                return "the key of its \(name) is another"
            }
        }
        return change.new.flatMap { fault(of: $0) }
    }

    private func fault(ofSize item: Item) -> String? {
        let size = item.itemSize
        return size > DynamoLimits.itemSize ? "the item has \(size) bytes; \(DynamoLimits.itemSize) are allowed" : nil
    }
}

/// Where an item stands.
struct LinePlace: Sendable {
    let file: String
    let line: Int

    /// What is wrong there.
    func bad(_ reason: String) -> BadLine { BadLine(file: file, line: line, reason: reason) }
}

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
