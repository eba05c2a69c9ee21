import DynamoModel
import DynamoWire

extension RemoteTable: DynamoDBStreams {
    /// Lists streams.
    public func listStreams(_ request: ListStreamsRequest) async throws(DynamoDBError) -> ListStreamsResponse {
        guard case .stream(.listStreams(let answer)) = try await call(.stream(.listStreams(request))) else {
            throw .otherAnswer
        }
        return answer
    }

    /// Describes a stream.
    public func describeStream(_ request: DescribeStreamRequest) async throws(DynamoDBError) -> StreamDescription {
        guard case .stream(.describeStream(let answer)) = try await call(.stream(.describeStream(request))) else {
            throw .otherAnswer
        }
        return answer
    }

    /// Makes an iterator.
    public func getShardIterator(_ request: GetShardIteratorRequest) async throws(DynamoDBError) -> String {
        guard case .stream(.getShardIterator(let answer)) = try await call(.stream(.getShardIterator(request))) else {
            throw .otherAnswer
        }
        return answer
    }

    /// Reads records.
    public func getRecords(_ request: GetRecordsRequest) async throws(DynamoDBError) -> GetRecordsResponse {
        guard case .stream(.getRecords(let answer)) = try await call(.stream(.getRecords(request))) else {
            throw .otherAnswer
        }
        return answer
    }
}
