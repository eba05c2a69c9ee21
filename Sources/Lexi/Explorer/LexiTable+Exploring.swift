import DynamoModel

extension LexiTable {
    /// How many items a read that is carried out for an explorer brings at most.
    public static let exploredItems = 20

    /// The item with a key, whatever its kind; nil when the table has no such item.
    ///
    /// - Parameter measuring: whether the patterns that come upon the item are carried out, each with the item's own
    ///   keys and for ``exploredItems`` items at most. Entities that keys stand for are not read.
    package func explored(
        _ partition: String, _ sort: String, measuring: Bool
    ) async throws(RepositoryError) -> ExploredItem? {
        guard Self.canBeKey(partition, sort) else { return nil }
        let request = GetItemRequest(tableName: name, key: ItemKey(partition, sort).item, consistentRead: true)
        let found: Item?
        do { found = try await getItem(AccessPatterns.anyItem, request).item } catch {
            throw RepositoryError(reading: error)
        }
        guard let item = found else { return nil }
        let entries = TableIndex.allCases.compactMap { Self.entry(of: item, in: $0) }
        var reads: [ExploredItem.Read] = []
        for pattern in AccessPatterns.all {
            guard let values = entries.lazy.compactMap({ pattern.values(leadingTo: $0) }).first else { continue }
            let cost = measuring ? try await measure(pattern, values) : nil
            reads.append(ExploredItem.Read(pattern: pattern, cost: cost))
        }
        let kind = ItemKind(of: item)
        let writes = AccessPatterns.all.filter { pattern in pattern.writes.contains { $0.kind == kind } }
        return ExploredItem(item: item, kind: kind, entries: entries, reads: reads, writes: writes)
    }

    /// The items of a partition of the table, by their keys.
    ///
    /// - Throws: `badPosition`.
    package func explored(_ partition: String, _ page: PageRequest) async throws(RepositoryError) -> Page<ExploredRow> {
        guard Self.canBeKey(partition, "") else { return Page(items: [], next: nil) }
        let (items, mark) = try await items(
            AccessPatterns.anyPartition.call(partition), limit: page.limit, after: try page.mark())
        return Page(items: items.compactMap(ExploredRow.init), next: Position(next: mark))
    }

    /// The limits of DynamoDB's keys, in bytes.
    private static func canBeKey(_ partition: String, _ sort: String) -> Bool {
        !partition.isEmpty && partition.utf8.count <= DynamoLimits.partitionKeySize
            && sort.utf8.count <= DynamoLimits.sortKeySize
    }

    /// Where an item stands: an item with an index's key attributes is in the index.
    private static func entry(of item: Item, in index: TableIndex) -> ExploredItem.Entry? {
        guard let partition = item[index.partitionAttribute]?.string, let sort = item[index.sortAttribute]?.string
        else { return nil }
        return ExploredItem.Entry(index: index, partition: partition, sort: sort)
    }

    private func measure(
        _ pattern: AccessPattern, _ values: [String: String]
    ) async throws(RepositoryError) -> MeasuredRead? {
        guard let shown = pattern.shown(table: name, values: values) else { return nil }
        let start = ContinuousClock.now
        let (count, consumed): (Int, [ConsumedCapacity])
        do { (count, consumed) = try await carryOut(shown, pattern) } catch { throw RepositoryError(reading: error) }
        return MeasuredRead(
            items: count, units: consumed.reduce(0) { $0 + $1.total.read }, duration: start.duration(to: .now))
    }

    private func carryOut(
        _ shown: ShownRequest, _ pattern: AccessPattern
    ) async throws(DynamoDBError) -> (Int, [ConsumedCapacity]) {
        switch shown {
        case .get(var request):
            request.returnConsumedCapacity = .total
            let answer = try await getItem(pattern, request)
            return (answer.item == nil ? 0 : 1, [answer.consumedCapacity].compactMap(\.self))
        case .batchGet(var request):
            request.returnConsumedCapacity = .total
            let answer = try await batchGetItem(pattern, request)
            return (answer.responses[name]?.count ?? 0, answer.consumedCapacity ?? [])
        case .query(var request):
            (request.returnConsumedCapacity, request.limit) = (.total, Self.exploredItems)
            let answer = try await query(pattern, request)
            return (answer.count, [answer.consumedCapacity].compactMap(\.self))
        }
    }
}
