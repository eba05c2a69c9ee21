import DynamoModel
import JSONText

extension BatchGetItemRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        var items: [String: KeysAndAttributes] = [:]
        let tables = (object.object("RequestItems")?.members.members ?? []).map { WireObject($0.value) }
        // The forms exclude each other in the whole request, not only for one table.
        if tables.contains(where: { $0["ProjectionExpression"] != nil }),
            tables.contains(where: { $0["AttributesToGet"] != nil })
        {
            throw ExpressionMembers.mixed(["AttributesToGet"], ["ProjectionExpression"])
        }
        for (name, value) in object.object("RequestItems")?.members.members ?? [] where !value.isNull {
            items[name] = try KeysAndAttributes(wire: WireObject(value, object.wording))
        }
        self.init(requestItems: items, returnConsumedCapacity: object.returnConsumedCapacity)
    }

    func write(to writer: inout JSONWriter) {
        writer.name("RequestItems")
        writer.map(requestItems) { $0.keysAndAttributes($1) }
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
    }
}

extension KeysAndAttributes {
    private static let members = ExpressionMembers(expressions: ["ProjectionExpression"], legacy: ["AttributesToGet"])

    init(wire object: WireObject) throws(DynamoDBError) {
        let parameters = try Self.members.parameters(object)
        var keys: [Item] = []
        for key in object["Keys"]?.arrayValue ?? [] { keys.append(try AttributeMap(wire: key, object.wording)) }
        let projection = try LegacyRules.attributesToGet(object).map(LegacyLowering.projection)
        self.init(
            keys: keys, consistentRead: object.bool("ConsistentRead") ?? false,
            expressionAttributeNames: parameters.names)
        projectionExpression = object.expression("ProjectionExpression") ?? projection
    }
}

extension BatchWriteItemRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        var items: [String: [BatchWrite]] = [:]
        for (name, value) in object.object("RequestItems")?.members.members ?? [] where !value.isNull {
            var writes: [BatchWrite] = []
            for write in value.arrayValue ?? [] {
                writes.append(try BatchWrite(wire: WireObject(write, object.wording)))
            }
            items[name] = writes
        }
        self.init(
            requestItems: items, returnConsumedCapacity: object.returnConsumedCapacity,
            returnItemCollectionMetrics: object.returnItemCollectionMetrics)
    }

    func write(to writer: inout JSONWriter) {
        writer.name("RequestItems")
        writer.map(requestItems) { writer, writes in writer.array(writes) { $0.batchWrite($1) } }
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
        writer.choice("ReturnItemCollectionMetrics", returnItemCollectionMetrics)
    }
}

extension BatchWrite {
    init(wire object: WireObject) throws(DynamoDBError) {
        switch (object.object("PutRequest"), object.object("DeleteRequest")) {
        case (let put?, nil): self = .put(item: try put.attributes("Item"))
        case (nil, let delete?): self = .delete(key: try delete.attributes("Key"))
        // The service's message speaks of attribute values here too.
        default: throw .validation(AttributeValue.ambiguousMessage)
        }
    }
}

extension JSONWriter {
    mutating func keysAndAttributes(_ keys: KeysAndAttributes) {
        object { writer in
            writer.member("Keys", keys.keys) { $0.attributes($1) }
            if keys.consistentRead { writer.member("ConsistentRead", true) }
            var printer = ExpressionPrinter(ExpressionParameters(names: keys.expressionAttributeNames))
            writer.member("ProjectionExpression", printer.text(keys.projectionExpression))
            writer.names(printer.parameters.names)
        }
    }

    mutating func batchWrite(_ write: BatchWrite) {
        object { writer in
            switch write {
            case .put(let item):
                writer.name("PutRequest")
                writer.object { $0.member("Item", item) }
            case .delete(let key):
                writer.name("DeleteRequest")
                writer.object { $0.member("Key", key) }
            }
        }
    }
}
