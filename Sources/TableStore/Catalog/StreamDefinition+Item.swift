import DynamoModel

// Streams are stored as documents.

extension StreamDefinition {
    /// The definition as it is stored.
    var stored: Item {
        var item: Item = [
            "storage": .int(storage), "table": .s(tableName), "label": .s(label), "view": .s(viewType.rawValue),
            "created": .int(created), "shardCount": .int(shardCount),
            "keySchema": .l(keySchema.map { [.s($0.attributeName), .s($0.keyType.rawValue)] }),
            "attributes": .l(attributeDefinitions.map { [.s($0.attributeName), .s($0.attributeType.rawValue)] }),
            "shards": .l(shards.map { .m($0.stored) }),
        ]
        item["ended"] = ended.map { .int($0) }
        return item
    }

    /// Reads the stored form; nil when it is none.
    init?(stored item: Item) {
        guard let storage = item["storage"]?.int, let table = item["table"]?.string,
            let label = item["label"]?.string, let created = item["created"]?.int,
            let view = item["view"]?.string.flatMap(StreamViewType.init(rawValue:)),
            let count = item["shardCount"]?.int, (1...Self.greatestShardCount).contains(count),
            let schema = Self.pairs(item["keySchema"]), let attributes = Self.pairs(item["attributes"]),
            let shards = item["shards"]?.list
        else { return nil }
        let keys = schema.compactMap { pair in KeyType(rawValue: pair.1).map { KeySchemaElement(pair.0, $0) } }
        let definitions = attributes.compactMap { pair in
            ScalarAttributeType(rawValue: pair.1).map { AttributeDefinition(pair.0, $0) }
        }
        let read = shards.compactMap { $0.map.flatMap(Shard.init(stored:)) }
        guard keys.count == schema.count, definitions.count == attributes.count, read.count == shards.count else {
            return nil
        }
        self.init(
            storage: storage, tableName: table, label: label, viewType: view, created: created, keySchema: keys,
            attributeDefinitions: definitions, shardCount: count, shards: read, ended: item["ended"]?.int)
    }

    private static func pairs(_ value: AttributeValue?) -> [(String, String)]? {
        guard let list = value?.list else { return nil }
        let pairs = list.compactMap { pair -> (String, String)? in
            guard let pair = pair.list, pair.count == 2, let name = pair[0].string, let type = pair[1].string else {
                return nil
            }
            return (name, type)
        }
        return pairs.count == list.count ? pairs : nil
    }
}

extension StreamDefinition.Shard {
    fileprivate var stored: AttributeMap {
        var item: AttributeMap = [
            "id": .s(id), "slot": .int(slot), "start": .int(start), "opened": .int(opened),
        ]
        item["parent"] = parent.map { .s($0) }
        item["end"] = end.map { .int($0) }
        item["closed"] = closed.map { .int($0) }
        return item
    }

    fileprivate init?(stored item: AttributeMap) {
        guard let id = item["id"]?.string, let slot = item["slot"]?.int, let start = item["start"]?.int,
            let opened = item["opened"]?.int
        else { return nil }
        self.init(
            id: id, slot: slot, parent: item["parent"]?.string, start: start, end: item["end"]?.int, opened: opened,
            closed: item["closed"]?.int)
    }
}
