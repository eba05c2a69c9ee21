import DynamoModel
import JSONText

extension StreamDescription {
    init(wire object: WireObject) throws(DynamoDBError) {
        var shards: [StreamShard] = []
        for shard in object.objects("Shards") ?? [] {
            let range = shard.object("SequenceNumberRange")
            shards.append(
                StreamShard(
                    shardId: try shard.required("ShardId", shard.string("ShardId")),
                    startingSequenceNumber: range?.string("StartingSequenceNumber") ?? "",
                    endingSequenceNumber: range?.string("EndingSequenceNumber"),
                    parentShardId: shard.string("ParentShardId")))
        }
        self.init(
            streamArn: object.string("StreamArn") ?? "", streamLabel: object.string("StreamLabel") ?? "",
            streamStatus: try object.required("StreamStatus", object.choice("StreamStatus")),
            streamViewType: try object.required("StreamViewType", object.choice("StreamViewType")),
            creationRequestDateTime: object.double("CreationRequestDateTime") ?? 0,
            tableName: object.string("TableName") ?? "", keySchema: try object.keySchema(), shards: shards,
            lastEvaluatedShardId: object.string("LastEvaluatedShardId"))
    }
}

extension StreamRecord {
    init(wire object: WireObject) throws(DynamoDBError) {
        let change = try object.required("dynamodb", object.object("dynamodb"))
        self.init(
            eventID: object.string("eventID") ?? "",
            eventName: try object.required("eventName", object.choice("eventName")),
            awsRegion: object.string("awsRegion") ?? "",
            approximateCreationDateTime: change.double("ApproximateCreationDateTime") ?? 0,
            keys: try change.required("Keys", try change.checkedAttributes("Keys")),
            newImage: try change.checkedAttributes("NewImage"), oldImage: try change.checkedAttributes("OldImage"),
            sequenceNumber: try change.required("SequenceNumber", change.string("SequenceNumber")),
            sizeBytes: change.count("SizeBytes") ?? 0,
            streamViewType: change.choice("StreamViewType") ?? .newAndOldImages,
            userIdentity: object.object("userIdentity").map { identity in
                Identity(
                    type: identity.string("Type") ?? identity.string("type") ?? "",
                    principalId: identity.string("PrincipalId") ?? identity.string("principalId") ?? "")
            })
    }
}

extension JSONWriter {
    mutating func members(of description: StreamDescription) {
        member("CreationRequestDateTime", description.creationRequestDateTime)
        member("KeySchema", description.keySchema) { $0.keySchemaElement($1) }
        member("LastEvaluatedShardId", description.lastEvaluatedShardId)
        member("Shards", description.shards) { writer, shard in
            writer.object { writer in
                writer.member("ParentShardId", shard.parentShardId)
                writer.name("SequenceNumberRange")
                writer.object { writer in
                    writer.member("EndingSequenceNumber", shard.endingSequenceNumber)
                    writer.member("StartingSequenceNumber", shard.startingSequenceNumber)
                }
                writer.member("ShardId", shard.shardId)
            }
        }
        member("StreamArn", description.streamArn)
        member("StreamLabel", description.streamLabel)
        member("StreamStatus", description.streamStatus.rawValue)
        member("StreamViewType", description.streamViewType.rawValue)
        member("TableName", description.tableName)
    }

    /// A record, as the service has it, or as events of its consumers have it.
    ///
    /// - Parameter arn: the stream of an event; nil for an answer of the service.
    mutating func record(_ record: StreamRecord, of arn: String? = nil) {
        object { writer in
            writer.member("awsRegion", record.awsRegion)
            writer.name("dynamodb")
            writer.object { writer in
                writer.member("ApproximateCreationDateTime", record.approximateCreationDateTime)
                writer.member("Keys", record.keys)
                writer.member("NewImage", record.newImage)
                writer.member("OldImage", record.oldImage)
                writer.member("SequenceNumber", record.sequenceNumber)
                writer.member("SizeBytes", record.sizeBytes)
                writer.member("StreamViewType", record.streamViewType.rawValue)
            }
            writer.member("eventID", record.eventID)
            writer.member("eventName", record.eventName.rawValue)
            writer.member("eventSource", StreamRecord.eventSource)
            writer.member("eventSourceARN", arn)
            writer.member("eventVersion", StreamRecord.eventVersion)
            guard let identity = record.userIdentity else { return }
            writer.name("userIdentity")
            writer.object { writer in
                // Events spell these names otherwise than the service.
                if arn == nil {
                    writer.member("PrincipalId", identity.principalId)
                    writer.member("Type", identity.type)
                } else {
                    writer.member("principalId", identity.principalId)
                    writer.member("type", identity.type)
                }
            }
        }
    }
}
