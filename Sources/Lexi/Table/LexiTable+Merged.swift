import DynamoModel

extension LexiTable {
    /// A page of keys of a list that is spread over shards: the shards are read in parallel and merged by sort key.
    ///
    /// The position has a mark for each shard. A position of another number of marks is of another list: nil.
    func mergedKeys(
        _ calls: [QueryCall], _ page: PageRequest
    ) async throws(RepositoryError) -> (rows: [KeyRow], next: Position?)? {
        let marks = page.position?.marks ?? [Position.Mark](repeating: .start, count: calls.count)
        guard marks.count == calls.count else { return nil }
        let shards = try await readShards(calls, marks, limit: page.limit)
        return merge(shards, marks, calls[0].pattern.order, limit: page.limit)
    }

    private typealias ShardRows = (rows: [KeyRow], mark: Position.Mark)

    private func readShards(
        _ calls: [QueryCall], _ marks: [Position.Mark], limit: Int
    ) async throws(RepositoryError) -> [ShardRows] {
        let results = await withTaskGroup(of: (Int, Result<ShardRows, RepositoryError>).self) { group in
            for (index, call) in calls.enumerated() {
                group.addTask {
                    do throws(RepositoryError) {
                        let rows = try await rows(call, limit: limit, after: marks[index])
                        return (index, .success(rows))
                    } catch { return (index, .failure(error)) }
                }
            }
            var results = [Result<ShardRows, RepositoryError>?](repeating: nil, count: calls.count)
            for await (index, result) in group { results[index] = result }
            return results
        }
        var shards: [ShardRows] = []
        for result in results { shards.append(try result?.get() ?? ([], .end)) }
        return shards
    }

    private func merge(
        _ shards: [ShardRows], _ marks: [Position.Mark], _ order: AccessPattern.Order, limit: Int
    ) -> (rows: [KeyRow], next: Position?) {
        var marks = marks
        var taken = [Int](repeating: 0, count: shards.count)
        var rows: [KeyRow] = []
        while rows.count < limit {
            var best: Int?
            for index in shards.indices where taken[index] < shards[index].rows.count {
                guard let current = best else {
                    best = index
                    continue
                }
                let difference = shards[index].rows[taken[index]].sort.compareBytes(
                    with: shards[current].rows[taken[current]].sort)
                if order == .ascending ? difference < 0 : difference > 0 { best = index }
            }
            guard let best else { break }
            let row = shards[best].rows[taken[best]]
            rows.append(row)
            taken[best] += 1
            marks[best] = .after(sort: row.sort, item: row.item)
        }
        for index in shards.indices where taken[index] == shards[index].rows.count && shards[index].mark == .end {
            marks[index] = .end
        }
        return (rows, marks.allSatisfy { $0 == .end } ? nil : Position(marks))
    }
}
