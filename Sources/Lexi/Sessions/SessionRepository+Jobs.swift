import DynamoModel

extension SessionRepository {
    /// Sessions that wait for their scores, in the order of their completion. For scoring services.
    ///
    /// The queue is spread over shards, which are read in parallel and merged. The index can lag behind: whoever takes
    /// a job that was done meanwhile is refused when it writes the scores.
    /// - Throws: `invalid` for a position of another list.
    public func scoringJobs(_ page: PageRequest = PageRequest()) async throws(RepositoryError) -> Page<Session> {
        let start = [Position.Mark](repeating: .start, count: Shard.scoringJobs)
        var marks = page.position?.marks ?? start
        guard marks.count == Shard.scoringJobs else {
            throw .invalid(ValidationError("/cursor", "is not of this list"))
        }
        let shards = try await readJobs(marks, limit: page.limit)
        var jobs: [Job] = []
        for (shard, part) in shards.enumerated() {
            for item in part.items { jobs.append(try Job(item, shard: shard)) }
        }
        jobs.sort { $0.sort.compareBytes(with: $1.sort) < 0 }
        let taken = jobs.prefix(page.limit)
        for job in taken { marks[job.shard] = try table.mark(.gsi2, job.item) }
        for (shard, part) in shards.enumerated() {
            let rest = jobs.dropFirst(page.limit).contains { $0.shard == shard }
            if part.mark == .end, !rest { marks[shard] = .end }
        }
        var sessions: [Session] = []
        for job in taken { sessions.append(try table.decode(job.item)) }
        return Page(items: sessions, next: marks.allSatisfy { $0 == .end } ? nil : Position(marks))
    }

    private typealias ShardPart = (items: [Item], mark: Position.Mark)

    private func readJobs(_ marks: [Position.Mark], limit: Int) async throws(RepositoryError) -> [ShardPart] {
        let results = await withTaskGroup(of: (Int, Result<ShardPart, RepositoryError>).self) { group in
            for (shard, mark) in marks.enumerated() {
                group.addTask {
                    do throws(RepositoryError) {
                        let part = try await table.items(
                            AccessPatterns.scoringJobs.call(ShardNumber(shard)), limit: limit, after: mark)
                        return (shard, .success(part))
                    } catch { return (shard, .failure(error)) }
                }
            }
            var results = [Result<ShardPart, RepositoryError>](repeating: .success(([], .end)), count: marks.count)
            for await (shard, result) in group { results[shard] = result }
            return results
        }
        var parts: [ShardPart] = []
        for result in results { parts.append(try result.get()) }
        return parts
    }
}

/// A row of one shard of the queue.
private struct Job {
    let item: Item
    let shard: Int
    let sort: String

    init(_ item: Item, shard: Int) throws(RepositoryError) {
        guard let sort = item[TableIndex.gsi2.sortAttribute]?.string else {
            throw .corrupt(
                CorruptItem(
                    key: ItemKey(item) ?? ItemKey("?", "?"), attribute: TableIndex.gsi2.sortAttribute,
                    problem: "is missing"))
        }
        self.item = item
        self.shard = shard
        self.sort = sort
    }
}
