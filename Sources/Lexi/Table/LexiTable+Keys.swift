import DynamoModel

// Lists of keys from indexes that hold nothing else, and the entities that they stand for.
extension LexiTable {
    /// Reads keys and where the list goes on.
    func rows(
        _ call: QueryCall, limit: Int?, after mark: Position.Mark
    ) async throws(RepositoryError) -> (rows: [KeyRow], mark: Position.Mark) {
        let (items, mark) = try await items(call, limit: limit, after: mark)
        var rows: [KeyRow] = []
        for item in items {
            guard case .after(let sort, _) = try self.mark(call.pattern.index, item), let key = ItemKey(item) else {
                continue
            }
            rows.append(KeyRow(item: key, sort: sort))
        }
        return (rows, mark)
    }

    /// The components of all keys of a partition that is bounded by what it holds.
    func keys<Entity, KeyPartition, Sort, Partition>(
        _ pattern: QueryPattern<KeysForm<Entity, KeyPartition, Sort>, Partition, Void>, of partition: Partition
    ) async throws(RepositoryError) -> [(partition: KeyPartition, sort: Sort)] {
        var keys: [(partition: KeyPartition, sort: Sort)] = []
        for row in try await items(pattern.call(partition), limit: nil, after: .start).items {
            do throws(CorruptItem) { keys.append(try pattern.form.key.components(of: row)) } catch {
                throw .corrupt(error)
            }
        }
        return keys
    }

    /// A page of the entities that keys name.
    func page<Entity, KeyPartition, Sort, Partition, Range>(
        _ pattern: QueryPattern<KeysForm<Entity, KeyPartition, Sort>, Partition, Range>, of partition: Partition,
        _ range: Range, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Entity> {
        let (rows, mark) = try await rows(pattern.call(partition, range), limit: page.limit, after: try page.mark())
        return Page(items: try await hydrate(pattern.access, rows.map(\.item)), next: Position(next: mark))
    }

    /// A page of the entities that the keys of a partition name.
    func page<Entity, KeyPartition, Sort, Partition>(
        _ pattern: QueryPattern<KeysForm<Entity, KeyPartition, Sort>, Partition, Void>, of partition: Partition,
        _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Entity> {
        try await self.page(pattern, of: partition, (), page)
    }

    /// The entities that all keys of a partition name; what the partition holds bounds their number.
    func all<Entity, KeyPartition, Sort, Partition>(
        _ pattern: QueryPattern<KeysForm<Entity, KeyPartition, Sort>, Partition, Void>, of partition: Partition
    ) async throws(RepositoryError) -> [Entity] {
        let (rows, _) = try await rows(pattern.call(partition), limit: nil, after: .start)
        return try await hydrate(pattern.access, rows.map(\.item))
    }
}
