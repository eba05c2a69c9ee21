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
