import DynamoModel
import JSONText

extension GetItemResponse {
    init(wire object: WireObject) throws(DynamoDBError) {
        self.init(item: try object.checkedAttributes("Item"), consumedCapacity: object.consumedCapacity(isRead: true))
    }

    func write(to writer: inout JSONWriter, _ form: CapacityForm, _ texts: ItemTexts?) {
        writer.consumedCapacity(consumedCapacity, form)
        wireItem?.forEach { item in
            writer.name("Item")
            writer.item(item, texts)
        }
        guard let item else { return }
        writer.name("Item")
        writer.item(item, texts)
    }
}

extension WriteItemResponse {
    init(wire object: WireObject) throws(DynamoDBError) {
        let metrics = try object.object("ItemCollectionMetrics").map { value throws(DynamoDBError) in
            try ItemCollectionMetrics(wire: value)
        }
        self.init(
            attributes: try object.checkedAttributes("Attributes"),
            consumedCapacity: object.consumedCapacity(isRead: false), itemCollectionMetrics: metrics)
    }

    func write(to writer: inout JSONWriter, _ form: CapacityForm) {
        writer.consumedCapacity(consumedCapacity, form)
        writer.member("Attributes", attributes)
        if let itemCollectionMetrics {
            writer.name("ItemCollectionMetrics")
            writer.itemCollectionMetrics(itemCollectionMetrics)
        }
    }
}

extension PageResponse {
    init(wire object: WireObject) throws(DynamoDBError) {
        self.init(
            items: try object.items("Items") ?? [], count: try object.required("Count", object.int("Count")),
            scannedCount: try object.required("ScannedCount", object.int("ScannedCount")),
            lastEvaluatedKey: try object.checkedAttributes("LastEvaluatedKey"),
            consumedCapacity: object.consumedCapacity(isRead: true))
    }

    /// - Parameter countsOnly: whether the request asked for no more than the count: then there is no member `Items`.
    func write(to writer: inout JSONWriter, _ form: CapacityForm, countsOnly: Bool, _ texts: ItemTexts?) {
        let texts = count <= ItemTexts.largestPage ? texts : nil
        writer.consumedCapacity(consumedCapacity, form)
        writer.member("Count", count)
        if let wireItems {
            writer.name("Items")
            writer.beginArray()
            wireItems.forEach { writer.item($0, texts) }
            writer.endArray()
        } else if !countsOnly {
            writer.member("Items", items) { $0.item($1, texts) }
        }
        writer.member("LastEvaluatedKey", lastEvaluatedKey)
        writer.member("ScannedCount", scannedCount)
    }
}

extension BatchGetItemResponse {
    init(wire object: WireObject) throws(DynamoDBError) {
        var responses: [String: [Item]] = [:]
        let tables = WireObject(object["Responses"])
        for name in tables.members.names { responses[name] = try tables.items(name) }
        var unprocessed: [String: KeysAndAttributes] = [:]
        for (name, value) in WireObject(object["UnprocessedKeys"]).members.members {
            unprocessed[name] = try KeysAndAttributes(wire: WireObject(value))
        }
        self.init(
            responses: responses, unprocessedKeys: unprocessed,
            consumedCapacity: object.consumedCapacities(isRead: true))
    }

    func write(to writer: inout JSONWriter, _ form: CapacityForm) {
        writer.consumedCapacities(consumedCapacity, form)
        writer.name("Responses")
        writer.map(responses) { writer, items in writer.array(items) { $0.attributes($1) } }
        writer.name("UnprocessedKeys")
        writer.map(unprocessedKeys) { $0.keysAndAttributes($1) }
    }
}

extension BatchWriteItemResponse {
    init(wire object: WireObject) throws(DynamoDBError) {
        var unprocessed: [String: [BatchWrite]] = [:]
        for (name, value) in WireObject(object["UnprocessedItems"]).members.members {
            var writes: [BatchWrite] = []
            for write in value.arrayValue ?? [] { writes.append(try BatchWrite(wire: WireObject(write))) }
            unprocessed[name] = writes
        }
        self.init(
            unprocessedItems: unprocessed, itemCollectionMetrics: try object.itemCollectionMetricsByTable(),
            consumedCapacity: object.consumedCapacities(isRead: false))
    }

    func write(to writer: inout JSONWriter, _ form: CapacityForm) {
        writer.consumedCapacities(consumedCapacity, form)
        writer.itemCollectionMetrics(itemCollectionMetrics)
        writer.name("UnprocessedItems")
        writer.map(unprocessedItems) { writer, writes in writer.array(writes) { $0.batchWrite($1) } }
    }
}

extension WireObject {
    /// The items that a transaction read, nil where it found none, in the order of its requests.
    func responseItems() throws(DynamoDBError) -> [Item?] {
        var items: [Item?] = []
        for value in self["Responses"]?.arrayValue ?? [] {
            items.append(try WireObject(value).checkedAttributes("Item"))
        }
        return items
    }
}

extension JSONWriter {
    /// Writes what ``WireObject/responseItems()`` reads.
    mutating func responseItems(_ items: [Item?]) {
        member("Responses", items) { writer, item in writer.object { $0.member("Item", item) } }
    }
}

extension TransactGetItemsResponse {
    init(wire object: WireObject) throws(DynamoDBError) {
        self.init(items: try object.responseItems(), consumedCapacity: object.consumedCapacities(isRead: true))
    }

    func write(to writer: inout JSONWriter, _ form: CapacityForm) {
        writer.consumedCapacities(consumedCapacity, form)
        writer.responseItems(items)
    }
}

extension TransactWriteItemsResponse {
    init(wire object: WireObject) throws(DynamoDBError) {
        self.init(
            consumedCapacity: object.consumedCapacities(isRead: false),
            itemCollectionMetrics: try object.itemCollectionMetricsByTable())
    }

    func write(to writer: inout JSONWriter, _ form: CapacityForm) {
        writer.consumedCapacities(consumedCapacity, form)
        writer.itemCollectionMetrics(itemCollectionMetrics)
    }
}

extension WireObject {
    /// Attributes of an answer, their types checked.
    func checkedAttributes(_ name: String) throws(DynamoDBError) -> AttributeMap? {
        guard let value = self[name] else { return nil }
        try TypeCheck.attributes(value)
        return try AttributeMap(answer: value)
    }
}
