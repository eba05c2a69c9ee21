import DynamoModel
import JSONText

/// A request of DynamoDB Streams.
public enum StreamRequest: Sendable, Equatable {
    case listStreams(ListStreamsRequest)
    case describeStream(DescribeStreamRequest)
    case getShardIterator(GetShardIteratorRequest)
    case getRecords(GetRecordsRequest)

    /// The operation.
    public var operation: DynamoOperation {
        switch self {
        case .listStreams: .listStreams
        case .describeStream: .describeStream
        case .getShardIterator: .getShardIterator
        case .getRecords: .getRecords
        }
    }

    init(_ operation: DynamoOperation, wire object: WireObject) throws(DynamoDBError) {
        switch operation {
        case .listStreams:
            self = .listStreams(
                ListStreamsRequest(
                    tableName: object.string("TableName"), limit: object.int("Limit"),
                    exclusiveStartStreamArn: object.string("ExclusiveStartStreamArn")))
        case .describeStream:
            self = .describeStream(
                DescribeStreamRequest(
                    streamArn: try object.required("StreamArn", object.string("StreamArn")),
                    limit: object.int("Limit"), exclusiveStartShardId: object.string("ExclusiveStartShardId"),
                    childrenOf: try object.parentInFilter()))
        case .getShardIterator:
            self = .getShardIterator(
                GetShardIteratorRequest(
                    streamArn: try object.required("StreamArn", object.string("StreamArn")),
                    shardId: try object.required("ShardId", object.string("ShardId")),
                    kind: try object.required("ShardIteratorType", object.choice("ShardIteratorType")),
                    sequenceNumber: object.string("SequenceNumber"), timestamp: object.double("Timestamp")))
        default:
            self = .getRecords(
                GetRecordsRequest(
                    shardIterator: try object.required("ShardIterator", object.string("ShardIterator")),
                    limit: object.int("Limit")))
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .listStreams(let request):
            writer.member("TableName", request.tableName)
            writer.member("Limit", request.limit)
            writer.member("ExclusiveStartStreamArn", request.exclusiveStartStreamArn)
        case .describeStream(let request):
            writer.member("StreamArn", request.streamArn)
            writer.member("Limit", request.limit)
            writer.member("ExclusiveStartShardId", request.exclusiveStartShardId)
            guard let parent = request.childrenOf else { return }
            writer.name("ShardFilter")
            writer.object { writer in
                writer.member("Type", "CHILD_SHARDS")
                writer.member("ShardId", parent)
            }
        case .getShardIterator(let request):
            writer.member("StreamArn", request.streamArn)
            writer.member("ShardId", request.shardId)
            writer.member("ShardIteratorType", request.kind.rawValue)
            writer.member("SequenceNumber", request.sequenceNumber)
            writer.member("Timestamp", request.timestamp)
        case .getRecords(let request):
            writer.member("ShardIterator", request.shardIterator)
            writer.member("Limit", request.limit)
        }
    }
}
