import DynamoModel

extension SessionRepository {
    /// Sessions that wait for their scores, in the order in which scores were asked for. For scoring services.
    ///
    /// The queue is spread over shards, which are read in parallel and merged. The index can lag: a service that
    /// takes a job which was done meanwhile is refused when it writes the scores.
    /// - Throws: `badPosition` for a position of another list.
    public func scoringJobs(_ page: PageRequest = PageRequest()) async throws(RepositoryError) -> Page<Session> {
        let calls = (0..<Shard.scoringJobs).map { AccessPatterns.scoringJobs.call(ShardNumber($0)) }
        let (items, next) = try await table.merged(calls, page)
        return Page(items: try table.decode(items), next: next)
    }
}
