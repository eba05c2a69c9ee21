import DynamoModel

// Whether calls other than queries are what a pattern declares. A recording table asks it in tests.
extension AccessPattern {
    /// Whether a read of one item is one that this pattern declares.
    func declares(_ request: GetItemRequest) -> Bool {
        operation == .get && request.projectionExpression == nil && request.consistentRead == isConsistent
            && hasKey(request.key)
    }

    /// Whether a batch reads what this pattern declares: items of its kind, as consistently as it says, or those that
    /// its keys stand for. The latter are read strongly where they are written again, and eventually where they are
    /// shown.
    func declares(_ request: BatchGetItemRequest) -> Bool {
        guard operation == .batchGet || hydrates else { return false }
        return request.requestItems.values.allSatisfy { wanted in
            wanted.projectionExpression == nil
                && (operation == .batchGet ? wanted.consistentRead == isConsistent : true)
                && wanted.keys.allSatisfy { key in
                    operation == .batchGet ? hasKey(key) : hydrated.contains { $0.hasKey(of: key) }
                }
        }
    }

    /// Whether a transaction writes what this pattern declares, each as often as it says, and nothing else.
    func declares(_ request: TransactWriteItemsRequest) -> Bool {
        guard operation == .transaction else { return false }
        var counts = [Int](repeating: 0, count: writes.count)
        for write in request.transactItems {
            guard let index = writes.firstIndex(where: { $0.declares(write) }) else { return false }
            counts[index] += 1
        }
        return zip(writes, counts).allSatisfy { $0.count.contains($1) }
    }

    /// Whether a batch removes what this pattern declares.
    func declares(_ request: BatchWriteItemRequest) -> Bool {
        guard operation == .batchDelete else { return false }
        return request.requestItems.values.joined().allSatisfy { write in
            guard case .delete(let key) = write else { return false }
            return writes.contains { $0.action == .delete && $0.kind.hasKey(of: key) }
        }
    }

    /// The kinds of items that its keys stand for.
    private var hydrated: [ItemKind] {
        let found = ItemKind.allCases.filter { kind in
            index == .table
                ? kind.key.partition == partition && template == kind.key.sort
                : kind.indexKeys.contains { $0.index == index && $0.partition == partition }
        }
        return found + found.flatMap(\.named)
    }

    private var template: KeyTemplate? {
        switch sort {
        case .all: nil
        case .beginsWith(let template), .equals(let template), .between(let template, _): template
        }
    }

    private func hasKey(_ key: Item) -> Bool {
        guard let key = ItemKey(key), case .equals(let template) = sort else { return false }
        if partition == .anything { return ItemKind.allCases.contains { $0.hasKey(of: key.item) } }
        return partition.matches(key.partition) && template.matches(key.sort)
    }
}

extension ItemKind {
    /// The kinds of entities that an item of this kind names: a guard, or a row of the feed.
    fileprivate var named: [ItemKind] {
        switch self {
        case .wordGuard, .tagRow: [.flashcard]
        case .emailGuard: [.user]
        case .feedRow: [.user, .flashcard, .session]
        default: []
        }
    }
}
