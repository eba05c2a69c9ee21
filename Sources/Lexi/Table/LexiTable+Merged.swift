import DynamoModel

extension LexiTable {
    /// A page of items of a list that is spread over shards: the shards are read in parallel and merged by sort key.
    ///
    /// The position has a mark for each shard. Also a shard that was read to its end keeps its mark while the list goes
    /// on: items that come to it meanwhile are not skipped.
    /// - Throws: `badPosition` when the position has another number of marks.
    func merged(
        _ calls: [QueryCall], _ page: PageRequest
    ) async throws(RepositoryError) -> (items: [Item], next: Position?) {
        let marks = try page.marks(calls.count)
        let shards = try await readShards(calls, marks, limit: page.limit)
        return try merge(shards, marks, calls[0].pattern, limit: page.limit)
    }

    private func readShards(
        _ calls: [QueryCall], _ marks: [Position.Mark], limit: Int
    ) async throws(RepositoryError) -> [ShardPart] {
        // Not a task group of pairs of index and result: optimised, Swift 6.3.1 reads the index from the wrong place.
        let reads = calls.indices.map { index in
            Task { () -> Result<ShardPart, RepositoryError> in
                do throws(RepositoryError) {
                    return .success(try await shard(calls[index], limit: limit, after: marks[index]))
                } catch { return .failure(error) }
            }
        }
        var shards: [ShardPart] = []
        for read in reads { shards.append(try await read.value.get()) }
        return shards
    }

    /// What one shard adds to a page, at most.
    private struct ShardPart: Sendable {
        var rows: ArraySlice<(sort: String, item: Item)>
        let hasMore: Bool
    }

    private func shard(
        _ call: QueryCall, limit: Int, after mark: Position.Mark
    ) async throws(RepositoryError) -> ShardPart {
        let (items, end) = try await items(call, limit: limit, after: mark)
        var rows: ArraySlice<(sort: String, item: Item)> = []
        for item in items {
            guard case .after(let sort, _) = try self.mark(call.pattern.index, item) else { continue }
            rows.append((sort, item))
        }
        return ShardPart(rows: rows, hasMore: end != .end)
    }

    private func merge(
        _ shards: [ShardPart], _ marks: [Position.Mark], _ pattern: AccessPattern, limit: Int
    ) throws(RepositoryError) -> (items: [Item], next: Position?) {
        var (shards, marks) = (shards, marks)
        var items: [Item] = []
        while items.count < limit, let next = Self.next(of: shards, pattern.order),
            let row = shards[next].rows.popFirst()
        {
            items.append(row.item)
            marks[next] = try mark(pattern.index, row.item)
        }
        let hasMore = shards.contains { $0.hasMore || !$0.rows.isEmpty }
        return (items, hasMore ? Position(marks) : nil)
    }

    /// The shard whose next row comes first.
    private static func next(of shards: [ShardPart], _ order: AccessPattern.Order) -> Int? {
        let waiting = shards.indices.filter { !shards[$0].rows.isEmpty }
        return waiting.min { left, right in
            guard let one = shards[left].rows.first?.sort, let other = shards[right].rows.first?.sort else {
                return false
            }
            let difference = one.compareBytes(with: other)
            return order == .ascending ? difference < 0 : difference > 0
        }
    }
}
