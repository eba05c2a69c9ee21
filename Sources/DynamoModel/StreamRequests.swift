/// Which streams to list.
public struct ListStreamsRequest: Sendable, Equatable {
    /// Only those of this table; nil for all.
    public var tableName: String?
    /// The most of them, 1 to 100; nil for 100.
    public var limit: Int?
    /// The last stream of the page before.
    public var exclusiveStartStreamArn: String?

    /// A list of streams.
    public init(tableName: String? = nil, limit: Int? = nil, exclusiveStartStreamArn: String? = nil) {
        self.tableName = tableName
        self.limit = limit
        self.exclusiveStartStreamArn = exclusiveStartStreamArn
    }
}

/// A page of streams.
public struct ListStreamsResponse: Sendable, Equatable {
    /// A stream in a list.
    public struct Stream: Sendable, Equatable {
        /// Its Amazon Resource Name.
        public var streamArn: String
        /// Its table.
        public var tableName: String
        /// When it was turned on, as text.
        public var streamLabel: String

        /// A stream.
        public init(streamArn: String, tableName: String, streamLabel: String) {
            self.streamArn = streamArn
            self.tableName = tableName
            self.streamLabel = streamLabel
        }
    }

    /// The streams, in the order of their names.
    public var streams: [Stream]
    /// The last of them when there are more.
    public var lastEvaluatedStreamArn: String?

    /// A page.
    public init(streams: [Stream], lastEvaluatedStreamArn: String? = nil) {
        self.streams = streams
        self.lastEvaluatedStreamArn = lastEvaluatedStreamArn
    }
}

/// Which stream to describe, and which of its shards.
public struct DescribeStreamRequest: Sendable, Equatable {
    /// The stream's Amazon Resource Name.
    public var streamArn: String
    /// The most shards, 1 to 100; nil for 100.
    public var limit: Int?
    /// The last shard of the page before.
    public var exclusiveStartShardId: String?
    /// Only the shards that go on with this one (`ShardFilter`); nil for all.
    public var childrenOf: String?

    /// A description of a stream.
    public init(
        streamArn: String, limit: Int? = nil, exclusiveStartShardId: String? = nil, childrenOf: String? = nil
    ) {
        self.streamArn = streamArn
        self.limit = limit
        self.exclusiveStartShardId = exclusiveStartShardId
        self.childrenOf = childrenOf
    }
}

/// A stream with a page of its shards.
public struct StreamDescription: Sendable, Equatable {
    /// The states of a stream.
    public enum Status: String, Sendable {
        /// It is being turned on.
        case enabling = "ENABLING"
        /// It is on.
        case enabled = "ENABLED"
        /// It is being turned off.
        case disabling = "DISABLING"
        /// It is off, and can be read to its end.
        case disabled = "DISABLED"
    }

    /// Its Amazon Resource Name.
    public var streamArn: String
    /// When it was turned on, as text.
    public var streamLabel: String
    /// Its state.
    public var streamStatus: Status
    /// What its records show.
    public var streamViewType: StreamViewType
    /// When it was turned on, in seconds since 1970.
    public var creationRequestDateTime: Double
    /// Its table.
    public var tableName: String
    /// The primary key of the table.
    public var keySchema: [KeySchemaElement]
    /// Shards in the order in which they were opened.
    public var shards: [StreamShard]
    /// The last of them when there are more.
    public var lastEvaluatedShardId: String?

    /// A description.
    public init(
        streamArn: String, streamLabel: String, streamStatus: Status, streamViewType: StreamViewType,
        creationRequestDateTime: Double, tableName: String, keySchema: [KeySchemaElement], shards: [StreamShard],
        lastEvaluatedShardId: String? = nil
    ) {
        self.streamArn = streamArn
        self.streamLabel = streamLabel
        self.streamStatus = streamStatus
        self.streamViewType = streamViewType
        self.creationRequestDateTime = creationRequestDateTime
        self.tableName = tableName
        self.keySchema = keySchema
        self.shards = shards
        self.lastEvaluatedShardId = lastEvaluatedShardId
    }
}

/// A part of a stream.
public struct StreamShard: Sendable, Equatable {
    /// Its id.
    public var shardId: String
    /// The first sequence number that it can hold.
    public var startingSequenceNumber: String
    /// The last; nil while it is open.
    public var endingSequenceNumber: String?
    /// The shard that it goes on with; nil for the first of its kind.
    public var parentShardId: String?

    /// A shard.
    public init(
        shardId: String, startingSequenceNumber: String, endingSequenceNumber: String? = nil,
        parentShardId: String? = nil
    ) {
        self.shardId = shardId
        self.startingSequenceNumber = startingSequenceNumber
        self.endingSequenceNumber = endingSequenceNumber
        self.parentShardId = parentShardId
    }
}

/// A place in a shard.
public struct GetShardIteratorRequest: Sendable, Equatable {
    /// The kinds of places.
    public enum Kind: String, Sendable, CaseIterable {
        /// Before the first record that is there.
        case trimHorizon = "TRIM_HORIZON"
        /// Behind the last.
        case latest = "LATEST"
        /// Before the record with a sequence number.
        case atSequenceNumber = "AT_SEQUENCE_NUMBER"
        /// Behind it.
        case afterSequenceNumber = "AFTER_SEQUENCE_NUMBER"
        /// Before the first record of a time or later.
        case atTimestamp = "AT_TIMESTAMP"
    }

    /// The stream's Amazon Resource Name.
    public var streamArn: String
    /// The shard.
    public var shardId: String
    /// The kind of place.
    public var kind: Kind
    /// The sequence number, for those kinds that have one.
    public var sequenceNumber: String?
    /// The time in seconds since 1970, for the kind that has one.
    public var timestamp: Double?

    /// A place.
    public init(
        streamArn: String, shardId: String, kind: Kind, sequenceNumber: String? = nil, timestamp: Double? = nil
    ) {
        self.streamArn = streamArn
        self.shardId = shardId
        self.kind = kind
        self.sequenceNumber = sequenceNumber
        self.timestamp = timestamp
    }
}

/// Which records to read.
public struct GetRecordsRequest: Sendable, Equatable {
    /// Where to begin.
    public var shardIterator: String
    /// The most records, 1 to 1,000; nil for 1,000.
    public var limit: Int?

    /// Records from an iterator on.
    public init(shardIterator: String, limit: Int? = nil) {
        self.shardIterator = shardIterator
        self.limit = limit
    }
}

/// Records of a shard.
public struct GetRecordsResponse: Sendable, Equatable {
    /// The records in their order, at most 1 MB of them.
    public var records: [StreamRecord]
    /// Where to go on; nil when the shard is closed and read to its end.
    public var nextShardIterator: String?

    /// Records.
    public init(records: [StreamRecord], nextShardIterator: String? = nil) {
        self.records = records
        self.nextShardIterator = nextShardIterator
    }
}

/// A change of an item.
///
/// Source: API reference, `Record` and `StreamRecord`.
public struct StreamRecord: Sendable, Equatable {
    /// What happened to the item.
    public enum Event: String, Sendable {
        /// There was none before.
        case insert = "INSERT"
        /// It was changed.
        case modify = "MODIFY"
        /// It was removed.
        case remove = "REMOVE"
    }

    /// Who made a change that no client asked for.
    public struct Identity: Sendable, Equatable {
        /// `Service` for what the service does itself.
        public var type: String
        /// The service's name.
        public var principalId: String

        /// An identity.
        public init(type: String, principalId: String) {
            self.type = type
            self.principalId = principalId
        }

        /// Who removes items whose time to live is over.
        public static let expiry = Identity(type: "Service", principalId: "dynamodb.amazonaws.com")
    }

    /// The id of the change: the same whenever it is read.
    public var eventID: String
    /// What happened.
    public var eventName: Event
    /// The region of the table.
    public var awsRegion: String
    /// When it happened, in seconds since 1970.
    public var approximateCreationDateTime: Double
    /// The item's primary key.
    public var keys: Item
    /// The item after the change; nil when there is none or the stream does not show it.
    public var newImage: Item?
    /// The item before the change; nil when there was none or the stream does not show it.
    public var oldImage: Item?
    /// Its place in the order of all changes.
    public var sequenceNumber: String
    /// The size of keys and images by DynamoDB's counting.
    public var sizeBytes: Int
    /// What the stream shows.
    public var streamViewType: StreamViewType
    /// Who made the change, when no client did.
    public var userIdentity: Identity?

    /// A record.
    public init(
        eventID: String, eventName: Event, awsRegion: String, approximateCreationDateTime: Double, keys: Item,
        newImage: Item? = nil, oldImage: Item? = nil, sequenceNumber: String, sizeBytes: Int,
        streamViewType: StreamViewType, userIdentity: Identity? = nil
    ) {
        self.eventID = eventID
        self.eventName = eventName
        self.awsRegion = awsRegion
        self.approximateCreationDateTime = approximateCreationDateTime
        self.keys = keys
        self.newImage = newImage
        self.oldImage = oldImage
        self.sequenceNumber = sequenceNumber
        self.sizeBytes = sizeBytes
        self.streamViewType = streamViewType
        self.userIdentity = userIdentity
    }

    /// The version of the form of records (`eventVersion`).
    public static let eventVersion = "1.1"
    /// Where records come from (`eventSource`).
    public static let eventSource = "aws:dynamodb"
}
