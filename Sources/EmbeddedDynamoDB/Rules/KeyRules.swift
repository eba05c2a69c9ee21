import DynamoExpressions
import DynamoModel
import TableStore

/// DynamoDB's rules for key attributes, with its messages.
enum KeyRules {
    /// Checks a key as requests give it: exactly the key's attributes, and returns the row's key.
    static func rowKey(_ key: Item, _ layout: KeyLayout) throws(EngineFault) -> KeyBytes {
        if key.count == layout.count, let bytes = layout.key(of: key) { return bytes }
        let hasTypes = layout.parts.allSatisfy { part in key[part.name].map(part.hasType) ?? false }
        if key.count == layout.count && hasTypes { try checkValues(key, layout) }
        throw .validation("The provided key element does not match the schema")
    }

    /// Checks the key attributes of a whole item, and returns the row's key.
    static func rowKey(ofItem item: Item, _ layout: KeyLayout) throws(EngineFault) -> KeyBytes {
        if let bytes = layout.key(of: item) { return bytes }
        for part in layout.hash { try checkPresence(item, part) }
        for part in layout.range { try checkPresence(item, part) }
        try checkValues(item, layout)
        throw .validation("The provided key element does not match the schema")
    }

    /// Checks that an item of a batch has the key's attributes, of which the service speaks as of any key.
    static func checkTypes(ofBatched item: Item, _ layout: KeyLayout) throws(EngineFault) {
        let fits = layout.parts.allSatisfy { part in item[part.name].map(part.hasType) ?? false }
        guard fits else { throw .validation("The provided key element does not match the schema") }
    }

    private static func checkPresence(_ item: Item, _ part: KeyPart) throws(EngineFault) {
        guard let value = item[part.name] else {
            throw .validation("One or more parameter values were invalid: Missing the key \(part.name) in the item")
        }
        guard part.hasType(of: value) else {
            throw .validation(
                "One or more parameter values were invalid: Type mismatch for key \(part.name) expected: "
                    + "\(part.type.rawValue) actual: \(value.typeName)")
        }
    }

    private static func checkValues(_ item: Item, _ layout: KeyLayout) throws(EngineFault) {
        for part in layout.hash { try checkFilled(item, part) }
        for part in layout.range { try checkFilled(item, part) }
        try checkSizes(item, layout)
    }

    private static func checkFilled(_ item: Item, _ part: KeyPart) throws(EngineFault) {
        guard let value = item[part.name], let kind = emptyKind(value) else { return }
        throw .wholeRequest(
            .validation(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                    + "empty \(kind) value. Key: \(part.name)"))
    }

    /// "string" or "binary" for an empty one.
    private static func emptyKind(_ value: AttributeValue) -> String? {
        switch value {
        case .s(let text) where text.isEmpty: "string"
        case .b(let bytes) where bytes.isEmpty: "binary"
        default: nil
        }
    }

    private static func checkSizes(_ item: Item, _ layout: KeyLayout) throws(EngineFault) {
        for part in layout.hash where (item[part.name]?.attributeSize ?? 0) > DynamoLimits.partitionKeySize {
            throw hashTooLarge
        }
        for part in layout.range where (item[part.name]?.attributeSize ?? 0) > DynamoLimits.sortKeySize {
            throw rangeTooLarge
        }
    }

    /// Checks that an expression does not look into attributes of a key: they are no maps or lists.
    static func check(nested names: Set<ByteKey>, _ table: TableInfo) throws(EngineFault) {
        guard !names.isEmpty else { return }
        let keys = [(table.layout, "Key")] + table.indexes.map { ($0.layout, "IndexKey") }
        for (layout, what) in keys {
            for part in layout.parts where names.contains(ByteKey(part.name)) {
                throw .validation(
                    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
                        + "\(what): \(part.name)")
            }
        }
    }

    /// Checks the types that an update gives to attributes of index keys, as far as they are known without the item.
    static func check(assigned types: [(attribute: String, type: String)], _ table: TableInfo) throws(EngineFault) {
        for (name, type) in types {
            for index in table.indexesByName {
                for part in index.layout.parts where part.name.hasSameBytes(as: name) && part.type.rawValue != type {
                    throw typeMismatch(part, type, index)
                }
            }
        }
    }

    /// Checks the values that an update gives to attributes of index keys, as far as they are known without the item:
    /// no empty text or binary is among them where the key has that type.
    static func check(assigned values: [(attribute: String, value: AttributeValue)], _ table: TableInfo)
        throws(EngineFault)
    {
        for (name, value) in values {
            guard let kind = emptyKind(value) else { continue }
            for index in table.indexes {
                for part in index.layout.parts where part.name.hasSameBytes(as: name) && part.hasType(of: value) {
                    throw .wholeRequest(emptyUpdate(kind))
                }
            }
        }
    }

    private static func typeMismatch(_ part: KeyPart, _ type: String, _ index: IndexInfo) -> EngineFault {
        .invalid(
            "Type mismatch for Index Key \(part.name) Expected: \(part.type.rawValue) Actual: \(type) IndexName: "
                + index.name)
    }

    // MARK: Items

    /// Checks what holds of every item that is written, except its own key: index keys, size, nesting.
    ///
    /// - Parameter before: of an update the item as it was. What it had before an index was made, and the update leaves
    ///   alone, may be none of the index.
    static func check(
        _ item: Item, size: Int, table: TableInfo, updating before: Item? = nil
    ) throws(EngineFault) {
        do throws(DynamoDBError) {
            try check(item, size: size, isUpdate: before != nil)
        } catch {
            // What is put is known before a transaction begins, what an update makes is not.
            throw before == nil ? .wholeRequest(error) : .request(error)
        }
        for index in table.indexesByName {
            for part in index.layout.hash { try check(item, part, index, before, isHash: true) }
            for part in index.layout.range { try check(item, part, index, before, isHash: false) }
        }
    }

    /// Checks what holds of every item of any table: size, names, nesting.
    private static func check(_ item: Item, size: Int, isUpdate: Bool) throws(DynamoDBError) {
        guard size <= DynamoLimits.itemSize else {
            throw isUpdate ? .updateTooLarge : .validation("Item size has exceeded the maximum allowed size")
        }
        for (name, _) in item {
            if name.isEmpty {
                throw .validation("One or more parameter values were invalid: Attribute name must not be empty")
            }
            guard name.utf8.count < DynamoLimits.attributeNameSize else {
                throw .validation(
                    "One or more parameter values were invalid: Attribute name must not be longer than 65535 bytes")
            }
        }
        for (_, value) in item where value.depth > DynamoLimits.nesting {
            throw .validation(
                "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond "
                    + "supported limit")
        }
    }

    /// Checks the value of an attribute of an index's key, when the item has it.
    private static func check(
        _ item: Item, _ part: KeyPart, _ index: IndexInfo, _ before: Item?, isHash: Bool
    ) throws(EngineFault) {
        guard let value = item[part.name], !part.accepts(value), before?[part.name] != value else { return }
        let isUpdate = before != nil
        guard part.hasType(of: value) else {
            throw isUpdate
                ? .validation("The update expression attempted to update the secondary index key to unsupported type")
                : typeMismatch(part, value.typeName, index)
        }
        if let kind = emptyKind(value) {
            guard !isUpdate else { throw .request(emptyUpdate(kind)) }
            throw .wholeRequest(
                .validation(
                    "One or more parameter values are not valid. A value specified for a secondary index key is not "
                        + "supported. The AttributeValue for a key attribute cannot contain an empty \(kind) value. "
                        + "IndexName: \(index.name), IndexKey: \(part.name)"))
        }
        if isUpdate {
            throw .validation(
                "The update expression attempted to update the secondary index key beyond allowed size limits")
        }
        throw isHash ? hashTooLarge : rangeTooLarge
    }

    private static func emptyUpdate(_ kind: String) -> DynamoDBError {
        .validation(
            "One or more parameter values are not valid. The update expression attempted to update a secondary index "
                + "key to a value that is not supported. The AttributeValue for a key attribute cannot contain an "
                + "empty \(kind) value.")
    }

    private static let hashTooLarge = EngineFault.invalid(
        "Size of hashkey has exceeded the maximum size limit of\(DynamoLimits.partitionKeySize) bytes")
    private static let rangeTooLarge = EngineFault.invalid(
        "Aggregated size of all range keys has exceeded the size limit of \(DynamoLimits.sortKeySize) bytes")
}
