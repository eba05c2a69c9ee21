import DynamoModel
import TestSupport

/// The table of ``TestTables/indexed(name:)`` as a dictionary: what the differential test compares a back end with.
struct ModelTable {
    private(set) var items: [Item: Item] = [:]
    let definition: CreateTableRequest

    init(_ definition: CreateTableRequest) { self.definition = definition }

    func key(of item: Item) -> Item { item.projected(to: definition.keySchema.map(\.attributeName)) }

    subscript(key: Item) -> Item? {
        get { items[key] }
        set { items[key] = newValue }
    }

    /// The items of a partition of the table or an index in the order of its sort key.
    func partition(_ value: AttributeValue, of index: SecondaryIndex?) -> [Item] {
        let schema = index?.keySchema ?? definition.keySchema
        let names = schema.map(\.attributeName)
        let entries = items.values.filter { item in
            item[names[0]] == value && names.allSatisfy { item[$0] != nil }
        }
        return entries.sorted { left, right in
            guard names.count > 1 else { return false }
            return Self.compare(left[names[1]], right[names[1]]) < 0
        }
    }

    /// The order of two sort keys of one type.
    static func compare(_ left: AttributeValue?, _ right: AttributeValue?) -> Int {
        switch (left, right) {
        case (.s(let a), .s(let b)): a.compareBytes(with: b)
        case (.n(let a), .n(let b)): a.compare(with: b)
        case (.b(let a), .b(let b)): a.compareBytes(with: b)
        default: 0
        }
    }
}

/// A write of the differential test, for a back end as well as for the model.
struct ModelWrite: Sendable {
    enum Change: Sendable {
        case put(Item)
        case delete
        case set(String, AttributeValue)
        case remove(String)
        case add(String, Int)
    }

    enum Condition: Sendable {
        case exists
        case absent
        case equal(String, AttributeValue)

        func holds(_ item: Item?) -> Bool {
            switch self {
            case .exists: item != nil
            case .absent: item == nil
            case .equal(let name, let value): item?[name] == value
            }
        }
    }

    var key: Item
    var change: Change
    var condition: Condition?

    /// The item after the write; nil for none. The condition is not checked.
    func result(_ before: Item?) throws -> Item? {
        var item = before ?? key
        switch change {
        case .put(let new): return new
        case .delete: return nil
        case .set(let name, let value): item[name] = value
        case .remove(let name):
            if before == nil { return nil }
            item[name] = nil
        case .add(let name, let amount):
            item[name] = .n(try (item[name]?.number ?? .zero).adding(DynamoNumber(amount)))
        }
        return item
    }

    var conditionExpression: String? {
        switch condition {
        case .exists: "attribute_exists(pk)"
        case .absent: "attribute_not_exists(pk)"
        case .equal: "#c = :c"
        case nil: nil
        }
    }

    var updateExpression: String? {
        switch change {
        case .set: "SET #n = :n"
        case .remove: "REMOVE #n"
        case .add: "ADD #n :n"
        default: nil
        }
    }

    var parameters: ExpressionParameters {
        var names: [String: String] = [:]
        var values: [String: AttributeValue] = [:]
        if case .equal(let name, let value) = condition {
            names["#c"] = name
            values[":c"] = value
        }
        switch change {
        case .set(let name, let value):
            names["#n"] = name
            values[":n"] = value
        case .add(let name, let amount):
            names["#n"] = name
            values[":n"] = .int(amount)
        case .remove(let name): names["#n"] = name
        default: break
        }
        return ExpressionParameters(names: names.isEmpty ? nil : names, values: values.isEmpty ? nil : values)
    }

    /// The write as an action of a transaction.
    func action(on table: TestTable) -> TransactWrite {
        let action: TransactWrite.Action =
            switch change {
            case .put(let item): .put(item: item)
            case .delete: .delete(key: key)
            default: .update(key: key, updateExpression: .text(updateExpression ?? ""))
            }
        return TransactWrite(
            tableName: table.name, action, conditionExpression: conditionExpression, parameters: parameters,
            returnValuesOnConditionCheckFailure: .allOld)
    }

    /// Sends the write alone; the answer holds the item as it was.
    func send(to table: TestTable) async throws(DynamoDBError) -> WriteItemResponse {
        switch change {
        case .put(let item):
            try await table.put(
                item, if: conditionExpression, names: parameters.names, values: parameters.values, returning: .allOld,
                onFailure: .allOld)
        case .delete:
            try await table.delete(
                key, if: conditionExpression, names: parameters.names, values: parameters.values, returning: .allOld,
                onFailure: .allOld)
        default:
            try await table.update(
                key, updateExpression, if: conditionExpression, names: parameters.names, values: parameters.values,
                returning: .allOld, onFailure: .allOld)
        }
    }
}
