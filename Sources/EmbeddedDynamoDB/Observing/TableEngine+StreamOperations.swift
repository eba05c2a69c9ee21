import DynamoModel

// The operations of streams: each is carried out, and reported to the observer.

extension TableEngine: DynamoDBStreams {
    /// Lists streams; see ``DynamoDBStreams/listStreams(_:)``.
    public func listStreams(_ request: ListStreamsRequest) async throws(DynamoDBError) -> ListStreamsResponse {
        try await observed("ListStreams", request.tableName) { () async throws(DynamoDBError) in try list(request) }
    }

    /// Describes a stream; see ``DynamoDBStreams/describeStream(_:)``.
    public func describeStream(_ request: DescribeStreamRequest) async throws(DynamoDBError) -> StreamDescription {
        try await observed("DescribeStream", StreamName(arn: request.streamArn)?.table) {
            () async throws(DynamoDBError) in try describe(request)
        }
    }

    /// Makes an iterator; see ``DynamoDBStreams/getShardIterator(_:)``.
    public func getShardIterator(_ request: GetShardIteratorRequest) async throws(DynamoDBError) -> String {
        try await observed("GetShardIterator", StreamName(arn: request.streamArn)?.table) {
            () async throws(DynamoDBError) in try makeIterator(request)
        }
    }

    /// Reads records; see ``DynamoDBStreams/getRecords(_:)``.
    public func getRecords(_ request: GetRecordsRequest) async throws(DynamoDBError) -> GetRecordsResponse {
        let arn = ShardIterator(request.shardIterator)?.streamArn
        return try await observed("GetRecords", arn.flatMap { StreamName(arn: $0)?.table }) {
            () async throws(DynamoDBError) in
            try await readRecords(request)
        } work: { answer in
            var work = ObservedWork()
            work.items = answer.records.count
            work.knownBytes = answer.records.reduce(0) { $0 + $1.sizeBytes }
            return work
        }
    }
}
