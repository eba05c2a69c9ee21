import DynamoModel

/// What a table asks of the key of an item; the rest of the rules is the table's own to check.
struct KeyCheck: Sendable {
    private let keys: [(name: String, type: ScalarAttributeType, limit: Int)]

    init(_ description: TableDescription) {
        keys = zip(description.keySchema, description.keyTypes).map { element, type in
            let limit = element.keyType == .hash ? DynamoLimits.partitionKeySize : DynamoLimits.sortKeySize
            return (element.attributeName, type ?? .s, limit)
        }
    }

    /// Why the table could not hold the item; nil when nothing is wrong.
    func fault(of item: Item) -> String? {
        for key in keys {
            guard let value = item[key.name] else { return "the key attribute '\(key.name)' is missing" }
            guard value.typeName == key.type.rawValue else {
                return "the key attribute '\(key.name)' is of type \(value.typeName), not \(key.type.rawValue)"
            }
            let size = value.attributeSize
            if size == 0 { return "the key attribute '\(key.name)' is empty" }
            if size > key.limit { return "the key attribute '\(key.name)' has \(size) bytes; \(key.limit) are allowed" }
        }
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

/// The items of some files, one after the other.
struct ItemReader {
    enum Entry {
        case item(Item, LinePlace)
        case bad(BadLine)
    }

    private var files: ArraySlice<ImportFiles.File>
    private let keys: KeyCheck
    private var lines: LineReader?
    private var count = 0

    init(_ files: ImportFiles, _ keys: KeyCheck) {
        self.files = files.files[...]
        self.keys = keys
    }

    /// The next line's item, with its place; nil behind the last.
    /// - Throws: when a file cannot be read, or holds another number of items than its manifest says.
    mutating func next() throws(TransferError) -> Entry? {
        while let file = files.first {
            let reader: LineReader
            if let lines { reader = lines } else { reader = try LineReader(file.path) }
            lines = reader
            if let line = try reader.next() {
                count += 1
                return entry(line, reader)
            }
            if let expected = file.itemCount, expected != count {
                throw .damaged(
                    path: file.path, reason: "it holds \(count) items, but the manifest says \(expected)")
            }
            files.removeFirst()
            (lines, count) = (nil, 0)
        }
        return nil
    }

    private func entry(_ line: [UInt8], _ reader: LineReader) -> Entry {
        let place = LinePlace(file: reader.name, line: reader.number)
        do throws(ItemLine.Fault) {
            let item = try ItemLine.item(line)
            if let fault = keys.fault(of: item) { return .bad(place.bad(fault)) }
            return .item(item, place)
        } catch {
            return .bad(place.bad(error.reason))
        }
    }
}
