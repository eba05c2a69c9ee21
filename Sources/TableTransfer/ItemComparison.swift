import DynamoModel

/// Looks items of one table up in another.
struct ItemComparison: Sendable {
    private let other: TransferTable
    private let keyNames: [String]

    /// - Parameter keyNames: the attributes of the key, which both tables share.
    init(of table: TransferTable, with other: TransferTable, keyNames: [String]) {
        (self.other, self.keyNames) = (other, keyNames)
    }

    /// The items that the other table does not hold in the same way, each with what it has in their place.
    /// - Parameter keysOnly: whether it is enough that an item of that key is there.
    func differences(
        _ items: [Item], keysOnly: Bool = false
    ) async throws(TransferError) -> [(item: Item, other: Item?)] {
        var found: [(item: Item, other: Item?)] = []
        for start in stride(from: 0, to: items.count, by: DynamoLimits.batchGetKeys) {
            let part = items[start..<min(start + DynamoLimits.batchGetKeys, items.count)]
            let others = try await lookup(part.map { $0.projected(to: keyNames) }, keysOnly)
            for item in part {
                let other = others[item.projected(to: keyNames)]
                if keysOnly ? other == nil : other != item { found.append((item, other)) }
            }
        }
        return found
    }

    private func lookup(_ keys: [Item], _ keysOnly: Bool) async throws(TransferError) -> [Item: Item] {
        var asked = KeysAndAttributes(keys: keys, consistentRead: true)
        if keysOnly {
            let names = keyNames.enumerated().map { ("#k\($0.offset)", $0.element) }
            asked.projectionExpression = .text(names.map(\.0).joined(separator: ", "))
            asked.expressionAttributeNames = Dictionary(uniqueKeysWithValues: names)
        }
        var found: [Item: Item] = [:]
        var rest = [other.name: asked]
        var patience = Patience(table: other.title)
        while true {
            let answer = try await patience.run { [rest] () async throws(DynamoDBError) in
                try await other.db.batchGetItem(BatchGetItemRequest(requestItems: rest))
            }
            for item in answer.responses.values.joined() { found[item.projected(to: keyNames)] = item }
            let left = answer.unprocessedKeys.values.reduce(0) { $0 + $1.keys.count }
            if left == 0 { return found }
            if left < rest.values.reduce(0, { $0 + $1.keys.count }) {
                patience.progress()
            } else {
                try await patience.wait()
            }
            rest = answer.unprocessedKeys
        }
    }
}
