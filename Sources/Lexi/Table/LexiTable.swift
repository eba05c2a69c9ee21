import DynamoModel

/// The executor: every call of a repository goes through here, and names its pattern.
///
/// It builds requests from patterns and knows no others, follows pages, and brings the table's errors into
/// ``RepositoryError``. A class, so that repositories and calls, which each have it, copy one reference.
public final class LexiTable: Sendable {
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
    /// Receives every call.
    let observer: (any AccessObserver)?
    /// The same as ``database``, where it knows what has been written.
    public let watched: (any WatchedPartitions)?
    private let decoded = DecodedEntities()

    /// A table of this name; the observer receives every call.
    public init(
        database: any DynamoDB, name: String = LexiTable.defaultName, random: RandomSource = .system,
        observer: (any AccessObserver)? = nil
    ) {
        self.database = database
        watched = database as? any WatchedPartitions
        self.name = name
        self.observer = observer
        backoff = Backoff(random: random)
    }

    /// The entity of an item, as it was decoded now or before.
    func decode<Entity: ItemConvertible>(_ item: Item, as: Entity.Type = Entity.self) throws(RepositoryError) -> Entity
    {
        do { return try decoded.entity(item, as: Entity.self) } catch { throw .corrupt(error) }
    }

    func decode<Entity: ItemConvertible>(_ items: [Item]) throws(RepositoryError) -> [Entity] {
        var entities: [Entity] = []
        entities.reserveCapacity(items.count)
        for item in items { entities.append(try decode(item)) }
        return entities
    }

    // MARK: One item

    func get<Entity: ItemConvertible>(
        _ pattern: GetPattern<Entity>, _ partition: Entity.Partition, _ sort: Entity.Sort
    ) async throws(RepositoryError) -> Entity? {
        try await item(pattern, partition, sort).map { (item) throws(RepositoryError) in try decode(item) }
    }

    /// The item of an entity, whatever it holds.
    func item<Entity: ItemConvertible>(
        _ pattern: GetPattern<Entity>, _ partition: Entity.Partition, _ sort: Entity.Sort
    ) async throws(RepositoryError) -> Item? {
        let request = GetItemRequest(
            tableName: name, key: Entity.key(partition, sort).item, consistentRead: pattern.access.isConsistent)
        do { return try await getItem(pattern.access, request).item } catch { throw RepositoryError(reading: error) }
    }

    func get<Entity: ItemConvertible>(
        _ pattern: GetPattern<Entity>, _ partition: Entity.Partition
    ) async throws(RepositoryError) -> Entity? where Entity.Sort == Void {
        try await get(pattern, partition, ())
    }

    // MARK: Batches

    /// The items of a declared batch that are there, in the order of their keys.
    func get<Entity: ItemConvertible>(
        _ pattern: BatchGetPattern<Entity>, _ keys: [(Entity.Partition, Entity.Sort)]
    ) async throws(RepositoryError) -> [Entity] {
        try await hydrate(
            pattern.access, keys.map { Entity.key($0.0, $0.1) }, isConsistent: pattern.access.isConsistent)
    }

    /// The entities that keys name, in the order of the keys. Entities that are gone since the index was read are left
    /// out.
    func hydrate<Entity: ItemConvertible>(
        _ pattern: AccessPattern, _ keys: [ItemKey], isConsistent: Bool = false, as: Entity.Type = Entity.self
    ) async throws(RepositoryError) -> [Entity] {
        try decode(try await items(pattern, keys, isConsistent: isConsistent))
    }

    /// The items that keys name, whatever they hold, in the order of the keys; missing ones are left out.
    func items(
        _ pattern: AccessPattern, _ keys: [ItemKey], isConsistent: Bool
    ) async throws(RepositoryError) -> [Item] {
        var found: [ItemKey: Item] = [:]
        var start = 0
        while start < keys.count {
            let chunk = keys[start..<min(start + DynamoLimits.batchGetKeys, keys.count)]
            try await read(pattern, Set(chunk), isConsistent: isConsistent, into: &found)
            start = chunk.endIndex
        }
        return keys.compactMap { found[$0] }
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
}
