/// Streams of tables' changes: DynamoDB Streams, by its API reference of 2012-08-10.
///
/// A stream shows the changes of a table of the last 24 hours, each once, the changes of an item in their order. It is
/// cut into shards, which are closed and followed by others from time to time: who reads all of it reads a shard's
/// parent before the shard.
public protocol DynamoDBStreams: Sendable {
    /// Lists streams, those that are turned off and those of deleted tables too.
    ///
    /// - Throws: `validation`.
    func listStreams(_ request: ListStreamsRequest) async throws(DynamoDBError) -> ListStreamsResponse

    /// Describes a stream and its shards.
    ///
    /// - Throws: `validation`, `resourceNotFound`.
    func describeStream(_ request: DescribeStreamRequest) async throws(DynamoDBError) -> StreamDescription

    /// Makes an iterator, which is a place in a shard. It is good for 15 minutes.
    ///
    /// - Throws: `validation`, `resourceNotFound`, `trimmedDataAccess`.
    func getShardIterator(_ request: GetShardIteratorRequest) async throws(DynamoDBError) -> String

    /// Reads records from an iterator on.
    ///
    /// There may be none although more follow: the next iterator says whether the shard has ended.
    /// - Throws: `validation`, `resourceNotFound`, `expiredIterator`, `trimmedDataAccess`.
    func getRecords(_ request: GetRecordsRequest) async throws(DynamoDBError) -> GetRecordsResponse
}
