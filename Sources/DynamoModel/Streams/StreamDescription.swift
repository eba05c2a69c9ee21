/// A stream with a page of its shards.
public struct StreamDescription: Sendable, Equatable {
    /// The states of a stream.
    public enum Status: String, Sendable {
        /// It is being turned on.
        case enabling = "ENABLING"
        /// It records changes.
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
    /// Whether it records changes, or only shows what it recorded.
    public var streamStatus: Status
    /// What its records show.
    public var streamViewType: StreamViewType
    /// When it was turned on, in seconds since 1970.
    public var creationRequestDateTime: Double
    /// The name of the table whose changes it shows.
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
