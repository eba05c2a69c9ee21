import DynamoModel
import JSONText

/// An answer of DynamoDB Streams.
public enum StreamResponse: Sendable, Equatable {
    case listStreams(ListStreamsResponse)
    case describeStream(StreamDescription)
    case getShardIterator(shardIterator: String)
    case getRecords(GetRecordsResponse)

    /// About how many bytes the JSON of records takes.
    static func estimate(_ response: GetRecordsResponse) -> Int {
        guard let first = response.records.first else { return 0 }
        // What stands around keys and images.
        let frame = 400
        return response.records.count * (frame + 2 * first.sizeBytes)
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .listStreams(let response):
            writer.member("LastEvaluatedStreamArn", response.lastEvaluatedStreamArn)
            writer.member("Streams", response.streams) { writer, stream in
                writer.object { writer in
                    writer.member("StreamArn", stream.streamArn)
                    writer.member("StreamLabel", stream.streamLabel)
                    writer.member("TableName", stream.tableName)
                }
            }
        case .describeStream(let description):
            writer.name("StreamDescription")
            writer.object { $0.members(of: description) }
        case .getShardIterator(let iterator): writer.member("ShardIterator", iterator)
        case .getRecords(let response):
            writer.member("NextShardIterator", response.nextShardIterator)
            writer.member("Records", response.records) { $0.record($1) }
        }
    }

    init(_ operation: DynamoOperation, wire object: WireObject) throws(DynamoDBError) {
        switch operation {
        case .listStreams:
            var streams: [ListStreamsResponse.Stream] = []
            for stream in object.objects("Streams") ?? [] {
                streams.append(
                    ListStreamsResponse.Stream(
                        streamArn: try stream.required("StreamArn", stream.string("StreamArn")),
                        tableName: stream.string("TableName") ?? "", streamLabel: stream.string("StreamLabel") ?? ""))
            }
            self = .listStreams(
                ListStreamsResponse(
                    streams: streams, lastEvaluatedStreamArn: object.string("LastEvaluatedStreamArn")))
        case .describeStream:
            self = .describeStream(
                try StreamDescription(
                    wire: try object.required("StreamDescription", object.object("StreamDescription"))))
        case .getShardIterator:
            self = .getShardIterator(
                shardIterator: try object.required("ShardIterator", object.string("ShardIterator")))
        default:
            var records: [StreamRecord] = []
            for record in object.objects("Records") ?? [] { records.append(try StreamRecord(wire: record)) }
            self = .getRecords(
                GetRecordsResponse(records: records, nextShardIterator: object.string("NextShardIterator")))
        }
    }
}
