import DynamoModel

/// The executor: every call of a repository goes through here, and names its pattern.
///
/// It builds requests from patterns and knows no others, follows pages, and brings the table's errors into
/// ``RepositoryError``.
public struct LexiTable: Sendable {
    /// The table's usual name.
    public static let defaultName = "LexiApp"
    /// How often unprocessed keys of a batch are asked for again.
    static let batchAttempts = 8

    /// What holds the table.
    public let database: any DynamoDB
    /// The table's name.
    public let name: String
    /// Sleeps between attempts; a test passes one that does not.
    let backoff: Backoff
    /// Is told of every call.
    let observer: (any AccessObserver)?
    private let decoded = DecodedEntities()

    /// A table of this name; the observer is told of every call.
    public init(
        database: any DynamoDB, name: String = LexiTable.defaultName, random: RandomSource = .system,
        observer: (any AccessObserver)? = nil
    ) {
        self.database = database
        self.name = name
        self.observer = observer
        backoff = Backoff(random: random)
    }

    // MARK: One item

    func get(_ pattern: AccessPattern, _ key: ItemKey) async throws(RepositoryError) -> Item? {
        assert(pattern.operation == .get, "\(pattern.number) is no get")
        let request = GetItemRequest(tableName: name, key: key.item, consistentRead: pattern.isConsistent)
        do { return try await getItem(pattern, request).item } catch { throw RepositoryError(reading: error) }
    }

    func get<Entity: ItemConvertible>(
        _ pattern: AccessPattern, _ key: ItemKey, as: Entity.Type = Entity.self
    ) async throws(RepositoryError) -> Entity? {
        guard let item = try await get(pattern, key) else { return nil }
        return try decode(item)
    }

    func decode<Entity: ItemConvertible>(_ item: Item, as: Entity.Type = Entity.self) throws(RepositoryError) -> Entity
    {
        do { return try decoded.entity(item, as: Entity.self) } catch { throw .corrupt(error) }
    }

    // MARK: Queries

    func request(
        _ pattern: AccessPattern, _ partition: String, _ range: SortRange, limit: Int? = nil,
        after mark: Position.Mark = .start
    ) -> QueryRequest {
        var values = range.values
        values[":partition"] = .s(partition)
        return QueryRequest(
            tableName: name, indexName: pattern.index.name,
            keyConditionExpression: KeyCondition.expression(pattern.index, pattern.sort),
            projectionExpression: pattern.projection, parameters: ExpressionParameters(values: values),
            select: pattern.operation == .count ? .count : nil,
            scanIndexForward: pattern.order == .ascending, limit: limit,
            exclusiveStartKey: startKey(pattern.index, partition, mark), consistentRead: pattern.isConsistent)
    }

    private func startKey(_ index: TableIndex, _ partition: String, _ mark: Position.Mark) -> Item? {
        guard case .after(let sort, let item) = mark else { return nil }
        guard index != .table else { return ItemKey(partition, sort).item }
        var key = (item ?? ItemKey("", "")).item
        key[index.partitionAttribute] = .s(partition)
        key[index.sortAttribute] = .s(sort)
        return key
    }

    /// Where a list goes on behind an item.
    func mark(_ index: TableIndex, _ item: Item) throws(RepositoryError) -> Position.Mark {
        guard let sort = item[index.sortAttribute]?.string, let key = ItemKey(item) else {
            throw .corrupt(CorruptItem(key: ItemKey("?", "?"), attribute: index.sortAttribute, problem: "is missing"))
        }
        return .after(sort: sort, item: index == .table ? nil : key)
    }

    /// Reads up to `limit` items behind a mark, over as many of the table's pages as it takes, and says where the list
    /// goes on: `.end` when there is nothing more.
    func items(
        _ pattern: AccessPattern, _ partition: String, _ range: SortRange, limit: Int?, after mark: Position.Mark
    ) async throws(RepositoryError) -> (items: [Item], mark: Position.Mark) {
        if range.isEmpty || mark == .end { return ([], .end) }
        var items: [Item] = []
        // One more than asked for tells whether there is another page.
        let wanted = limit.map { $0 + 1 }
        var request = request(pattern, partition, range, limit: wanted, after: mark)
        while true {
            let page: PageResponse
            do { page = try await query(pattern, request) } catch { throw RepositoryError(reading: error) }
            items += page.items
            if let limit, items.count > limit {
                items.removeSubrange(limit...)
                return (items, try self.mark(pattern.index, items[limit - 1]))
            }
            guard let last = page.lastEvaluatedKey else { return (items, .end) }
            request.exclusiveStartKey = last
            request.limit = wanted.map { $0 - items.count }
        }
    }

    func page<Entity: ItemConvertible>(
        _ pattern: AccessPattern, _ partition: String, _ range: SortRange = .all, _ page: PageRequest,
        as: Entity.Type = Entity.self
    ) async throws(RepositoryError) -> Page<Entity> {
        let (items, mark) = try await items(
            pattern, partition, range, limit: page.limit, after: page.position?.marks.first ?? .start)
        var entities: [Entity] = []
        entities.reserveCapacity(items.count)
        for item in items { entities.append(try decode(item)) }
        return Page(items: entities, next: mark == .end ? nil : Position([mark]))
    }

    /// All items of a range that is bounded by what it holds.
    func all(
        _ pattern: AccessPattern, _ partition: String, _ range: SortRange = .all
    ) async throws(RepositoryError) -> [Item] {
        try await items(pattern, partition, range, limit: nil, after: .start).items
    }

    func count(_ pattern: AccessPattern, _ partition: String, _ range: SortRange) async throws(RepositoryError) -> Int {
        guard !range.isEmpty else { return 0 }
        var request = request(pattern, partition, range)
        var count = 0
        while true {
            let page: PageResponse
            do { page = try await query(pattern, request) } catch { throw RepositoryError(reading: error) }
            count += page.count
            guard let last = page.lastEvaluatedKey else { return count }
            request.exclusiveStartKey = last
        }
    }

    /// The sort keys of the first items of a range, up to `limit` of them, by a pattern that asks for nothing else.
    func sortKeys(
        _ pattern: AccessPattern, _ partition: String, _ range: SortRange, limit: Int
    ) async throws(RepositoryError) -> [String] {
        guard !range.isEmpty else { return [] }
        var request = request(pattern, partition, range, limit: limit)
        var keys: [String] = []
        while true {
            let page: PageResponse
            do { page = try await query(pattern, request) } catch { throw RepositoryError(reading: error) }
            for item in page.items { if let key = item[pattern.index.sortAttribute]?.string { keys.append(key) } }
            guard let last = page.lastEvaluatedKey, keys.count < limit else { return keys }
            request.exclusiveStartKey = last
            request.limit = limit - keys.count
        }
    }

    // MARK: Keys, and what they stand for

    /// Reads keys from an index (or guards from the table) and where the list goes on.
    func keys(
        _ pattern: AccessPattern, _ partition: String, _ range: SortRange, limit: Int, after mark: Position.Mark
    ) async throws(RepositoryError) -> (rows: [KeyRow], mark: Position.Mark) {
        let (items, mark) = try await items(pattern, partition, range, limit: limit, after: mark)
        var rows: [KeyRow] = []
        for item in items {
            guard case .after(let sort, _) = try self.mark(pattern.index, item), let key = ItemKey(item) else {
                continue
            }
            rows.append(KeyRow(item: key, sort: sort))
        }
        return (rows, mark)
    }

    /// The entities behind keys, in the order of the keys. What has gone since the index was read is left out.
    func hydrate<Entity: ItemConvertible>(
        _ pattern: AccessPattern, _ keys: [ItemKey], isConsistent: Bool = false, as: Entity.Type = Entity.self
    ) async throws(RepositoryError) -> [Entity] {
        var found: [ItemKey: Item] = [:]
        var start = 0
        while start < keys.count {
            let chunk = keys[start..<min(start + DynamoLimits.batchGetKeys, keys.count)]
            try await read(pattern, Set(chunk), isConsistent: isConsistent, into: &found)
            start = chunk.endIndex
        }
        var entities: [Entity] = []
        entities.reserveCapacity(keys.count)
        for key in keys { if let item = found[key] { entities.append(try decode(item)) } }
        return entities
    }

    /// The items of a declared batch that are there, in the order of their keys.
    func get<Entity: ItemConvertible>(
        _ pattern: AccessPattern, _ keys: [ItemKey], as: Entity.Type = Entity.self
    ) async throws(RepositoryError) -> [Entity] {
        try await hydrate(pattern, keys, isConsistent: pattern.isConsistent)
    }

    private func read(
        _ pattern: AccessPattern, _ keys: Set<ItemKey>, isConsistent: Bool, into found: inout [ItemKey: Item]
    ) async throws(RepositoryError) {
        var rest = KeysAndAttributes(keys: keys.map(\.item), consistentRead: isConsistent)
        for attempt in 0..<Self.batchAttempts {
            if attempt > 0 { await backoff.wait(attempt) }
            let response: BatchGetItemResponse
            do {
                response = try await batchGetItem(pattern, BatchGetItemRequest(requestItems: [name: rest]))
            } catch { throw RepositoryError(reading: error) }
            for item in response.responses[name] ?? [] { if let key = ItemKey(item) { found[key] = item } }
            guard let unprocessed = response.unprocessedKeys[name], !unprocessed.keys.isEmpty else { return }
            rest = unprocessed
        }
        throw .tableUnavailable(DynamoDBError(.throttling, "Keys of a batch stayed unprocessed"))
    }

    // MARK: Writes

    /// Carries out a transaction; when it is cancelled, returns the reasons in the order of its writes, otherwise nil.
    func transact(
        _ pattern: AccessPattern, _ writes: [TransactWrite]
    ) async throws(RepositoryError) -> [CancellationReason]? {
        do {
            _ = try await transactWriteItems(pattern, TransactWriteItemsRequest(transactItems: writes))
            return nil
        } catch  where error.code == .transactionCanceled && error.cancellationReasons.count == writes.count {
            return error.cancellationReasons
        } catch {
            throw RepositoryError(error)
        }
    }

    /// Removes items without conditions, in batches; what was removed stays removed when it fails.
    func delete(_ pattern: AccessPattern, _ keys: [ItemKey]) async throws(RepositoryError) {
        var start = 0
        while start < keys.count {
            let end = min(start + DynamoLimits.batchWriteRequests, keys.count)
            var rest = keys[start..<end].map { BatchWrite.delete(key: $0.item) }
            var attempt = 0
            while !rest.isEmpty {
                if attempt == Self.batchAttempts { throw .contention }
                if attempt > 0 { await backoff.wait(attempt) }
                attempt += 1
                let response: BatchWriteItemResponse
                do {
                    response = try await batchWriteItem(pattern, BatchWriteItemRequest(requestItems: [name: rest]))
                } catch { throw RepositoryError(error) }
                rest = response.unprocessedItems[name] ?? []
            }
            start = end
        }
    }
}
