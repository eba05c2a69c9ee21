import DynamoModel
import JSONText

extension JSONWriter {
    mutating func consumedCapacity(_ capacity: ConsumedCapacity?, _ form: CapacityForm) {
        guard let capacity, form.detail != .none else { return }
        name("ConsumedCapacity")
        consumedCapacityValue(capacity, form)
    }

    mutating func consumedCapacities(_ capacities: [ConsumedCapacity]?, _ form: CapacityForm) {
        guard let capacities, form.detail != .none else { return }
        member("ConsumedCapacity", capacities) { $0.consumedCapacityValue($1, form) }
    }

    private mutating func consumedCapacityValue(_ capacity: ConsumedCapacity, _ form: CapacityForm) {
        object { writer in
            writer.member("TableName", capacity.tableName)
            writer.units(capacity.total, form)
            guard form.detail == .indexes else { return }
            writer.name("Table")
            writer.object { $0.units(capacity.table, form) }
            writer.indexUnits("LocalSecondaryIndexes", capacity.localIndexes, form)
            writer.indexUnits("GlobalSecondaryIndexes", capacity.globalIndexes, form)
        }
    }

    private mutating func indexUnits(_ name: StaticString, _ units: [String: CapacityUnits], _ form: CapacityForm) {
        guard !units.isEmpty else { return }
        self.name(name)
        map(units) { writer, units in writer.object { $0.units(units, form) } }
    }

    private mutating func units(_ units: CapacityUnits, _ form: CapacityForm) {
        member("CapacityUnits", units.total)
        guard form.isTransaction else { return }
        if units.read > 0 { member("ReadCapacityUnits", units.read) }
        if units.write > 0 { member("WriteCapacityUnits", units.write) }
    }

    mutating func itemCollectionMetrics(_ metrics: ItemCollectionMetrics) {
        object { writer in
            writer.member("ItemCollectionKey", metrics.itemCollectionKey)
            writer.member(
                "SizeEstimateRangeGB", [metrics.sizeEstimateRangeGB.lowerBound, metrics.sizeEstimateRangeGB.upperBound]
            ) { $0.double($1) }
        }
    }

    mutating func itemCollectionMetrics(_ metrics: [String: [ItemCollectionMetrics]]?) {
        guard let metrics else { return }
        name("ItemCollectionMetrics")
        map(metrics) { writer, metrics in writer.array(metrics) { $0.itemCollectionMetrics($1) } }
    }
}

// MARK: - Reading

extension ConsumedCapacity {
    /// Reads what an answer reports. Units that are reported for table and indexes together stand for the table.
    init(wire object: WireObject, isRead: Bool) {
        let table = object.object("Table").map { CapacityUnits(wire: $0, isRead: isRead) }
        self.init(
            tableName: object.string("TableName") ?? "",
            table: table ?? CapacityUnits(wire: object, isRead: isRead),
            localIndexes: Self.indexes(object.object("LocalSecondaryIndexes"), isRead),
            globalIndexes: Self.indexes(object.object("GlobalSecondaryIndexes"), isRead))
    }

    private static func indexes(_ object: WireObject?, _ isRead: Bool) -> [String: CapacityUnits] {
        var result: [String: CapacityUnits] = [:]
        for (name, value) in object?.members.members ?? [] {
            result[name] = CapacityUnits(wire: WireObject(value), isRead: isRead)
        }
        return result
    }
}

extension CapacityUnits {
    init(wire object: WireObject, isRead: Bool) {
        let read = object.double("ReadCapacityUnits")
        let write = object.double("WriteCapacityUnits")
        if read != nil || write != nil {
            self.init(read: read ?? 0, write: write ?? 0)
        } else {
            let total = object.double("CapacityUnits") ?? 0
            self.init(read: isRead ? total : 0, write: isRead ? 0 : total)
        }
    }
}

extension ItemCollectionMetrics {
    init(wire object: WireObject) throws(DynamoDBError) {
        let range = (object["SizeEstimateRangeGB"]?.arrayValue ?? []).compactMap(\.doubleValue)
        guard range.count == 2, range[0] <= range[1] else {
            throw .wireType("The member SizeEstimateRangeGB is missing or has the wrong type")
        }
        self.init(
            itemCollectionKey: try object.attributes("ItemCollectionKey"), sizeEstimateRangeGB: range[0]...range[1])
    }
}

extension WireObject {
    func consumedCapacity(isRead: Bool) -> ConsumedCapacity? {
        object("ConsumedCapacity").map { ConsumedCapacity(wire: $0, isRead: isRead) }
    }

    func consumedCapacities(isRead: Bool) -> [ConsumedCapacity]? {
        objects("ConsumedCapacity")?.map { ConsumedCapacity(wire: $0, isRead: isRead) }
    }

    func itemCollectionMetricsByTable() throws(DynamoDBError) -> [String: [ItemCollectionMetrics]]? {
        guard let tables = object("ItemCollectionMetrics") else { return nil }
        var result: [String: [ItemCollectionMetrics]] = [:]
        for (name, value) in tables.members.members {
            var metrics: [ItemCollectionMetrics] = []
            for entry in value.arrayValue ?? [] { metrics.append(try ItemCollectionMetrics(wire: WireObject(entry))) }
            result[name] = metrics
        }
        return result
    }

    func items(_ name: String) throws(DynamoDBError) -> [Item]? {
        guard let values = self[name]?.arrayValue else { return nil }
        var items: [Item] = []
        items.reserveCapacity(values.count)
        for value in values {
            try TypeCheck.attributes(value)
            items.append(try AttributeMap(answer: value))
        }
        return items
    }
}

extension TypeCheck {
    /// The types within a map of attributes, for answers, which have no other check.
    static func attributes(_ value: JSONValue) throws(DynamoDBError) {
        guard case .object(let members) = value else { throw .wireType("Unexpected value type in payload") }
        for (_, value) in members.members { try attributeValue(value, .element) }
    }
}
