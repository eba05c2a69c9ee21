import DynamoModel

extension AccessPattern {
    /// The names of the components of its keys.
    package var components: [String] { partition.components + sort.templates.flatMap(\.components) }

    /// The read of these components' values, without sending it; nil for a pattern that writes.
    ///
    /// A component without a value stays in braces, and an end of a range without one is open. `low..high` are both
    /// ends of a range; one value is its end, or what the texts begin with.
    package func shown(table: String, values: [String: String]) -> ShownRequest? {
        let partition = partition.filled(values)
        let consistent = isConsistent
        switch operation {
        case .get:
            return .get(GetItemRequest(tableName: table, key: key(partition, values), consistentRead: consistent))
        case .batchGet:
            let keys = KeysAndAttributes(keys: [key(partition, values)], consistentRead: consistent)
            return .batchGet(BatchGetItemRequest(requestItems: [table: keys]))
        case .query, .count:
            return .query(QueryCall(shown: self, partition, range(values)).request(of: table))
        case .transaction, .batchDelete: return nil
        }
    }

    private func key(_ partition: String, _ values: [String: String]) -> Item {
        ItemKey(partition, sort.templates.first?.filled(values) ?? "").item
    }

    private func range(_ values: [String: String]) -> SortRange {
        guard let template = sort.templates.first else { return .all }
        let value = template.components.first.flatMap { values[$0] }
        switch sort {
        case .all: return .all
        case .equals: return .equals(template.filled(values))
        case .beginsWith: return .beginsWith(template.lead + KeyEncoding.component(value ?? ""))
        case .between:
            let ends = Self.ends(value)
            return SortRange(
                KeyRange(low: ends.low, high: ends.high), lead: template.lead, isLast: template.components.count == 1)
        }
    }

    private static func ends(_ text: String?) -> (low: String?, high: String?) {
        guard let text else { return (nil, nil) }
        let bytes = Array(text.utf8)
        let dots = bytes.indices.dropLast().first { bytes[$0] == UInt8(ascii: ".") && bytes[$0 + 1] == bytes[$0] }
        guard let dots else { return (nil, text) }
        let (low, high) = (
            String(decoding: bytes[..<dots], as: UTF8.self), String(decoding: bytes[(dots + 2)...], as: UTF8.self)
        )
        return (low.isEmpty ? nil : low, high.isEmpty ? nil : high)
    }
}

extension AccessPattern.Sort {
    /// The templates that it names, each once.
    fileprivate var templates: [KeyTemplate] {
        switch self {
        case .all: []
        case .beginsWith(let template), .equals(let template), .between(let template, _): [template]
        }
    }
}
