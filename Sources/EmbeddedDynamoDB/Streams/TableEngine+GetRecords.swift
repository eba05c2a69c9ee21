import DynamoModel
import TableStore

extension TableEngine {
    private static let recordsPerPage = 1_000
    private static let bytesPerPage = 1 << 20

    /// Reads records; see ``DynamoDBStreams/getRecords(_:)``. It runs on the threads for long reads.
    func readRecords(_ request: GetRecordsRequest) async throws(DynamoDBError) -> GetRecordsResponse {
        let most = try Self.limit(request.limit, Self.recordsPerPage)
        let now = Int(options.clock() * 1000)
        // One from the future would be good for ever.
        guard let iterator = ShardIterator(request.shardIterator), iterator.made - now <= ShardIterator.lifetime else {
            throw .validation("Invalid ShardIterator")
        }
        guard now - iterator.made <= ShardIterator.lifetime else {
            throw DynamoDBError(
                .expiredIterator,
                "The shard iterator has expired: it was made more than 15 minutes ago; get a new one")
        }
        let stream = try stream(iterator.streamArn)
        guard let shard = stream.definition.shard(iterator.shardId) else {
            throw DynamoDBError(.resourceNotFound, "Requested resource not found: Invalid ShardId in ShardIterator")
        }
        let region = ResourceName(iterator.streamArn)?.region ?? place.region
        return try await onReadingThread { () throws(EngineFault) in
            try self.read { (connection) throws(EngineFault) in
                let first = max(shard.start - 1, try connection.trimmed(stream.definition))
                guard iterator.position >= first else { throw .request(.trimmedData) }
                var page = try connection.changes(
                    of: shard, in: stream.definition, after: iterator.position, limit: most,
                    bytes: Self.bytesPerPage)
                var records: [StreamRecord] = []
                records.reserveCapacity(page.changes.count)
                var memory = AnswerMemory()
                for change in page.changes {
                    let record = try StreamRecord(change, in: stream, region: region, connection)
                    memory.add(record, size: record.sizeBytes, earlier: records)
                    records.append(record)
                    guard !memory.isExceeded else {
                        page.position = change.sequence
                        break
                    }
                }
                let isAtEnd = shard.end.map { page.position >= $0 } ?? false
                let next = ShardIterator(
                    streamArn: iterator.streamArn, shardId: iterator.shardId, position: page.position, made: now)
                return GetRecordsResponse(records: records, nextShardIterator: isAtEnd ? nil : next.text)
            }
        }
    }

    /// Runs a read on a thread for such, whatever thread the caller has.
    private func onReadingThread<Answer: Sendable>(
        _ body: @escaping @Sendable () throws(EngineFault) -> Answer
    ) async throws(DynamoDBError) -> Answer {
        let task = Task(executorPreference: store.readingThreads) { () -> Result<Answer, DynamoDBError> in
            Result { () throws(DynamoDBError) in try self.answering(body) }
        }
        return try await task.value.get()
    }
}
